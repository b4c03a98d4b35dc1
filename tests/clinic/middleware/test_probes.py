"""Health is asked for by address, by machines that know no name of ours."""

import logging
from typing import Any

import pytest
from django.test import Client

from clinic.logs import Redacted

pytestmark = pytest.mark.django_db

HOSTS = ["10.0.0.7:8000", "[fd00::7]:8000", "elsewhere.example.org", "", "not a host", "a_b"]


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_probe_by_address_is_answered(client: Client, address: str, host: str, caplog: Any) -> None:
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200
    assert response["X-Content-Type-Options"] == "nosniff"
    assert caplog.text == ""


def test_a_probe_that_names_no_host_is_answered(client: Client) -> None:
    assert client.get("/healthz", SERVER_NAME="0.0.0.0", SERVER_PORT="80").status_code == 200


@pytest.mark.parametrize("address", ["/", "/admin/login/", "/healthz/", "/readyz/more"])
def test_nothing_else_is_shown_under_another_name(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "elsewhere.example.org"}).status_code == 400


REFUSED = [
    ("/admin/?status__regex=x", {}),
    ("/", {"host": "elsewhere.example.org"}),
    ("/nowhere/", {}),
]


@pytest.mark.parametrize(("address", "headers"), REFUSED)
def test_a_refusal_is_one_line_in_the_log(desk: Client, caplog: Any, address: str, headers: dict[str, str]) -> None:
    assert desk.get(address, headers=headers).status_code in (400, 404)
    lines = "\n".join(map(Redacted().format, caplog.records)).splitlines()
    assert len(lines) == 1


def test_who_lacks_a_permission_is_one_line_too(client: Client, caplog: Any, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get("/admin/auth/user/").status_code == 403
    refused = [record for record in caplog.records if record.name == "django.request"]
    assert len("\n".join(map(Redacted().format, refused)).splitlines()) == 1


def test_what_broke_still_tells_where() -> None:
    try:
        raise ZeroDivisionError("here")
    except ZeroDivisionError as error:
        about = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "broken", (), about)
    record.status_code = 500
    assert "Traceback" in Redacted().format(record)
