"""."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from appointments.models import Clinician, ExtraSession, TimeOff, WorkingHours


class Opening(NamedTuple):
    """A stretch of time in which a clinician sees patients."""

    starts_at: datetime
    ends_at: datetime
    visit_type: str
    is_step_free: bool

    def without(self, start: datetime, end: datetime) -> Iterator["Opening"]:
        """What is left of it when the time from `start` to `end` is taken out: nothing, one stretch or two.

        A break in the hour that the clocks skip in spring ends where it starts, or before: it takes nothing out.
        """
        if end <= start or end <= self.starts_at or self.ends_at <= start:
            yield self
            return
        if self.starts_at < start:
            yield self._replace(ends_at=start)
        if end < self.ends_at:
            yield self._replace(starts_at=end)

    def within(self, start: datetime, end: datetime) -> "Opening":
        return self._replace(starts_at=max(self.starts_at, start), ends_at=min(self.ends_at, end))


def openings(clinician: Clinician, first: date, last: date) -> list[Opening]:
    """When the clinician sees patients on these days, midnight to midnight: weekly hours and extra sessions.

    Without breaks and time off, in order. Where hours overlap, so do they.
    """
    start, end = start_of(first), start_of(last + timedelta(days=1))
    # Narrowed here and not by the database, so that rows fetched for many clinicians at once serve.
    extras = [extra for extra in clinician.extra_sessions.all() if extra.starts_at < end and extra.ends_at > start]
    away = [off for off in clinician.time_off.all() if off.starts_at < end and off.ends_at > start]
    return openings_of(clinician.working_hours.all(), extras, away, first, last)


def covers(found: Iterable[Opening], start: datetime, end: datetime) -> bool:
    """Whether the time from `start` to `end` lies within these openings, in order; maybe across two that touch."""
    at = start
    for opening in found:
        if opening.starts_at <= at < opening.ends_at:
            at = opening.ends_at
    return at >= end


def openings_of(
    hours: Iterable[WorkingHours], extras: Iterable[ExtraSession], away: Iterable[TimeOff], first: date, last: date
) -> list[Opening]:
    """The same from rows at hand: all weekly hours, and the extra sessions and time off that touch these days."""
    start, end = start_of(first), start_of(last + timedelta(days=1))
    once = (Opening(extra.starts_at, extra.ends_at, extra.visit_type, extra.is_step_free) for extra in extras)
    found = [*_weekly(list(hours), first, last), *(opening.within(start, end) for opening in once)]
    for off in away:
        found = [rest for opening in found for rest in opening.without(off.starts_at, off.ends_at)]
    return sorted(found)


def local(at: datetime) -> datetime:
    """The same moment on the clinic's clock, as `timezone.localtime` has it, which asks each time whose clock is on."""
    return at.astimezone(timezone.get_default_timezone())


def start_of(day: date) -> datetime:
    """Midnight, on the clinic's clock."""
    return moment(day, time.min)


def moment(day: date, clock: time) -> datetime:
    """A day and a time on the clinic's clock.

    A time that the clocks skip in spring is the same stretch after midnight, an hour later on the clock. One that they
    show twice in autumn is the first of the two.
    """
    there = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
    return there.astimezone(UTC)


def days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _weekly(rows: list[WorkingHours], first: date, last: date) -> Iterator[Opening]:
    for day in days(first, last):
        for row in rows:
            if row.weekday != day.weekday():
                continue
            starts_at, ends_at = moment(day, row.starts), moment(day, row.ends)
            if starts_at >= ends_at:  # the whole of it is skipped when clocks go forward
                continue
            whole = Opening(starts_at, ends_at, row.visit_type, row.is_step_free)
            if row.break_starts and row.break_ends:
                yield from whole.without(moment(day, row.break_starts), moment(day, row.break_ends))
            else:
                yield whole
