from contextlib import nullcontext
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import translation

from clinic.common.append_only import AppendOnlyError
from education.content.hubs import DESCRIPTIONS, Hub
from education.models import Language, Page, Review, Revision, State
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def pain() -> Page:
    return Page.objects.create(slug="pain", hub=Hub.MANAGING_SYMPTOMS, position=1)


def public(page: Page) -> Revision:
    return Revision.objects.public().get(page=page)


def test_every_hub_says_what_it_is() -> None:
    assert DESCRIPTIONS.keys() == set(Hub)


def test_the_newest_shipped_text_is_public_until_one_is_signed_off(pain: Page, elena: User, clara: User) -> None:
    revise(pain)
    shipped = revise(pain, title="Newer")
    draft = revise(pain, by=elena, title="Draft")
    assert public(pain) == shipped
    sign_off(draft, clara)
    assert public(pain) == draft


def test_what_staff_wrote_alone_is_never_public(pain: Page, elena: User) -> None:
    revise(pain, by=elena)
    assert not Revision.objects.public().exists()
    assert Page.objects.by_hub() == []


def test_the_newest_signed_off_text_is_public_however_often_an_older_one_is_signed(pain: Page, clara: User) -> None:
    old, new = revise(pain), revise(pain, title="New")
    sign_off(new, clara)
    sign_off(old, clara)
    sign_off(old, clara)
    assert public(pain) == new


@pytest.mark.parametrize("made", ["revision", "review"])
def test_what_is_written_is_never_changed_or_deleted(pain: Page, clara: User, made: str) -> None:
    revision = revise(pain)
    row: Revision | Review = revision if made == "revision" else sign_off(revision, clara)
    rows: Any = type(row).objects
    twin = type(row)(**{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields})
    for change in (
        row.save,
        row.delete,
        rows.all().delete,
        lambda: rows.update(by=None),
        lambda: rows.bulk_update([row], ["by"]),
        lambda: rows.update_or_create({"by": clara}, pk=row.pk),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert rows.count() == 1


def test_neither_a_page_nor_an_author_can_be_deleted_from_under_a_text(pain: Page, elena: User) -> None:
    revise(pain, by=elena)
    for row in (pain, elena):
        with pytest.raises(ProtectedError):
            row.delete()


@pytest.mark.parametrize("wrong", [{"hub": "none"}, {"language": "xx"}, {"slug": "pain"}])
def test_the_database_refuses_an_unknown_hub_or_language_and_a_second_page_at_an_address(
    pain: Page, wrong: dict[str, str]
) -> None:
    sound = {"slug": "fatigue", "hub": Hub.MANAGING_SYMPTOMS, "position": 2}
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(**sound | wrong)
    assert Page.objects.create(**sound).language == "en"


@pytest.mark.parametrize("origin", ["unknown", "staff"])
def test_the_database_refuses_an_unknown_origin_and_staff_without_a_name(pain: Page, origin: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(page=pain, origin=origin, title="a", summary="a", in_short="a", body="a")


@pytest.mark.parametrize("due", [date(2026, 11, 2), date(2026, 11, 1)])
def test_the_database_refuses_a_next_review_that_is_not_later(pain: Page, clara: User, due: date) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        sign_off(revise(pain), clara, reviewed_on=date(2026, 11, 2), next_due_on=due)


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2027, 11, 2), State.REVIEWED), (date(2027, 11, 3), State.OVERDUE)],
)
def test_a_review_is_overdue_from_the_day_after_it_is_due(pain: Page, clara: User, today: date, state: State) -> None:
    sign_off(revise(pain), clara, next_due_on=date(2027, 11, 2))
    assert Page.objects.with_state(today).filter(state=state).get() == pain


def test_a_page_nobody_signed_off_awaits_review(pain: Page) -> None:
    revise(pain)
    assert Page.objects.with_state(date(2026, 11, 2)).filter(state=State.AWAITING).get() == pain


def test_a_new_review_of_the_same_text_moves_the_date(pain: Page, clara: User) -> None:
    revision = revise(pain)
    sign_off(revision, clara, next_due_on=date(2026, 12, 1))
    sign_off(revision, clara, next_due_on=date(2027, 12, 1))
    assert Page.objects.with_state(date(2027, 1, 1)).filter(state=State.REVIEWED).exists()


def test_hubs_and_their_pages_stand_in_order_and_cost_one_query(django_assert_num_queries: Any) -> None:
    for slug, hub, position in [
        ("c", "treatment", 2),
        ("b", "getting-help", 1),
        ("a", "treatment", 3),
        ("d", "treatment", 1),
    ]:
        revise(Page.objects.create(slug=slug, hub=hub, position=position), title=slug.upper())
    with django_assert_num_queries(1):
        shelves = [
            (shelf.slug, str(shelf.title), [(card.slug, card.title, card.get_absolute_url()) for card in shelf.pages])
            for shelf in Page.objects.by_hub()
        ]
    assert shelves == [
        ("treatment", "Treatment", [("d", "D", "/spms/d/"), ("c", "C", "/spms/c/"), ("a", "A", "/spms/a/")]),
        ("getting-help", "Getting help", [("b", "B", "/spms/b/")]),
    ]


@pytest.mark.parametrize("code", ["en", "en-gb", "de", "de-at", "eo", None])
def test_whose_language_has_no_pages_reads_english(code: str | None, settings: Any, pain: Page) -> None:
    settings.LANGUAGE_CODE = "de"
    with translation.override(code) if code else nullcontext(translation.deactivate_all()):
        assert Language.current() == Language.ENGLISH
        assert list(Page.objects.in_language()) == [pain]
    translation.activate("en")
