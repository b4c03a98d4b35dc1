"""What diaries hold, day by day: hours, breaks, time off, free stretches, and the visits that stand in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Protocol, TypeVar

from appointments.diary.entries import DAY, Diary, DiaryDay, DiaryEntry, EntryKind
from appointments.diary.hours import (
    Opening,
    days,
    local,
    moment,
    openings_of,
    start_of,
)
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff, WorkingHours
from appointments.models.appointment import LONGEST_VISIT


def agenda(clinicians: Iterable[Clinician], *, first: date, last: date, now: datetime) -> list[DiaryDay]:
    """The days from `first` to `last`, in four queries however many there are.

    Who has nothing in any of them is left out, and so are free stretches that have passed.
    """
    everyone = list(clinicians)
    rows = _Rows(everyone, first, last)
    found = [DiaryDay(day, [_diary(clinician, day, rows, now) for clinician in everyone]) for day in days(first, last)]
    busy = {diary.clinician for day in found for diary in day.diaries if diary.entries}
    return [DiaryDay(day.date, [diary for diary in day.diaries if diary.clinician in busy]) for day in found]


def standing_between(clinician: Clinician, start: datetime, end: datetime) -> list[Appointment]:
    """The offered and booked visits that overlap this time, in order."""
    near = clinician.appointments.between(start - LONGEST_VISIT, end).select_related("request")
    return [visit for visit in near if (visit.is_offered or visit.is_booked) and visit.ends_at > start]


# Of a visit and its request: what a line of the diary says.
SHOWN = (
    *("request", "clinician", "status", "starts_at", "minutes", "buffer_minutes", "visit_type", "directions"),
    *("expires_at", "request__reference", "request__full_name", "request__patient_name"),
    *("request__access_needs", "request__access_notes"),
)


class _OfClinician(Protocol):
    @property
    def clinician_id(self) -> int: ...


Row = TypeVar("Row", bound=_OfClinician)


def _by_clinician(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.clinician_id].append(row)
    return found


class _Rows:
    """What the database knows of these clinicians and days, by clinician."""

    def __init__(self, clinicians: list[Clinician], first: date, last: date) -> None:
        start, end = start_of(first), start_of(last + DAY)
        theirs = {"clinician__in": clinicians}
        self.hours = _by_clinician(WorkingHours.objects.filter(**theirs))
        self.extras = _by_clinician(ExtraSession.objects.filter(**theirs, starts_at__lt=end, ends_at__gt=start))
        self.away = _by_clinician(TimeOff.objects.filter(**theirs, starts_at__lt=end + DAY, ends_at__gt=start))
        visits = Appointment.objects.holding().between(start, end).filter(**theirs).select_related("request")
        self.visits: dict[tuple[int, date], list[Appointment]] = defaultdict(list)
        for visit in visits.only(*SHOWN):
            self.visits[visit.clinician_id, local(visit.starts_at).date()].append(visit)


def _diary(clinician: Clinician, day: date, rows: _Rows, now: datetime) -> Diary:
    """One day of one clinician, all that overlaps in time order."""
    away = rows.away[clinician.pk]
    visits = rows.visits[clinician.pk, day]
    until_here = [*rows.visits[clinician.pk, day - DAY], *visits]
    hours: list[Opening] = []
    breaks: list[Opening] = []
    if clinician.is_active:
        hours = _joined(openings_of(rows.hours[clinician.pk], rows.extras[clinician.pk], away, day, day))
        breaks = list(_breaks(rows.hours[clinician.pk], away, day))
    entries = [
        *_away(away, day),
        *(DiaryEntry(rest.starts_at, rest.ends_at, EntryKind.BREAK) for rest in breaks),
        *(DiaryEntry(visit.starts_at, visit.ends_at, EntryKind(visit.status), appointment=visit) for visit in visits),
        *(entry for entry in _free(hours, until_here) if entry.ends_at > now),
    ]
    return Diary(clinician, hours, sorted(entries, key=lambda entry: (entry.starts_at, entry.kind != EntryKind.AWAY)))


def _away(away: Iterable[TimeOff], day: date) -> Iterator[DiaryEntry]:
    """Time off, cut to the day."""
    start, end = start_of(day), start_of(day + DAY)
    for off in away:
        if off.starts_at < end and off.ends_at > start:
            yield DiaryEntry(max(off.starts_at, start), min(off.ends_at, end), EntryKind.AWAY, reason=off.reason)


def _breaks(hours: Iterable[WorkingHours], away: Iterable[TimeOff], day: date) -> Iterator[Opening]:
    """Breaks, without what time off covers of them."""
    for row in hours:
        if row.weekday == day.weekday() and row.break_starts and row.break_ends:
            whole = Opening(
                moment(day, row.break_starts), moment(day, row.break_ends), row.visit_type, row.is_step_free
            )
            if whole.starts_at < whole.ends_at:
                yield from _without([whole], ((off.starts_at, off.ends_at) for off in away))


def _free(hours: list[Opening], visits: list[Appointment]) -> Iterator[DiaryEntry]:
    """What is left of the hours between the visits and the pauses behind them."""
    for rest in _without(hours, ((visit.starts_at, visit.frees_diary_at) for visit in visits)):
        yield DiaryEntry(rest.starts_at, rest.ends_at, EntryKind.FREE, opening=rest)


def _without(openings: list[Opening], taken: Iterable[tuple[datetime, datetime]]) -> list[Opening]:
    for start, end in taken:
        openings = list(chain.from_iterable(opening.without(start, end) for opening in openings))
    return openings


def _joined(openings: list[Opening]) -> list[Opening]:
    """Hours of one kind that touch or overlap, as one."""
    found: list[Opening] = []
    for opening in openings:
        before = found[-1] if found else None
        if before and opening.starts_at <= before.ends_at and opening[2:] == before[2:]:
            found[-1] = before._replace(ends_at=max(before.ends_at, opening.ends_at))
        else:
            found.append(opening)
    return found
