"""Free times. Working hours are on the clinic's clock (CLINIC_TIME_ZONE); every moment handed in or out is aware."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from appointments.diary.hours import Opening, openings, start_of
from appointments.diary.slots import Slot
from appointments.models import Clinician, DiaryCell
from appointments.models.appointment import CELL
from appointments.models.choices import VisitType
from appointments.models.clinician import CELL_MINUTES

STEP = timedelta(minutes=15)
KINDS = (VisitType.IN_PERSON, VisitType.VIDEO, VisitType.PHONE)


class FreeTime(NamedTuple):
    """A time at which a visit may start, in a room of a kind."""

    slot: Slot
    is_step_free: bool


def free_times(
    clinician: Clinician,
    *,
    first: date,
    last: date,
    minutes: int,
    visit_type: str,
    now: datetime,
    held: set[datetime] | None = None,
) -> list[FreeTime]:
    """The times on the days `first` to `last` of the clinic's calendar at which `minutes` are free, in order.

    In steps of a quarter of an hour from where a free stretch begins. The visit lies within the hours; the pause behind
    it may reach beyond. Not sooner than the clinician's notice and not later than their horizon. With VisitType.ANY the
    kind is the session's, or at the clinic where the session is for any. Where hours overlap, each time is there once.
    `held` are the cells held in this diary on these days and the next, where they were read already.
    """
    first = max(first, timezone.localdate(now))
    last = min(last, timezone.localdate(now) + timedelta(days=clinician.horizon_days))
    if not clinician.is_active or last < first:
        return []
    if held is None:
        held = held_cells([clinician], first, last)[clinician.pk]
    earliest = now + timedelta(hours=clinician.notice_hours)
    found = [
        free
        for opening in openings(clinician, first, last)
        if visit_type in (VisitType.ANY, opening.visit_type) or opening.visit_type == VisitType.ANY
        for free in _starts(clinician, opening, minutes, visit_type, held, earliest)
        if free.slot.starts_at > now
    ]
    return list({free.slot: free for free in sorted(found)}.values())  # of two rooms, the one without steps is last


def held_cells(clinicians: list[Clinician], first: date, last: date) -> dict[int, set[datetime]]:
    """The beginnings of the cells that appointments hold on these days and the next, by the clinician's primary key."""
    start, end = start_of(first), start_of(last + timedelta(days=2))
    held: dict[int, set[datetime]] = {clinician.pk: set() for clinician in clinicians}
    cells = DiaryCell.objects.filter(clinician__in=clinicians, starts_at__gte=start, starts_at__lt=end)
    for clinician, at in cells.order_by().values_list("clinician", "starts_at"):
        held[clinician].add(at)
    return held


def _starts(
    clinician: Clinician,
    opening: Opening,
    minutes: int,
    visit_type: str,
    held: set[datetime],
    earliest: datetime,
) -> Iterator[FreeTime]:
    kind = visit_type if visit_type != VisitType.ANY else opening.visit_type
    kind = VisitType.IN_PERSON if kind == VisitType.ANY else kind
    at = _on_grid(opening.starts_at)
    while at + timedelta(minutes=minutes) <= opening.ends_at:
        slot = Slot(clinician, at, minutes, str(kind))
        taken = [cell for cell in _cells(at, minutes + clinician.buffer_minutes) if cell in held]
        if taken:
            at = _after(max(taken), held)  # the next visit starts where the pause behind this one ends
            continue
        if at >= earliest:
            yield FreeTime(slot, opening.is_step_free)
        at += STEP


def _on_grid(at: datetime) -> datetime:
    """The first moment from `at` on at which a cell begins: hours and time off may begin at 9:03."""
    past = timedelta(minutes=at.minute % CELL_MINUTES, seconds=at.second, microseconds=at.microsecond)
    return at + (CELL - past if past else past)


def _cells(at: datetime, minutes: int) -> Iterable[datetime]:
    return (at + number * CELL for number in range(-(-minutes // CELL_MINUTES)))


def _after(cell: datetime, held: set[datetime]) -> datetime:
    while cell in held:
        cell += CELL
    return cell
