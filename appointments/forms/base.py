"""What every form that is shown has in common, and the words that stand above one."""

from typing import Any, NamedTuple, cast

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class Problem(NamedTuple):
    """A line of the error summary: the id to go to, and the words that also stand at the field."""

    anchor: str
    message: str


class AskedField(BoundField):
    """A field as it is shown. `note` stands behind its label: what may be left out says so."""

    @property
    def note(self) -> StrOrPromise:
        needed = self.field.required or self.name in cast("KindForm", self.form).needed_sometimes
        return "" if needed else _("(optional)")


class KindForm(forms.Form):
    """A form that calls optional what is optional, and lists its problems for the summary."""

    bound_field_class = AskedField
    use_required_attribute = False
    needed_sometimes: tuple[str, ...] = ()  # not required, and yet not to be called optional

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)

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
