"""Every public address: what it answers, and what it never does."""

import json
import re
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from education.models import Page
from tests.factories import NOON, MessageFactory

pytestmark = pytest.mark.usefixtures("loaded")

PUBLIC = ["/", "/spms/", "/spms/fatigue/", "/spms/glossary/", "/book/", "/privacy/", "/accessibility/"]
MACHINES = ["/robots.txt", "/sitemap.xml", "/healthz", "/readyz"]


@pytest.mark.parametrize("address", PUBLIC + MACHINES)
def test_every_public_address_answers_and_sets_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_may_be_cached_and_run_no_script(client: Client, address: str) -> None:
    response = client.get(address)
    assert "public" in response["Cache-Control"]
    page = response.content.decode()
    assert page.count("<h1") == 1
    assert "<script" not in page.replace('<script type="application/ld+json">', "")
    assert " style=" not in page


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_tells_machines_what_it_is(client: Client, settings: Any, address: str) -> None:
    settings.CLINIC_NAME = "</script> & Example"
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="https://clinic.example.org{address}">' in page
    assert re.search(r'<meta name="description" content="[^"]{40,}">', page)
    told = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)]
    assert len(told) == 1
    assert told[0].get("@type") != "WebSite" or told[0]["name"] == "</script> & Example"


HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("address", ["/", "/book/", "/nowhere/", "/admin/login/", "/static/css/site.css"])
def test_every_answer_carries_the_strict_headers(client: Client, address: str) -> None:
    response = client.head(address)
    assert {name: response.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert ("script-src" in policy) == address.startswith("/admin/")


@pytest.mark.parametrize("query", ["?username__regex=(a%2B)%2B$", "?q=%00", "?status__exact=%00"])
def test_lookups_that_no_list_offers_are_refused_on_the_whole_desk(desk: Client, query: str) -> None:
    assert desk.get(f"/admin/auth/user/{query}").status_code == 400


def test_the_sitemap_lists_every_page_at_the_public_origin(client: Client) -> None:
    listed = client.get("/sitemap.xml", headers={"host": "localhost"}).content.decode()
    assert listed.count("<loc>https://clinic.example.org/") == 36
    assert "localhost" not in listed


def test_robots_are_kept_from_private_pages(client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /requests/" in told
    assert "Disallow: /diary/" in told
    assert "Sitemap: https://clinic.example.org/sitemap.xml" in told


def test_security_txt_stands_only_where_there_is_somebody_to_tell(client: Client, settings: Any) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "security@example.org"
    told = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.org" in told
    assert "\nExpires: 20" in told


def test_readiness_tells_how_long_mail_has_been_owed(client: Client, time_machine: Any) -> None:
    time_machine.move_to(NOON.replace(minute=2), tick=False)
    MessageFactory()
    assert json.loads(client.get("/readyz").content) == {
        "ready": True,
        "database": True,
        "unapplied_migrations": 0,
        "pages": True,
        "missing_static_files": 0,
        "outdated_static_files": 0,
        "oldest_unsent_mail": 120,
    }


def test_without_the_database_it_is_alive_but_not_ready(client: Client) -> None:
    with mock.patch("clinic.health.MigrationExecutor", side_effect=OperationalError):
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200


def test_a_page_without_the_database_says_so(client: Client) -> None:
    with mock.patch.object(Page.objects, "by_hub", side_effect=OperationalError):
        response = client.get("/")
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "<h1" in response.content.decode()


def test_what_breaks_gets_a_page_of_ours(client: Client) -> None:
    client.raise_request_exception = False
    with mock.patch.object(Page.objects, "by_hub", side_effect=ZeroDivisionError):
        response = client.get("/")
    assert response.status_code == 500
    assert "<h1" in response.content.decode()


def test_pages_for_when_something_is_wrong_ask_nothing_of_the_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.raise_request_exception = False
    with django_assert_num_queries(0):
        assert client.get("/nowhere").status_code == 404
        for error, status in ((OperationalError, 503), (ZeroDivisionError, 500)):
            with mock.patch.object(Page.objects, "by_hub", side_effect=error):
                assert client.get("/").status_code == status


def test_a_host_that_is_not_ours_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example.org"}).status_code == 400


def test_staff_forms_keep_djangos_own_protection() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/admin/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "<h1" in response.content.decode()


def test_links_are_built_from_the_public_origin(client: Client) -> None:
    page = client.get("/spms/fatigue/", headers={"host": "localhost"}).content.decode()
    assert '<link rel="canonical" href="https://clinic.example.org/spms/fatigue/">' in page
    assert "http://localhost" not in page


def test_what_is_blank_is_not_shown_and_what_is_set_is(client: Client, settings: Any) -> None:
    facts = {
        "CLINIC_NAME": "Example Clinic",
        "CLINIC_PHONE": "+34 912 000 000",
        "CLINIC_ADDRESS": "1 Example Street",
        "CLINIC_OPENING_HOURS": "Monday to Friday",
        "REPLY_WORKING_DAYS": 2,
    }
    before = client.get("/").content.decode()
    for name, value in facts.items():
        setattr(settings, name, value)
    after = client.get("/").content.decode()
    for shown in ("Example Clinic", "+34 912 000 000", "1 Example Street", "Monday to Friday", "within 2 working days"):
        assert shown in after
        assert shown not in before


@pytest.mark.parametrize("path", ["auth/user", "appointments/consultationrequest", "education/page"])
@pytest.mark.parametrize("typed", ["a " * 2000, "\u0f73" * 1300])
def test_a_search_without_end_is_one_of_its_beginning(desk: Client, receptionist: User, path: str, typed: str) -> None:
    receptionist.is_superuser = True
    receptionist.save()
    response = desk.get(f"/admin/{path}/", {"q": typed})
    assert response.status_code == 200
    assert response.context_data["cl"].query in {typed[:99], typed[:100]}


@pytest.mark.parametrize(
    "address", ["/", "/spms/pain/", "/spms/urgent-help/", "/book/", "/search/?q=stroke", "/nowhere/"]
)
def test_without_a_number_every_place_says_your_emergency_number(client: Client, settings: Any, address: str) -> None:
    assert "your emergency number" in client.get(address).content.decode()
    settings.EMERGENCY_NUMBER = "112"
    assert re.search(r"[Cc]all 112", client.get(address).content.decode())
