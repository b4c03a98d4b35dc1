"""What every form that is shown has in common, and the words that stand above one."""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django_stubs_ext import StrOrPromise


class FieldProblem(NamedTuple):
    """A line of the error summary: the id to go to, and the words that also stand at the field."""

    anchor: str
    message: str


class KindForm(forms.Form):
    """A form that calls optional what is optional, and lists its problems for the summary."""

    use_required_attribute = False
    needed_sometimes: tuple[str, ...] = ()  # not required, and yet not to be called optional

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)

    @property
    def problems(self) -> list[FieldProblem]:
        """The error summary, in the order of the page. A group is reached at its first option."""
        return [
            FieldProblem(self[name].auto_id + ("_0" if self[name].use_fieldset else ""), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ]


class Notice(NamedTuple):
    """A heading and what to do next."""

    title: StrOrPromise
    text: StrOrPromise


class Problems(NamedTuple):
    """What to do, in the words of one face, where an answer is missing that both ask for."""

    no_name: StrOrPromise
    no_patient: StrOrPromise
    no_permission: StrOrPromise
    no_way: StrOrPromise  # to reach them at all
    no_email: StrOrPromise  # though they want to be written to
    no_phone: StrOrPromise  # though they want to be called


class Words(NamedTuple):
    """How one face asks what both ask: the patient's, of themselves, or the desk's, of somebody on the phone.

    By name of field: labels, hints, and what a browser may fill in (it fills in nothing else).
    """

    labels: Mapping[str, StrOrPromise]
    hints: Mapping[str, StrOrPromise]
    autocomplete: Mapping[str, str]
    problems: Problems


class WordedForm(KindForm):
    """Questions that both faces ask. A face gives its `words`."""

    words: ClassVar[Words]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in self.words.labels.items():
            if name in self.fields:
                self._ask(self.fields[name], name, label)

    def _ask(self, field: forms.Field, name: str, label: StrOrPromise) -> None:
        field.label, field.help_text = label, self.words.hints.get(name, "")
        if isinstance(field.widget, forms.TextInput):
            field.widget.attrs["autocomplete"] = self.words.autocomplete.get(name, "off")
