"""Free times. Working hours are on the clinic's clock (CLINIC_TIME_ZONE); every moment handed in or out is aware.

Inside, a moment is a number of minutes since 1970 (UTC): a clinic of twelve diaries has thousands of free times, and
whoever asks for some waits for them.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from appointments.diary.hours import Opening, openings, start_of
from appointments.diary.slots import Slot
from appointments.models import Clinician, DiaryCell
from appointments.models.appointment import MinuteOf
from appointments.models.choices import VisitType
from appointments.models.clinician import CELL_MINUTES

STEP = 15  # minutes
KINDS = (VisitType.IN_PERSON, VisitType.VIDEO, VisitType.PHONE)


class FreeTime(NamedTuple):
    """A time at which a visit may start, in a room of a kind."""

    slot: Slot
    is_step_free: bool


class Start(NamedTuple):
    """The same in one diary, before anybody has chosen it."""

    minute: int
    visit_type: str
    is_step_free: bool


class Held(NamedTuple):
    """What is held in one diary: from where on and until when, in order, and never touching."""

    begins: list[int]
    ends: list[int]

    def until(self, begin: int, end: int) -> int | None:
        """When what is held of this time becomes free again, for the last time. None where nothing is held of it."""
        place = bisect_left(self.begins, end) - 1
        return self.ends[place] if place >= 0 and self.ends[place] > begin else None


def free_times(
    clinician: Clinician, *, first: date, last: date, minutes: int, visit_type: str, now: datetime
) -> list[FreeTime]:
    """The times on the days `first` to `last` of the clinic's calendar at which `minutes` are free, in order.

    In steps of a quarter of an hour from where a free stretch begins. The visit lies within the hours; the pause behind
    it may reach beyond. Not sooner than the clinician's notice and not later than their horizon. With VisitType.ANY the
    kind is the session's, or at the clinic where the session is for any. Where hours overlap, each time is there once.
    """
    held = held_in([clinician], first, last)[clinician.pk]
    found = starts(clinician, first=first, last=last, minutes=minutes, visit_type=visit_type, now=now, held=held)
    return [
        FreeTime(Slot(clinician, moment_of(start.minute), minutes, start.visit_type), start.is_step_free)
        for start in found
    ]


def starts(
    clinician: Clinician, *, first: date, last: date, minutes: int, visit_type: str, now: datetime, held: Held
) -> list[Start]:
    """The same, of a diary that was read already (see `held_in`)."""
    first = max(first, timezone.localdate(now))
    last = min(last, timezone.localdate(now) + timedelta(days=clinician.horizon_days))
    if not clinician.is_active or last < first:
        return []
    notice = now + timedelta(hours=clinician.notice_hours)
    earliest = max(math.ceil(notice.timestamp() / 60), math.floor(now.timestamp() / 60) + 1)
    found: dict[tuple[int, str], bool] = {}
    for opening in openings(clinician, first, last):
        if visit_type in (VisitType.ANY, opening.visit_type) or opening.visit_type == VisitType.ANY:
            kind = visit_type if visit_type != VisitType.ANY else opening.visit_type
            kind = str(VisitType.IN_PERSON if kind == VisitType.ANY else kind)
            for minute in _starts(opening, minutes, minutes + clinician.buffer_minutes, held):
                if minute >= earliest:  # of two rooms, the one without steps counts
                    found[minute, kind] = found.get((minute, kind), False) or opening.is_step_free
    return [Start(minute, kind, is_step_free) for (minute, kind), is_step_free in sorted(found.items())]


def moment_of(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


def held_in(clinicians: list[Clinician], first: date, last: date) -> dict[int, Held]:
    """What appointments hold on these days and the next, by the clinician's primary key."""
    start, end = start_of(first), start_of(last + timedelta(days=2))
    cells = DiaryCell.objects.filter(clinician__in=clinicians, starts_at__gte=start, starts_at__lt=end)
    held = {clinician.pk: Held([], []) for clinician in clinicians}
    in_order = cells.order_by("clinician", "starts_at").values_list("clinician", MinuteOf(F("starts_at")))
    for clinician, minute in in_order:
        _hold(held[clinician], minute)
    return held


def _hold(held: Held, minute: int) -> None:
    if held.ends and held.ends[-1] == minute:
        held.ends[-1] = minute + CELL_MINUTES
    else:
        held.begins.append(minute)
        held.ends.append(minute + CELL_MINUTES)


def _starts(opening: Opening, minutes: int, with_pause: int, held: Held) -> Iterator[int]:
    """In steps from the first cell on that begins within the opening: hours and time off may begin at 9:03."""
    at = _cells(opening.starts_at.timestamp() / 60)
    end = math.floor(opening.ends_at.timestamp() / 60)
    taken = _cells(with_pause)
    while at + minutes <= end:
        until = held.until(at, at + taken)
        if until is None:
            yield at
            at += STEP
        else:
            at = until  # the next visit starts where the pause behind this one ends


def _cells(minutes: float) -> int:
    """So many minutes, or as many more as fill a cell."""
    return math.ceil(minutes / CELL_MINUTES) * CELL_MINUTES
