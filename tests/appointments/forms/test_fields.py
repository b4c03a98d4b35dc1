"""What a field accepts, and what it says about the rest, also of text that nobody would write."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from appointments.booking.forms import ConsultationForm
from appointments.booking.private import forms as private
from appointments.desk.moves import MOVES
from appointments.desk.requests.by_phone import PhoneEntryForm
from appointments.forms import fields
from appointments.forms.fields import MOST_RAW, Email, Line, Paragraphs, Phone, Text, Unseen

HOSTILE = "e" + "\u0301\u0323" * 45_000
FORMS: list[type[forms.Form]] = [
    ConsultationForm,
    private.CorrectionForm,
    private.NoteForm,
    private.AskOtherTimesForm,
    private.CancelForm,
    private.LostLinkForm,
    PhoneEntryForm,
    *MOVES,
]


def seen_by_cleaning(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that the fields clean from now on."""
    seen: list[str] = []
    for name in ("one_line", "paragraphs"):
        clean = getattr(fields, name)
        monkeypatch.setattr(fields, name, lambda text, clean=clean: (seen.append(text), clean(text))[1])
    return seen


@pytest.mark.parametrize("kind", [Line, Paragraphs, Email, Phone])
@pytest.mark.parametrize("typed", [HOSTILE, " e" * 481, "\u0f73" * 481])
def test_what_is_many_times_too_long_is_refused_before_anything_is_done_with_it(
    kind: type[Text], typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = seen_by_cleaning(monkeypatch)
    with pytest.raises(ValidationError, match="Shorten this to 120 characters") as refused:
        kind(max_length=120).clean(typed)
    assert len(refused.value.messages) == 1
    assert seen == []


def test_what_is_short_once_it_is_canonical_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "Ama\u0301lia " * 17  # 136 letters and marks, 118 as it is stored
    assert len(Line(max_length=120).clean(name)) == 118
    assert Line(max_length=120).clean("x" + " " * (MOST_RAW * 120 - 2) + "y") == "x y"


def test_what_nobody_typed_is_cut_and_never_complained_about(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = seen_by_cleaning(monkeypatch)
    assert Unseen(required=False).clean(HOSTILE)
    assert max(map(len, seen)) <= fields.LONGEST_UNSEEN


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_that_takes_text_has_a_limit(form: Any) -> None:
    texts = {
        name: field
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, Unseen)
    }
    assert all(isinstance(field, Text) and field.max_length for field in texts.values())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("+49 30 901820 Anna", "Write only the number here, such as +34 810 12 34 56, without words"),
        ("+34912345678; 600123456", "Write one number here, such as +34 810 12 34 56: the one we should call first"),
        (
            "mornings",
            (
                "Enter a phone number such as +34 810 12 34 56. "
                "A number from another country starts with + and the country’s code."
            ),
        ),
    ],
)
def test_a_number_that_cannot_be_called_says_what_to_do(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Phone().clean(typed)
    assert caught.value.messages == [said]


@pytest.mark.parametrize(
    "typed",
    [
        "ana@[127.0.0.1]",
        "ana@[IPv6:::1]",
        "ana@localhost",
        "ana@10.0.0.12",
        "ana@intranet",
        '"ana"@example.org',
        '"ana maria"@example.org',
        "ana@example.1x",
        "ana@",
    ],
)
def test_an_address_that_no_mail_from_outside_reaches_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        Email().clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.org",
        "o'brien+ms@mail.example.org",
        "ana@bücher.example",
        "ana@example.xn--p1ai",
        "ana@3com.example",
    ],
)
def test_any_public_address_is_taken(typed: str) -> None:
    assert Email().clean(typed) == typed


def test_the_domain_is_kept_in_small_letters() -> None:
    assert Email().clean("Ana@Example.ORG") == "Ana@example.org"
