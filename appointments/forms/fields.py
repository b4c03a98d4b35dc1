"""Form fields whose cleaned value is canonical: what is stored, compared and shown."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.text import phones
from clinic.common.text import one_line, paragraphs

Choices = Sequence[tuple[str, StrOrPromise]]

MOST_RAW = 4  # spaces and accents written apart take room that the canonical text does not
LONGEST_UNSEEN = 200
REPLACEMENT = "\ufffd"  # what a decoder writes where bytes were not UTF-8


class Text(forms.CharField):
    """Text without a limit in the browser, which would cut off what is pasted without a word: we say so instead.

    What is many times too long is refused as it came, before anything is done with it: `canonical` sees no more than
    `MOST_RAW` times `max_length`.
    """

    default_error_messages = {"max_length": _("Shorten this to %(limit_value)d characters. It has %(show_value)d.")}

    def to_python(self, value: Any) -> str:
        raw = str(super().to_python(value) or "")
        if self.max_length is not None and len(raw) > MOST_RAW * self.max_length:
            sizes = {"limit_value": self.max_length, "show_value": len(raw)}
            raise ValidationError(self.error_messages["max_length"], code="max_length", params=sizes)
        return self.canonical(raw)

    def canonical(self, raw: str) -> str:
        """What is stored, compared and shown."""
        return raw

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class Line(Text):
    """One line of text."""

    def canonical(self, raw: str) -> str:
        return _whole(one_line(raw))


class Paragraphs(Text):
    """Text of several lines. Line breaks are kept."""

    widget = forms.Textarea

    def canonical(self, raw: str) -> str:
        return _whole(paragraphs(raw))


class Unseen(Text):
    """What no person typed. It is cut short and cleaned, and never complained about."""

    def canonical(self, raw: str) -> str:
        return one_line(raw[:LONGEST_UNSEEN])


_any_address = EmailValidator(allowlist=[])


def reachable(address: str) -> None:
    """Raises ValidationError for what mail from outside cannot reach: an address at a number, or at no public name."""
    _any_address(address)
    if '"' in address or not re.search(r"\.[^\W\d][^.@]+$", address):
        raise ValidationError(_any_address.message, code=_any_address.code)


class Email(Text, forms.EmailField):
    """An email address, its domain in lower case."""

    default_validators = [reachable]

    def canonical(self, raw: str) -> str:
        address = one_line(raw).replace(" ", "")
        local, at, domain = address.rpartition("@")
        return local + at + domain.lower()


class Phone(Line):
    """A phone number as people write it; see `phones.canonical`."""

    widget = forms.TextInput(attrs={"type": "tel"})

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return phones.canonical(typed)
        except phones.NotAPhoneNumber as error:
            raise ValidationError(_wrong_number(error), code="phone", params={"example": phones.example()}) from None


def _wrong_number(error: phones.NotAPhoneNumber) -> StrOrPromise:
    if isinstance(error, phones.TwoNumbers):
        return _("Write one number here, such as %(example)s: the one we should call first")
    if isinstance(error, phones.MoreThanANumber):
        return _("Write only the number here, such as %(example)s, without words")
    return _(
        "Enter a phone number such as %(example)s. A number from another country starts with + and the country’s code."
    )


def _whole(text: str) -> str:
    if REPLACEMENT in text:
        raise ValidationError(_("Some letters did not reach us. Type this again."), code="letters")
    return text


def pick_one(choices: Choices, *, wrong: StrOrPromise, label: StrOrPromise = "") -> forms.ChoiceField:
    """An optional choice of one, as buttons. `wrong` says what to do about a value that is not on the list."""
    errors = {"invalid_choice": wrong}
    return forms.ChoiceField(
        label=label, choices=choices, required=False, widget=forms.RadioSelect, error_messages=errors
    )


class AnyOf(forms.MultipleChoiceField):
    """Any number of choices; cleaned, each stands once, in the order in which they were offered."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        picked = super().clean(value)
        offered = [value for value, _label in self.widget.choices]
        return [value for value in offered if value in picked]


def pick_any(choices: Choices, *, wrong: StrOrPromise, label: StrOrPromise = "") -> AnyOf:
    """An optional choice of any number, as boxes. `wrong` says what to do about a value that is not on the list."""
    errors = {"invalid_choice": wrong}
    return AnyOf(label=label, choices=choices, required=False, error_messages=errors)
