"""The suggested times as they are defined, one moment after another: what the quick way in `diary` is compared with."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from appointments.diary.absences import read_plans
from appointments.diary.elsewhere import visits_elsewhere
from appointments.diary.free_times import FreeTime
from appointments.diary.hours import Opening, openings, start_of
from appointments.diary.slots import Slot, overlap
from appointments.diary.suggestions import (
    DAY,
    LOOK_AHEAD_WEEKS,
    NEEDS_NO_STEPS,
    USUAL_DAYS,
    WEEK,
    minutes_for,
    part_of_day,
    wishes_missed,
)
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, Clinician, ConsultationRequest, DiaryCell
from appointments.models.appointment import CELL
from appointments.models.choices import VisitType
from appointments.models.clinician import CELL_MINUTES

STEP = timedelta(minutes=15)


def suggested_times(
    request: ConsultationRequest, clinicians: Iterable[Clinician], *, now: datetime, most: int = 6
) -> list[Slot]:
    """Up to `most` free times in the next weeks, best first: the fewest wishes missed, then the soonest.

    One for each part of a day and on three days at least, so that there is a real choice, and none that overlaps with
    another: all of them can be offered together. None in a part of a day in which a time was offered before and not
    taken. A longer visit, and a room without steps where the patient comes to the clinic and needs one.
    """
    diaries = list(clinicians)
    read_plans(diaries, now)
    known = [*_known_times(request), *visits_elsewhere(request, now)]
    free: list[FreeTime] = []
    for week in range(LOOK_AHEAD_WEEKS):
        first = timezone.localdate(now) + week * WEEK
        free += _suitable(request, diaries, known, first, first + WEEK - DAY, now)
        free.sort(key=lambda found: (wishes_missed(request, found.slot), found.slot.starts_at, found.slot.clinician.pk))
        chosen = _spread([found.slot for found in free], most)
        is_spread = len(set(map(_day_of, chosen))) >= min(USUAL_DAYS, most)
        if len(chosen) == most and is_spread and not any(wishes_missed(request, slot) for slot in chosen):
            break  # what comes later is only later
    return chosen


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


def _known_times(request: ConsultationRequest) -> QuerySet[Appointment]:
    """What they have, and what they were offered before and are offered no more."""
    return request.appointments.filter(status__in=[AppointmentStatus.RELEASED, AppointmentStatus.BOOKED])


def _suitable(
    request: ConsultationRequest,
    clinicians: list[Clinician],
    known: list[Appointment],
    first: date,
    last: date,
    now: datetime,
) -> list[FreeTime]:
    """The free times of these days in which the patient can be seen at all, unsorted."""
    held = held_cells(clinicians, first, last)
    return [
        found
        for clinician in clinicians
        for found in free_times(
            clinician,
            first=first,
            last=last,
            minutes=minutes_for(request, clinician),
            visit_type=request.visit_type,
            now=now,
            held=held[clinician.pk],
        )
        if found.is_step_free or not _needs_no_steps(request, found.slot)
        if not any(_is_no_choice(request, found.slot, each) for each in known)
    ]


def _is_no_choice(request: ConsultationRequest, slot: Slot, known: Appointment) -> bool:
    """What overlaps with the visit they have; and on the same day, what is near a time that did not suit them."""
    is_elsewhere = known.request_id != request.pk
    if (known.is_booked or is_elsewhere) and slot.starts_at < known.ends_at and known.starts_at < slot.ends_at:
        return True
    if is_elsewhere:
        return False
    is_unwanted = not known.is_booked or request.wants_times_at is not None
    return is_unwanted and _part_of_day_of(slot) == _part_of_day_of(known)


def _needs_no_steps(request: ConsultationRequest, slot: Slot) -> bool:
    return slot.visit_type == VisitType.IN_PERSON and bool(NEEDS_NO_STEPS & set(request.access_needs))


def _spread(slots: list[Slot], most: int) -> list[Slot]:
    """The first of each of three days, then of each part of a day, that leave room for one another; in order."""
    days = _first_of_each(slots, min(USUAL_DAYS, most), _day_of, [])
    chosen = _first_of_each(slots, most, _part_of_day_of, days)
    return sorted(chosen, key=slots.index)


def _first_of_each(slots: list[Slot], most: int, group: Callable[[Slot], object], chosen: list[Slot]) -> list[Slot]:
    """What is `chosen`, and the first of each further group that overlaps with none of them, until there are `most`."""
    found = list(chosen)
    groups = {group(slot) for slot in found}
    for slot in slots:
        if len(found) == most:
            break
        if group(slot) not in groups and not any(overlap(slot, other) for other in found):
            found.append(slot)
            groups.add(group(slot))
    return found


def _day_of(slot: Slot) -> date:
    return timezone.localdate(slot.starts_at)


def _part_of_day_of(slot: Slot | Appointment) -> tuple[date, str]:
    local = timezone.localtime(slot.starts_at)
    return local.date(), part_of_day(local)
