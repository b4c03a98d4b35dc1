"""The lines of a diary, as staff read them."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.diary.hours import Opening, start_of
from appointments.models import Appointment, Clinician
from appointments.models.choices import AccessNeed, VisitType
from appointments.text.datetimes import zone_name

DAY = timedelta(days=1)

MARKS = {
    AccessNeed.STEP_FREE: gettext_lazy("No steps"),
    AccessNeed.WHEELCHAIR: gettext_lazy("Wheelchair"),
    AccessNeed.COMPANION: gettext_lazy("Companion"),
    AccessNeed.LONGER_VISIT: gettext_lazy("Longer visit"),
    AccessNeed.QUIET_ROOM: gettext_lazy("Quiet place"),
    AccessNeed.LARGE_PRINT: gettext_lazy("Large print"),
    AccessNeed.HEARING: gettext_lazy("Hearing"),
    AccessNeed.INTERPRETER: gettext_lazy("Interpreter"),
}


class EntryKind(TextChoices):
    """What an entry is. Those of visits are named like the status of the appointment."""

    BOOKED = "booked", gettext_lazy("Booked")
    OFFERED = "offered", gettext_lazy("Offered")
    ATTENDED = "attended", gettext_lazy("Attended")
    MISSED = "missed", gettext_lazy("Did not come")
    AWAY = "away", gettext_lazy("Away")
    BREAK = "break", gettext_lazy("Break")
    FREE = "free", gettext_lazy("Free")


class DiaryEntry(NamedTuple):
    """A line of a diary. Visits have an appointment; `opening` says what a free stretch is for."""

    starts_at: datetime
    ends_at: datetime
    kind: EntryKind
    reason: str = ""
    appointment: Appointment | None = None
    opening: Opening | None = None

    @property
    def clock(self) -> str:
        return on_the_clock(self.starts_at, self.ends_at)

    @property
    def is_all_day(self) -> bool:
        day = timezone.localdate(self.starts_at)
        return self.starts_at == start_of(day) and self.ends_at == start_of(day + DAY)

    @property
    def limits(self) -> list[str]:
        """What a free stretch cannot be used for: `By video only`, `Room with steps`."""
        if not self.opening:
            return []
        kind = VisitType(self.opening.visit_type)
        only = [] if kind == VisitType.ANY else [_("%s only") % kind.label]
        return only + ([] if self.opening.is_step_free else [_("Room with steps")])


class Diary(NamedTuple):
    """One day of one clinician. `hours` are when patients can be seen, breaks and time off taken out."""

    clinician: Clinician
    hours: list[Opening]
    entries: list[DiaryEntry]


class DiaryDay(NamedTuple):
    """A day on the clinic's calendar, with the diaries of the clinicians."""

    date: date
    diaries: list[Diary]

    @property
    def is_empty(self) -> bool:
        return not any(diary.entries for diary in self.diaries)

    @property
    def clocks_change(self) -> bool:
        return clocks_change_on(self.date)


def on_the_clock(start: datetime, end: datetime) -> str:
    """`09:00–09:45`; and `02:30 CEST–02:15 CET` on a day on which the clocks change, when an hour may come twice."""
    day = timezone.localdate(start)
    written = partial(_written, with_zone=clocks_change_on(day))
    return f"{written(start)}–{'24:00' if end == start_of(day + DAY) else written(end)}"


def clocks_change_on(day: date) -> bool:
    return timezone.localtime(start_of(day)).utcoffset() != timezone.localtime(start_of(day + DAY)).utcoffset()


def _written(at: datetime, *, with_zone: bool) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} {zone_name(local)}" if with_zone else f"{local:%H:%M}"
