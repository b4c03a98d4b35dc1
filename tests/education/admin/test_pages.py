import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from education.models import Page, Review, Revision
from tests.education.conftest import staff
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")

PAGES = "/admin/education/page/"
WRITE = "/admin/education/revision/add/"
SIGN = "/admin/education/review/add/"


@pytest.fixture
def fatigue() -> Page:
    return Page.objects.get(slug="fatigue")


@pytest.fixture
def elenas(elena: User) -> Client:
    return signed_in(elena)


@pytest.fixture
def claras(clara: User) -> Client:
    return signed_in(clara)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(page: Page, **changed: Any) -> dict[str, Any]:
    """What the form holds when it opens, with what somebody changed."""
    newest = page.revisions.newest_first()[0]
    words = {name: getattr(newest, name) for name in ("title", "summary", "in_short", "body")}
    return {"page": page.pk, "started_from": newest.pk, **words, **changed}


def text_of(html: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html.decode()).split())


def test_the_list_says_how_each_review_stands(elenas: Client, fatigue: Page, clara: User) -> None:
    today = timezone.localdate()
    sign_off(fatigue.revisions.get(), clara, reviewed_on=today, next_due_on=today + timedelta(days=1))
    pain = Revision.objects.get(page__slug="pain")
    sign_off(pain, clara, reviewed_on=date(2025, 1, 1), next_due_on=date(2026, 1, 1))
    text = text_of(elenas.get(PAGES).content)
    assert "Fatigue Managing symptoms Reviewed until" in text
    assert "Pain Managing symptoms Review overdue since 1 January 2026" in text
    assert "Words explained Getting help Awaiting clinical review" in text


@pytest.mark.parametrize(("state", "count"), [("awaiting", 30), ("overdue", 1), ("reviewed", 0)])
def test_the_list_can_be_narrowed_to_what_needs_doing(
    elenas: Client, fatigue: Page, clara: User, state: str, count: int
) -> None:
    sign_off(fatigue.revisions.get(), clara, reviewed_on=date(2025, 1, 1), next_due_on=date(2026, 1, 1))
    assert elenas.get(PAGES, {"state": state}).context_data["cl"].result_count == count


def test_the_list_tells_of_a_newer_text_that_waits(elenas: Client, elena: User, fatigue: Page) -> None:
    assert "A newer text waits for review" not in text_of(elenas.get(PAGES).content)
    revise(fatigue, by=elena)
    assert "A newer text waits for review" in text_of(elenas.get(PAGES).content)


@pytest.mark.parametrize("of_one_page", [False, True])
def test_reading_costs_the_same_queries_however_much_was_written(
    elenas: Client, elena: User, clara: User, fatigue: Page, of_one_page: bool
) -> None:
    address = f"{PAGES}{fatigue.pk}/change/" if of_one_page else PAGES
    elenas.get(address)  # the first visit also reads what Django keeps for good, such as content types
    with CaptureQueriesContext(connection) as before:
        elenas.get(address)
    for page in Page.objects.all():
        sign_off(revise(page, by=elena), clara)
    with CaptureQueriesContext(connection) as after:
        elenas.get(address)
    assert len(after) == len(before)


def test_a_page_shows_every_text_it_ever_had(elenas: Client, elena: User, clara: User, fatigue: Page) -> None:
    sign_off(revise(fatigue, by=elena, title="Elena's text"), clara)
    text = text_of(elenas.get(f"{PAGES}{fatigue.pk}/change/").content)
    assert "Elena&#x27;s text" in text
    assert "written by staff" in text
    assert "Dr Clara Example, 2026-11-02" in text
    assert "shipped with the site" in text


def test_a_revision_is_shown_as_visitors_see_it(elenas: Client, fatigue: Page) -> None:
    html = elenas.get(f"/admin/education/revision/{fatigue.revisions.get().pk}/change/").content.decode()
    assert '<p class="ev good"><span><a href="/spms/sources/#good-evidence">Good evidence</a></span>' in html
    assert "Sign off this text" not in html


def test_writing_starts_from_the_newest_revision(elenas: Client, elena: User, fatigue: Page) -> None:
    newest = revise(fatigue, by=elena, title="The newest", body="As it stands.")
    initial = elenas.get(WRITE, {"page": fatigue.pk}).context_data["adminform"].form.initial
    assert (initial["title"], initial["body"], initial["started_from"]) == ("The newest", "As it stands.", newest.pk)


