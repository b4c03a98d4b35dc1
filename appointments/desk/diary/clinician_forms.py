"""What staff type about a clinician. Every time is on the clinic's clock."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import combinations
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime, AdminTimeWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.forms.fields import Line
from appointments.models import Clinician
from appointments.models.appointment import CELL
from appointments.models.clinician import CELL_MINUTES, farthest_day
from clinic.common.versioned import StandingRows

OFF_THE_GRID = gettext_lazy("The diary goes in steps of 5 minutes: 09:00, 09:05, 09:10")
CLOCK = "%H:%M"
LONGEST_AWAY = timedelta(days=366)


class ClockTime(AdminTimeWidget):
    """`09:00`, without seconds."""

    def __init__(self) -> None:
        super().__init__(format=CLOCK)


class Moment(AdminSplitDateTime):
    """A day and a time beside it, without seconds."""

    def __init__(self) -> None:
        forms.MultiWidget.__init__(self, [AdminDateWidget(), ClockTime()])

    def named(self, label: str) -> None:
        """Give each half a name of its own for those who hear the form."""
        for half, name in zip(self.widgets, (_("day"), _("time")), strict=True):
            half.attrs["aria-label"] = f"{label}, {name}"


class OnTheGrid(forms.ModelForm[Any]):
    """A form of times. The diary cannot hold what begins between its cells."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, datetime | time) and (value.minute % CELL_MINUTES or value.second):
                self.add_error(name, OFF_THE_GRID)
        return cleaned


class SpanForm(OnTheGrid):
    """From one moment to another."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, Moment):
                field.widget.named(str(field.label).capitalize())

    class Meta:
        widgets = {"starts_at": Moment, "ends_at": Moment}

    def clean(self) -> dict[str, Any] | None:
        """What is in another year is mistyped. What stood there before may stay."""
        cleaned = super().clean()
        start, end = (self.cleaned_data.get(name) for name in ("starts_at", "ends_at"))
        if start and end and start < end and self.has_changed():
            self.refuse_slips(start, end, timezone.now())
        return cleaned

    def refuse_slips(self, start: datetime, end: datetime, now: datetime) -> None:
        if end <= now:
            self.add_error("ends_at", _("This is over already"))
        if timezone.localdate(end) > farthest_day(now):
            self.add_error("ends_at", _("Enter a day within two years"))


class AwayForm(SpanForm):
    def refuse_slips(self, start: datetime, end: datetime, now: datetime) -> None:
        super().refuse_slips(start, end, now)
        if end - start > LONGEST_AWAY:
            self.add_error("ends_at", _("That is more than a year: untick “sees patients” instead"))


class ExtraForm(SpanForm):
    def refuse_slips(self, start: datetime, end: datetime, now: datetime) -> None:
        super().refuse_slips(start, end, now)
        if timezone.localdate(end - CELL) > timezone.localdate(start):
            self.add_error("ends_at", _("An extra session ends on the day on which it begins"))


class WeeklyHoursForm(OnTheGrid):
    class Meta:
        widgets = dict.fromkeys(("starts", "ends", "break_starts", "break_ends"), ClockTime)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        ends = [self.cleaned_data.get(name) for name in ("break_starts", "break_ends")]
        if any(ends) and not all(ends) and not self.errors:
            self.add_error("break_starts", _("Fill in both ends of the break, or neither."))
        return cleaned


class WeeklyHours(StandingRows):
    """All the weekly rows of one clinician: two of them never overlap."""

    def clean(self) -> None:
        super().clean()
        typed = [form for form in self.forms if _is_whole(form) and form not in self.deleted_forms]
        for one, other in combinations(typed, 2):
            if _overlap(one.cleaned_data, other.cleaned_data):
                sentence = _("These hours overlap those of %(row)s. Join the two rows, or change one.")
                other.add_error("starts", sentence % {"row": one.instance})


def _is_whole(form: Any) -> bool:
    return bool(form.is_valid() and {"weekday", "starts", "ends"} <= form.cleaned_data.keys())


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    is_same_day = one["weekday"] == other["weekday"]
    return bool(is_same_day and one["starts"] < other["ends"] and other["starts"] < one["ends"])


class ClinicianForm(forms.ModelForm[Clinician]):
    name = Line(label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("As patients read it."))

    class Meta:
        help_texts = {
            "is_active": gettext_lazy("Unticked, no time is suggested or offered. Visits already agreed on stay."),
            "visit_minutes": gettext_lazy("In minutes, a multiple of 5."),
            "longer_visit_minutes": gettext_lazy("In minutes, for those who asked for a longer visit."),
            "buffer_minutes": gettext_lazy("In minutes, kept free behind every visit. 0 for none."),
            "notice_hours": gettext_lazy("In hours from now. Nothing sooner is suggested."),
            "horizon_days": gettext_lazy("In days from now. Nothing later is suggested."),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        usual, longer = (self.cleaned_data.get(name) for name in ("visit_minutes", "longer_visit_minutes"))
        if usual and longer and longer < usual:
            self.add_error("longer_visit_minutes", _("A longer visit is at least as long as a usual one."))
        notice, horizon = (self.cleaned_data.get(name) for name in ("notice_hours", "horizon_days"))
        if notice and horizon and notice >= 24 * horizon:
            self.add_error("horizon_days", _("That is within the shortest notice: no time would ever be suggested."))
        return cleaned
