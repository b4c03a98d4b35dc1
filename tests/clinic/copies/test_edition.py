"""What changes a page shows at once in the process that changed it, and soon in every other."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from clinic.common.responses import publicly_cacheable
from clinic.copies.edition import LOOK_EVERY, Edition, as_it_stands
from education.models import Page, Review, Revision
from tests.clinic.copies.conftest import Site, ask
from tests.factories import NOON

ADDRESS = "/spms/fatigue/"


def rewrite(words: str = "Other words.") -> Revision:
    """A release ships another text."""
    page = Page.objects.get(slug="fatigue")
    shipped = page.revisions.newest_first()[0]
    text = Revision(page=page, title=shipped.title, summary=words, in_short=shipped.in_short, body=shipped.body)
    text.origin = Revision.Origin.SHIPPED
    text.save()
    return text


def sign(revision: Revision, by: Any) -> None:
    due = NOON.date()
    Review(revision=revision, reviewer="Dr Example", by=by, reviewed_on=due - timedelta(days=9), next_due_on=due).save()


def the_text() -> Revision:
    return Revision.objects.public().get(page__slug="fatigue")


def test_until_it_looks_again_it_shows_the_copy_and_then_the_new_text(site: Site, now: list[float]) -> None:
    before = site.get(ADDRESS).body
    rewrite()
    now[0] += LOOK_EVERY - 0.01
    assert site.get(ADDRESS).body == before
    now[0] += 0.01
    assert b"Other words." in site.get(ADDRESS).body
    assert site.renderings == 2


def test_with_a_proxy_in_front_five_seconds_are_enough(client: Client, loaded: None) -> None:
    answer = client.get(ADDRESS)
    said = dict(part.partition("=")[::2] for part in answer["Cache-Control"].split(", "))
    assert LOOK_EVERY + int(said["s-maxage"]) + int(said["stale-while-revalidate"]) < 5
    assert publicly_cacheable


def test_a_signature_shows(site: Site, now: list[float], receptionist: Any, at_noon: Any) -> None:
    assert b"Dr Example" not in site.get(ADDRESS).body
    sign(the_text(), receptionist)
    now[0] += LOOK_EVERY
    assert b"Dr Example" in site.get(ADDRESS).body


def test_a_review_that_is_late_shows_on_the_next_day(
    site: Site, now: list[float], receptionist: Any, at_noon: Any
) -> None:
    sign(the_text(), receptionist)
    first = site.get(ADDRESS).body
    at_noon.move_to(NOON + timedelta(days=1))
    now[0] += LOOK_EVERY
    assert site.get(ADDRESS).body != first
    assert site.get(ADDRESS).body == ask(site.without, "GET", ADDRESS).body


def test_a_page_in_another_place_shows(site: Site, now: list[float]) -> None:
    before = site.get("/spms/").body
    Page.objects.filter(slug="fatigue").update(position=99)
    now[0] += LOOK_EVERY
    assert site.get("/spms/").body != before


def test_what_staff_did_in_this_process_shows_at_once(site: Site) -> None:
    site.get(ADDRESS)
    rewrite()
    ask(site.copies, "POST", "/admin/education/revision/add/")
    assert b"Other words." in site.get(ADDRESS).body


def test_the_same_pages_are_the_same_edition(loaded: None, at_noon: Any, django_assert_num_queries: Any) -> None:
    first = as_it_stands()
    call_command("load_pages", verbosity=0)
    with django_assert_num_queries(1):
        assert as_it_stands() == first
    at_noon.move_to(NOON.replace(hour=23, minute=59))
    assert as_it_stands() == first


def test_it_looks_once_in_a_while_however_many_ask(now: list[float], one_connection: None) -> None:
    looks: list[int] = []
    edition = Edition(lambda: looks.append(1) or len(looks), clock=lambda: now[0])
    assert [edition.known() for _ in range(5)] == [1] * 5
    now[0] += LOOK_EVERY
    assert [edition.known() for _ in range(5)] == [2] * 5
    edition.may_have_changed()
    assert [edition.known() for _ in range(5)] == [3] * 5


def test_what_changes_while_it_looks_is_seen_by_the_next(now: list[float], one_connection: None) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(1)
        if len(looks) == 1:
            edition.may_have_changed()  # another thread, just now
        return len(looks)

    edition = Edition(look, clock=lambda: now[0])
    assert [edition.known(), edition.known()] == [1, 2]


def test_who_asks_while_another_looks_is_not_kept_waiting(now: list[float], one_connection: None) -> None:
    asked_meanwhile: list[Any] = []

    def look() -> int:
        if now[0] > 1000:
            asked_meanwhile.append(edition.known())
        return len(asked_meanwhile)

    edition = Edition(look, clock=lambda: now[0])
    edition.known()
    now[0] += LOOK_EVERY
    assert edition.known() == 1
    assert asked_meanwhile == [0]


def test_while_the_database_is_away_readers_keep_what_they_had(
    site: Site, now: list[float], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kept = site.get(ADDRESS)

    def away(*_: Any) -> Any:
        raise OperationalError("host 192.0.2.1 is away")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(site.edition, "_look", away)
        now[0] += LOOK_EVERY
        assert site.get(ADDRESS) == kept
        assert site.renderings == 1
    assert caplog.messages == ["copies not looked after: OperationalError"]
    rewrite()
    now[0] += LOOK_EVERY
    assert b"Other words." in site.get(ADDRESS).body


def test_nothing_is_kept_before_the_database_has_ever_answered(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: Any) -> Any:
        raise OperationalError

    monkeypatch.setattr(site.edition, "_look", away)
    assert site.get("/").status == site.get("/").status == "200 OK"
    assert site.renderings == 2


def test_a_page_that_changed_while_it_was_rendered_is_not_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    django = site.copies._django

    def slowly(environ: Any, start_response: Any) -> Any:
        answer = django(environ, start_response)
        rewrite()
        site.edition.may_have_changed()
        return answer

    monkeypatch.setattr(site.copies, "_django", slowly)
    assert b"Other words." not in site.get(ADDRESS).body
    monkeypatch.setattr(site.copies, "_django", django)
    assert b"Other words." in site.get(ADDRESS).body