def test_saving_adds_a_revision_that_waits_for_a_signature(
    elenas: Client, elena: User, fatigue: Page, client: Client
) -> None:
    before = fatigue.revisions.get()
    body = "## Rest\r\n\r\nRest before you are empty.[^mine]\r\n\r\n[^mine]: Example, 2026.\r\n"
    answer = elenas.post(WRITE, typed(fatigue, title="Tiredness", in_short="One. \r\n\r\nTwo.\r\nThree.", body=body))
    assert answer["Location"] == f"{PAGES}{fatigue.pk}/change/"
    written = fatigue.revisions.newest_first()[0]
    assert (written.title, written.origin, written.by) == ("Tiredness", "staff", elena)
    assert written.sentences == ["One.", "Two.", "Three."]
    assert written.body == "## Rest\n\nRest before you are empty.[^mine]\n\n[^mine]: Example, 2026."
    assert fatigue.revisions.count() == 2
    assert Revision.objects.public().get(page=fatigue) == before


@pytest.mark.parametrize(
    ("field", "wrong", "message"),
    [
        ("title", "", "This field is required."),
        ("in_short", "One.\nTwo.", "write 3 to 5 sentences, one on each line. It says: 2"),
        ("body", "A text.\n\n# Loud", "Line 3: write a heading with ## or ###. It says: # Loud"),
        ("body", "A[^none]", "Line 1: write a key of sources.toml, or of a footnote in the text. It says: [^none]"),
        ("body", "<script>alert(1)</script>", "Line 1: write no HTML."),
        ("body", "[a](/spms/none/)", "Line 1: write a link to a page that exists. It says: /spms/none/"),
    ],
)
def test_what_breaks_a_rule_is_not_saved_and_nothing_typed_is_lost(
    elenas: Client, fatigue: Page, field: str, wrong: str, message: str
) -> None:
    answer = elenas.post(WRITE, typed(fatigue, summary="Kept.", **{field: wrong}))
    form = answer.context_data["adminform"].form
    assert message in form.errors[field][0]
    assert form["summary"].value() == "Kept."
    assert fatigue.revisions.count() == 1


@pytest.mark.parametrize(("field", "most"), [("body", 40_000), ("in_short", 2_000)])
def test_what_is_much_too_long_is_not_taken_apart(
    elenas: Client, fatigue: Page, monkeypatch: pytest.MonkeyPatch, field: str, most: int
) -> None:
    monkeypatch.setattr("education.admin.forms._problems_in", lambda cleaned: pytest.fail("it was taken apart"))
    response = elenas.post(WRITE, typed(fatigue, **{field: "[" * (most + 1)}))
    assert f"at most {most} characters" in text_of(response.content)
    assert Revision.objects.filter(page=fatigue).count() == 1


def test_saving_what_is_already_there_adds_nothing(elenas: Client, fatigue: Page) -> None:
    answer = elenas.post(WRITE, typed(fatigue))
    assert "Nothing is different from the newest revision yet." in text_of(answer.content)
    assert fatigue.revisions.count() == 1


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_what_they_typed(
    elenas: Client, fatigue: Page, clara: User
) -> None:
    seconds = typed(fatigue, title="Of Elena", body="What Elena typed.")
    first = revise(fatigue, by=clara, title="Of Clara")
    answer = elenas.post(WRITE, seconds)
    assert "A newer revision was saved while you were writing, by clara." in text_of(answer.content)
    assert reverse("admin:education_revision_change", args=[first.pk]) in answer.content.decode()
    form = answer.context_data["adminform"].form
    assert (form["title"].value(), form["body"].value()) == ("Of Elena", "What Elena typed.")
    assert fatigue.revisions.newest_first()[0] == first
    again = elenas.post(WRITE, seconds | {"started_from": form["started_from"].value()})
    assert again.status_code == 302
    assert fatigue.revisions.newest_first()[0].title == "Of Elena"


@pytest.mark.parametrize("address", [WRITE, f"{WRITE}?page=0", f"{WRITE}?page=x"])
def test_writing_without_a_page_leads_to_the_list_of_pages(elenas: Client, address: str) -> None:
    assert elenas.get(address)["Location"] == PAGES


@pytest.mark.parametrize("address", [SIGN, f"{SIGN}?revision=0", f"{SIGN}?revision=x"])
def test_signing_without_a_text_leads_to_the_list_of_pages(claras: Client, address: str) -> None:
    assert claras.get(address)["Location"] == PAGES


