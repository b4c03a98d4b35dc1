"""How much is kept, and what never is."""

from typing import Any

import pytest

from clinic.copies.asked import Asked, plain
from clinic.copies.copied import MOST_BYTES, Copy, may_be_kept
from clinic.copies.serving import Copies
from clinic.copies.store import Store
from clinic.wsgi import with_copies
from tests.clinic.copies.conftest import Site, ask

PUBLIC = ("Cache-Control", "max-age=300, public")


def asked(number: int) -> Asked:
    return Asked("GET", "http", "https", "clinic.example.org", f"/{number}/", "")


def a_copy(size: int) -> Copy:
    return Copy("200 OK", (PUBLIC,), b"x" * size)


def test_what_has_lain_longest_makes_room() -> None:
    store = Store(most_bytes=100)
    for number in range(3):
        store.put(asked(number), a_copy(40), 1)
    assert [store.get(asked(number), 1) is not None for number in range(3)] == [False, True, True]


def test_the_same_page_counts_once() -> None:
    store = Store(most_bytes=100)
    for size in (40, 50, 60):
        store.put(asked(1), a_copy(size), 1)
    store.put(asked(2), a_copy(40), 1)
    assert store.get(asked(1), 1)
    assert store.get(asked(2), 1)


def test_a_new_edition_takes_the_place_of_the_old_one_and_its_room() -> None:
    store = Store(most_bytes=100)
    store.put(asked(1), a_copy(80), 1)
    assert store.get(asked(1), 2) is None
    store.put(asked(2), a_copy(80), 2)
    assert store.get(asked(1), 1) is None
    assert store.get(asked(1), 2) is None
    assert store.get(asked(2), 2)


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", []),
        ("200 OK", [("Cache-Control", "max-age=300")]),
        ("200 OK", [("Cache-Control", "no-store")]),
        ("200 OK", [("Cache-Control", "private, max-age=300")]),
        ("200 OK", [("Cache-Control", "not-public")]),
        ("200 OK", [PUBLIC, ("Set-Cookie", "session=1")]),
        ("200 OK", [PUBLIC, ("Vary", "Cookie")]),
        ("200 OK", [PUBLIC, ("Vary", "Accept-Language")]),
        ("200 OK", [PUBLIC, ("vary", "*")]),
        ("200 OK", [PUBLIC, ("Last-Modified", "Mon, 02 Mar 2026 12:00:00 GMT")]),
        ("200 OK", [PUBLIC, ("Content-Encoding", "gzip")]),
        ("206 Partial Content", [PUBLIC]),
        ("301 Moved Permanently", [PUBLIC]),
        ("404 Not Found", [PUBLIC]),
        ("422 Unprocessable Entity", [PUBLIC]),
        ("503 Service Unavailable", [PUBLIC]),
    ],
    ids=str,
)
def test_what_is_not_plainly_the_same_for_everybody_is_not_kept(status: str, headers: Any) -> None:
    assert may_be_kept("200 OK", [PUBLIC])
    assert not may_be_kept(status, headers)


@pytest.mark.parametrize(
    "query",
    [
        *("q=fatigue", "read=slow&part=0", "read=slow&part=100", "read=slow&part=", "part=2", "read=fast"),
        *("utm_source=a&q=b", "utm_Source=a", "fbclid", "&", "=", "utm_source=" + "a" * 2_000),
        "&".join(f"utm_a={number}" for number in range(11)),
    ],
)
def test_a_query_that_anybody_can_vary_makes_no_copy(query: str) -> None:
    assert plain(query) is None


def test_a_very_long_page_is_served_and_not_kept(site: Site) -> None:
    renderings: list[int] = []

    def long(environ: Any, start_response: Any) -> Any:
        renderings.append(1)
        start_response("200 OK", [PUBLIC])
        return [b"x" * MOST_BYTES, b"x"]

    copies = Copies(long, site.edition)
    assert [len(ask(copies, "GET", "/").body) for _ in range(2)] == [MOST_BYTES + 1] * 2
    assert len(renderings) == 2


def test_what_django_opened_is_closed_once(site: Site) -> None:
    closed: list[int] = []

    class Opened(list[bytes]):
        def close(self) -> None:
            closed.append(1)

    def django(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [PUBLIC])
        return Opened([b"a ", b"page"])

    copies = Copies(django, site.edition)
    assert [ask(copies, "GET", "/").body for _ in range(2)] == [b"a page"] * 2
    assert closed == [1]


def test_in_the_local_demo_nothing_is_kept(site: Site, settings: Any) -> None:
    settings.DEBUG = True
    assert with_copies(site.without) is site.without
    settings.DEBUG = False
    assert isinstance(with_copies(site.without), Copies)


def test_no_number_of_askings_makes_the_store_grow_without_end(site: Site) -> None:
    """Of one page: by method, protocol, part, and whether it has changed. Nothing else that anybody can invent."""
    for number in range(10):
        site.get(f"/?x={number}")
        site.get(f"/?utm_source={number}")
        site.get("/", host=f"clinic.example.org:{number + 1}")
        site.get("/", if_none_match=f'"{number}"')
        site.get("/", user_agent=f"{number}", accept_language=f"{number}", cookie=f"a={number}")
    assert len(site.copies._store._copies) == 1
