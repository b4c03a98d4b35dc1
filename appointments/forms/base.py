"""."""

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Problem(NamedTuple):
    """A line of the error summary: the id to go to, and the words that also stand at the field."""

    anchor: str
    message: str


class KindForm(forms.Form):
    """A form that calls optional what is optional, and lists its problems for the summary."""

    use_required_attribute = False
    needed_sometimes: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            is_optional = not field.required and name not in self.needed_sometimes
            field.note = _("(optional)") if is_optional else ""  # type: ignore[attr-defined]

    @property
    def problems(self) -> list[Problem]:
        """The error summary, in the order of the page. A group is reached at its first option."""
        return [
            Problem(self[name].auto_id + ("_0" if self[name].use_fieldset else ""), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]


class Notice(NamedTuple):
    """A heading and what to do next."""

    title: StrOrPromise
    text: StrOrPromise