def signature(revision: Revision, **changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    sound = {"reviewer": "Dr Clara Example", "reviewed_on": today, "next_due_on": today + timedelta(days=365)}
    return {"revision": revision.pk, **sound, **changed}


def test_a_signature_makes_a_text_public(claras: Client, clara: User, elena: User, fatigue: Page) -> None:
    draft = revise(fatigue, by=elena, title="Of Elena")
    assert b"Of Elena" in claras.get(SIGN, {"revision": draft.pk}).content
    answer = claras.post(SIGN, signature(draft))
    assert answer["Location"] == f"{PAGES}{fatigue.pk}/change/"
    review = Review.objects.get()
    assert (review.revision, review.by, review.reviewer) == (draft, clara, "Dr Clara Example")
    assert Revision.objects.public().get(page=fatigue) == draft


def test_who_may_sign_finds_the_way_from_the_text(claras: Client, fatigue: Page) -> None:
    newest = fatigue.revisions.get()
    assert (
        f"{SIGN}?revision={newest.pk}" in claras.get(f"/admin/education/revision/{newest.pk}/change/").content.decode()
    )


@pytest.mark.parametrize(
    ("changed", "field", "message"),
    [
        ({"reviewed_on": "2999-01-01"}, "reviewed_on", "Enter today's date or an earlier one."),
        ({"next_due_on": "2020-01-01"}, "__all__", "Enter a date for the next review that is after this one."),
        ({"reviewer": " "}, "reviewer", "This field is required."),
    ],
)
def test_a_signature_that_cannot_be_right_is_refused(
    claras: Client, fatigue: Page, changed: dict[str, str], field: str, message: str
) -> None:
    answer = claras.post(SIGN, signature(fatigue.revisions.get(), **changed))
    assert message in answer.context_data["adminform"].form.errors[field][0]
    assert not Review.objects.exists()


@pytest.mark.parametrize(("slug", "days"), [("fatigue", 183), ("pregnancy-and-menopause", 183), ("causes", 365)])
def test_medicines_and_dated_facts_are_due_again_after_half_a_year_and_others_after_a_year(
    claras: Client, slug: str, days: int
) -> None:
    revision = Revision.objects.get(page__slug=slug)
    due = timezone.localdate() + timedelta(days=days)
    assert f'value="{due}"' in claras.get(SIGN, {"revision": revision.pk}).content.decode()
    late = claras.post(SIGN, signature(revision, next_due_on=due + timedelta(days=1)))
    assert "or an earlier date" in late.context_data["adminform"].form.errors["next_due_on"][0]
    claras.post(SIGN, signature(revision, next_due_on=due))
    assert Review.objects.get().next_due_on == due


def test_an_older_text_than_the_signed_one_cannot_be_signed(
    claras: Client, clara: User, elena: User, fatigue: Page
) -> None:
    old = fatigue.revisions.get()
    sign_off(revise(fatigue, by=elena), clara)
    answer = claras.post(SIGN, signature(old))
    assert (
        "A newer revision of this page is signed off already."
        in answer.context_data["adminform"].form.errors["revision"][0]
    )
    assert Review.objects.count() == 1


def test_who_may_write_may_not_sign_and_the_other_way_around(elenas: Client, claras: Client, fatigue: Page) -> None:
    assert elenas.post(SIGN, signature(fatigue.revisions.get())).status_code == 403
    assert claras.post(WRITE, typed(fatigue, title="Other")).status_code == 403
    assert not Review.objects.exists()
    assert fatigue.revisions.count() == 1


@pytest.mark.parametrize("model", ["page", "revision", "review"])
def test_not_even_a_superuser_may_change_or_delete(desk: Client, clara: User, fatigue: Page, model: str) -> None:
    review = sign_off(fatigue.revisions.get(), clara)
    row = {"page": fatigue, "revision": review.revision, "review": review}[model]
    assert desk.get(f"/admin/education/{model}/{row.pk}/change/").status_code == 200
    assert desk.post(f"/admin/education/{model}/{row.pk}/change/", {"title": "x", "reviewer": "x"}).status_code == 403
    assert desk.post(f"/admin/education/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/education/page/add/").status_code == 403


def test_staff_without_permissions_see_nothing(fatigue: Page) -> None:
    nobody = signed_in(staff("nobody"))
    for address in (PAGES, f"{PAGES}{fatigue.pk}/change/", f"{WRITE}?page={fatigue.pk}"):
        assert nobody.get(address).status_code == 403
