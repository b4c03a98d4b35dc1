from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from education.models import Page, Revision
from tests.education.texts import PAIN, revise, sign_off, write_content

pytestmark = pytest.mark.django_db


def load(content: Path) -> str:
    output = StringIO()
    call_command("load_pages", content=content, stdout=output)
    return output.getvalue()


def public(slug: str) -> Revision:
    return Revision.objects.public().get(page__slug=slug)


def test_pages_are_loaded_in_their_places(content: Path) -> None:
    assert load(content) == "2 pages, 2 with a new text.\n"
    page = Page.objects.get(slug="pain")
    assert (page.language, page.hub, page.position) == ("en", "managing-symptoms", 1)
    revision = page.revisions.get()
    assert (revision.origin, revision.by, revision.sentences) == ("shipped", None, ["One.", "Two.", "Three."])


def test_loading_again_changes_nothing(content: Path) -> None:
    load(content)
    before = list(Revision.objects.values()), list(Page.objects.values())
    assert load(content) == "2 pages, 0 with a new text.\n"
    assert (list(Revision.objects.values()), list(Page.objects.values())) == before


def test_a_changed_text_becomes_a_new_revision_and_the_old_one_stays(content: Path) -> None:
    load(content)
    write_content(content, pain=PAIN.replace("Pain is real.", "Pain is common."))
    assert load(content) == "2 pages, 1 with a new text: pain.\n"
    assert [revision.body[:14] for revision in Page.objects.get(slug="pain").revisions.all()] == [
        "Pain is common",
        "Pain is real.[",
    ]
    assert public("pain").body.startswith("Pain is common.")


def test_a_page_may_move_without_a_new_text(content: Path) -> None:
    load(content)
    write_content(content, pain=PAIN.replace("managing-symptoms", "treatment").replace("position = 1", "position = 7"))
    assert "0 with a new text" in load(content)
    page = Page.objects.get(slug="pain")
    assert (page.hub, page.position) == ("treatment", 7)


def test_what_a_clinician_signed_off_stays_public_when_we_ship_another_text(content: Path, clara: User) -> None:
    load(content)
    signed = public("pain")
    sign_off(signed, clara)
    write_content(content, pain=PAIN.replace("Pain is real.", "Pain is common."))
    load(content)
    assert public("pain") == signed


def test_what_staff_wrote_is_neither_overwritten_nor_shipped_again(content: Path, elena: User) -> None:
    load(content)
    draft = revise(Page.objects.get(slug="pain"), by=elena)
    assert "0 with a new text" in load(content)
    assert Page.objects.get(slug="pain").revisions.first() == draft


def test_one_malformed_page_stops_everything_and_all_problems_are_told(content: Path) -> None:
    load(content)
    changed = PAIN.replace("Pain is real.", "Pain is common.")
    write_content(content, pain=changed, a=changed.replace("## M", "# M"), b=changed.replace("/glossary/", "/none/"))
    with pytest.raises(CommandError) as raised:
        load(content)
    assert "Nothing was changed." in str(raised.value)
    assert "a.md:11: " in str(raised.value)
    assert "b.md:13: " in str(raised.value)
    assert public("pain").body.startswith("Pain is real.")
    assert Page.objects.count() == 2
