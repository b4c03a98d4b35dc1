"""A copy says what Django says, byte for byte and header for header, and Django is asked once."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import constants
from django.test import Client

from tests.clinic.copies.conftest import Said, Site, ask
from tests.factories import NOON
from tests.stock import LISTED

SLOW = [f"/spms/fatigue/?read=slow{part}" for part in ("", "&part=2", "&part=5")]
KEPT = [*LISTED, *SLOW, "/robots.txt", "/.well-known/security.txt"]
SOME = ["/", "/spms/fatigue/", SLOW[1], "/book/", "/robots.txt"]
# Public or not: of these there is never a copy.
NEVER = [
    *("/search/", "/search/?q=fatigue", "/requests/", "/healthz", "/readyz", "/sitemap.xml", "/nowhere/"),
    *("/spms/nowhere/", "/spms/fatigue", "/spms/fatigue/?read=slow&part=99", "/?x=1", "/spms/fatigue/?read=slow&x=1"),
    *("/admin/", "/admin/login/", f"/requests/{'a' * 32}/", f"/diary/{'a' * 32}.ics", "//", "/static/css/site.css"),
]


def three_times(site: Site, method: str, address: str, **headers: str) -> Said:
    """What Django says, and what copies say, first and again, which must be the same."""
    without, made, kept = (
        ask(application, method, address, **headers) for application in (site.without, site.copies, site.copies)
    )
    assert made == without
    assert kept == without
    return without


@pytest.mark.parametrize(
    ("method", "address"), [*(("GET", address) for address in KEPT), *(("HEAD", address) for address in SOME)]
)
def test_a_public_page_is_rendered_once_and_stays_the_same(
    site: Site, method: str, address: str, at_noon: Any, django_assert_num_queries: Any
) -> None:
    said = three_times(site, method, address)
    assert (said.status, site.renderings) == ("200 OK", 1)
    assert {"Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options"} <= dict(said.headers).keys()
    with django_assert_num_queries(0):
        ask(site.copies, method, address)


@pytest.mark.parametrize("address", SOME)
def test_who_has_the_page_already_is_told_so_without_rendering_it(site: Site, address: str, at_noon: Any) -> None:
    etag = site.get(address)["ETag"]
    for tags in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        assert three_times(site, "GET", address, if_none_match=tags).status == "304 Not Modified"
    assert site.renderings == 2  # the page, and once that it has not changed
    assert three_times(site, "GET", address, if_none_match='"other"').status == "200 OK"
    assert site.renderings == 2


def test_who_comes_first_may_have_the_page_already(site: Site) -> None:
    etag = ask(site.without, "GET", "/")["ETag"]
    for _ in range(2):
        assert site.get("/", if_none_match=etag).status == "304 Not Modified"
    assert site.renderings == 1
    assert site.get("/").status == "200 OK"


@pytest.mark.parametrize("address", NEVER)
def test_what_no_view_calls_public_always_reaches_django(site: Site, address: str) -> None:
    first, again = site.get(address), site.get(address)
    assert first.status == again.status == ask(site.without, "GET", address).status
    assert site.renderings == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"x_forwarded_proto": "http"}, "301 Moved Permanently"),
        ({"x_forwarded_proto": ""}, "301 Moved Permanently"),
        ({"host": "elsewhere.example.org"}, "400 Bad Request"),
        ({"host": ""}, "400 Bad Request"),
        ({"if_match": '"other"'}, "412 Precondition Failed"),
        ({"if_unmodified_since": "Mon, 02 Mar 2026 12:00:00 GMT"}, "412 Precondition Failed"),
        ({"host": "a.sister.example.org"}, "200 OK"),
        ({"host": "clinic.example.org:4711"}, "200 OK"),
        ({"x_forwarded_proto": "https, http"}, "200 OK"),
        ({"if_modified_since": "Mon, 02 Mar 2026 12:00:00 GMT"}, "200 OK"),
        ({"range": "bytes=0-9"}, "200 OK"),
        ({"accept_encoding": "br, gzip"}, "200 OK"),
        ({"accept_language": "es"}, "200 OK"),
        ({"accept": "application/json"}, "200 OK"),
        ({"user_agent": "curl"}, "200 OK"),
        ({"cookie": "visitor=1; theme=dark"}, "200 OK"),
        ({"cookie": "csrf=too-short"}, "200 OK"),
        ({"cookie": "session=nobodys; csrf=" + "a" * 32}, "200 OK"),
    ],
    ids=str,
)
def test_an_odd_asking_is_answered_as_ever(site: Site, headers: dict[str, str], status: str) -> None:
    site.get("/")
    without, copied = (ask(app, "GET", "/", **headers) for app in (site.without, site.copies))
    assert without.status == copied.status == status
    assert without.body == copied.body
    assert without_secrets(without) == without_secrets(copied)
    assert not site.get("/")["Set-Cookie"]


def without_secrets(said: Said) -> list[tuple[str, str]]:
    """A new token differs each time."""
    return [(name, "a cookie" if name == "Set-Cookie" else value) for name, value in said.headers]


@pytest.mark.parametrize("address", ["/?fbclid=abc", "/?utm_source=paper&utm_medium=web&gclid=1", "/?utm_source=x&"])
def test_where_a_reader_comes_from_makes_no_other_page(site: Site, address: str) -> None:
    site.get("/")
    assert site.get(address) == ask(site.without, "GET", address)
    assert site.renderings == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", ""])
def test_whatever_is_no_reading_reaches_django(site: Site, method: str) -> None:
    ask(site.copies, "GET", "/")
    said = ask(site.copies, method, "/")
    assert said == ask(site.without, method, "/")
    assert site.renderings == 2


@pytest.mark.parametrize("address", KEPT)
def test_no_public_page_differs_by_who_reads_it(
    client: Client, desk: Client, loaded: None, at_noon: Any, address: str
) -> None:
    """The test that must never go: whatever differs here would be shown to everybody.

    Nor by when: what is hidden in the empty form, such as a token or a number of the sending, everybody would send.
    """
    desk.cookies["messages"] = desk.cookies["theme"] = "anything"
    waiting = desk.session
    waiting["_messages"] = f'[["__json_message",0,{constants.INFO},"for one person alone"]]'
    waiting.save()
    said = client.get(address, headers={"user-agent": "a"}, REMOTE_ADDR="192.0.2.1")
    at_noon.move_to(NOON + timedelta(hours=7))
    to_staff = desk.get(address, headers={"user-agent": "b"}, REMOTE_ADDR="192.0.2.2")
    assert to_staff.content == said.content
    assert to_staff.headers == said.headers
    assert not said.cookies
    assert not to_staff.cookies
    assert "Vary" not in said
    assert "for one person alone" in desk.session["_messages"]  # it still waits for a page that shows such things
