"""Suggested times to choose from, and another one to type: what offering, booking and moving have in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.desk.moves.base import Move
from appointments.desk.moves.case import Case
from appointments.desk.moves.slots import as_choice, code, decoded, is_taken, oddities, to_confirm
from appointments.diary.free_times import KINDS
from appointments.diary.hours import moment
from appointments.diary.slots import Slot
from appointments.diary.suggestions import minutes_for
from appointments.forms.fields import AnyOf, Line
from appointments.models import ConsultationRequest
from appointments.models.choices import VisitType
from appointments.models.clinician import CELL_MINUTES, LONGEST_VISIT_MINUTES, farthest_day

TYPED = ("clinician", "on", "at", "minutes", "visit_type")


class TimesForm(Move):
    """Suggested times under `times`, with another time, and where or how, below."""

    needed_sometimes = ("times", "sure", *TYPED)  # one or the other; the fold that the others stand in says it
    tucked: ClassVar[tuple[str, ...]] = TYPED
    tucked_legend = _("Another time")
    times: forms.ChoiceField

    directions = Line(
        label=_("Where or how"),
        help_text=_("The room, or how the call is joined. The patient reads it."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    clinician = forms.ChoiceField(
        label=_("With"), required=False, error_messages={"invalid_choice": _("Choose whose diary it is")}
    )
    on = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter the date, such as 2026-11-24")},
    )
    at = forms.TimeField(
        label=_("Time"),
        help_text=_("On the clinic’s clock."),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("Enter the time, such as 10:30")},
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        help_text=_("Leave it empty for the usual length."),
        required=False,
        min_value=CELL_MINUTES,
        max_value=LONGEST_VISIT_MINUTES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Enter how many minutes, such as 45"),
            "min_value": _("A visit lasts at least %(limit_value)d minutes"),
            "max_value": _("A visit lasts at most %(limit_value)d minutes"),
        },
    )
    visit_type = forms.ChoiceField(
        label=_("Kind of visit"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        required=False,
        error_messages={"invalid_choice": _("Choose one kind of visit from the list")},
    )

    def __init__(self, case: Case, *args: Any, **options: Any) -> None:
        super().__init__(case, *args, **options)
        kind = case.request.visit_type
        self.initial["visit_type"] = VisitType.IN_PERSON if kind == VisitType.ANY else kind
        names = [(str(clinician.pk), clinician.name) for clinician in case.clinicians]
        cast("forms.ChoiceField", self.fields["clinician"]).choices = (
            names if len(names) == 1 else [("", _("Choose")), *names]
        )
        self._list_times()

    def _list_times(self) -> None:
        known = self.known_times()
        sent = decoded(self._sent()) if self.is_bound else {}
        gone = {key for key, slot in sent.items() if key not in known and is_taken(slot, self.frees())}
        self.slots = known | sent
        field = cast("forms.ChoiceField", self.fields["times"])
        field.choices = [
            (key, as_choice(self.case.request, slot, is_gone=key in gone)) for key, slot in self.slots.items()
        ]
        if not known:
            field.help_text = _("No free time was found in the next weeks. Enter another time below.")

    def _sent(self) -> list[str]:
        value = self.fields["times"].widget.value_from_datadict(self.data, self.files, "times")
        return [value] if isinstance(value, str) else value or []

    def known_times(self) -> dict[str, Slot]:
        """The times to choose from, best first."""
        return {code(slot): slot for slot in self.case.suggestions}

    def frees(self) -> ConsultationRequest | None:
        """The request whose own times go back to the diary with this move."""
        return self.case.request

    @property
    def is_folded_open(self) -> bool:
        """When there is nothing to tick, and when something was typed. The lists always have an answer."""
        has_typed = self.is_bound and any(
            self.errors.get(name) or self[name].value() for name in ("on", "at", "minutes")
        )
        return has_typed or not self.slots or "clinician" in self.errors

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        now = self.case.now
        if on and not timezone.localdate(now) <= on <= farthest_day(now):
            raise forms.ValidationError(_("Enter a date from today on, and within two years"))
        return on

    @property
    def is_typed(self) -> bool:
        """Whether there is a date or a time, maybe with a mistake in it."""
        return any(self.cleaned_data.get(name) or name in self.errors for name in ("on", "at"))

    def typed_slot(self) -> Slot | None:
        """The other time, if all of it is there; else the fields say what is missing."""
        data = self.cleaned_data
        missing = {
            "clinician": _("Choose whose diary it is"),
            "on": _("Enter the date"),
            "at": _("Enter the time"),
        }
        for name, words in missing.items():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        if self.errors.keys() & set(TYPED):
            return None
        clinician = next(one for one in self.case.clinicians if str(one.pk) == data["clinician"])
        starts_at = moment(data["on"], data["at"])
        if timezone.localtime(starts_at).time() != data["at"]:
            self.add_error("at", _("The clocks go forward over this time. Choose one before or after"))
            return None
        minutes = data["minutes"] or minutes_for(self.case.request, clinician)
        return Slot(clinician, starts_at, minutes, data["visit_type"] or VisitType.IN_PERSON)

    def ask_once_more(self, slots: Iterable[Slot]) -> None:
        """Refuse times that look mistyped until each was confirmed: then the form asks with a box for each of them."""
        typed = [slot for slot in slots if code(slot) not in self.known_times()]
        asked = {code(slot): to_confirm(slot, why) for slot in typed if (why := oddities(slot, self.case.now))}
        if not asked or self.errors:
            return
        self.fields["sure"] = AnyOf(label=_("Is this the time you mean?"), choices=list(asked.items()), required=False)
        if asked.keys() - set(self["sure"].value() or []):
            self.add_error("sure", _("Tick the box if they agreed on this time. If it is mistyped, change it"))

    def with_directions(self, slot: Slot) -> Slot:
        return slot._replace(directions=self.cleaned_data["directions"])
