"""What never stands in a log."""

import logging
import sys
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from clinic.logs import Redacted


def test_the_secret_of_a_private_page_is_left_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET %s HTTP/1.1"', ("/requests/canary-token/accept/",), None)
    assert Redacted().format(record) == '"GET /requests/…/accept/ HTTP/1.1"'


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/requests/canary-token/appointment.ics", "/requests/…/appointment.ics"),
        ("/diary/canary-token.ics", "/diary/…"),
        (
            "https://clinic.example.org/diary/canary_token.ics?from=phone",
            "https://clinic.example.org/diary/…?from=phone",
        ),
    ],
)
def test_the_secrets_of_calendar_files_are_left_out(address: str, shown: str) -> None:
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (address,), None)
    assert Redacted().format(record) == f"Not Found: {shown}"


def test_what_a_reader_searches_for_is_left_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET /search/?q=canary+words HTTP/1.1" 200', (), None)
    assert Redacted().format(record) == '"GET /search/?… HTTP/1.1" 200'


def test_a_traceback_is_cleaned_too() -> None:
    try:
        raise ValueError("/requests/canary-token/")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "broken", (), sys.exc_info())
    assert "canary" not in Redacted().format(record)


@pytest.mark.django_db
def test_nothing_a_patient_types_reaches_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    fields = ("full_name", "patient_name", "email", "phone", "message", "access_notes", "website", "source", "topics")
    body = "&".join(f"{field}=canary-{field}" for field in fields)
    client.post("/book/", body, content_type="application/x-www-form-urlencoded")
    stored = "requested_for=self&consent=on&full_name=canary&email=canary%40example.org&website=canary&message=canary"
    assert client.post("/book/", stored, content_type="application/x-www-form-urlencoded").status_code == 303
    with mock.patch("appointments.actions.submitting._store_submission", side_effect=OperationalError("canary")):
        away = client.post("/book/", stored + "2", content_type="application/x-www-form-urlencoded")
    assert away.status_code == 503
    client.post(
        "/book/", body, content_type="application/x-www-form-urlencoded", headers={"origin": "https://x.example"}
    )
    logged = caplog.text
    assert "/book/" in logged
    assert "canary" not in logged
