"""The times that suit a patient best, so that the usual offer is two clicks."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from appointments.diary.absences import read_plans
from appointments.diary.elsewhere import visits_elsewhere
from appointments.diary.free_times import FreeTime, free_times, held_cells
from appointments.diary.slots import Slot, overlap
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, Clinician, ConsultationRequest
from appointments.models.choices import AccessNeed, Day, TimeOfDay, VisitType

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOOK_AHEAD_WEEKS = 6
USUAL_DAYS = 3  # on which the times of the usual offer lie
AFTERNOON, EVENING = 12, 17  # the hours at which they begin
NEEDS_NO_STEPS = {AccessNeed.STEP_FREE, AccessNeed.WHEELCHAIR}


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


def usual_offer(request: ConsultationRequest, suggestions: list[Slot]) -> list[Slot]:
    """Of the times that are suggested, those to tick from the start: one a day, on the first three days that fit best.

    None misses more wishes than the best of them does: what nobody wished for is there to be chosen.
    """
    fewest = min((wishes_missed(request, slot) for slot in suggestions), default=0)
    best = [slot for slot in suggestions if wishes_missed(request, slot) == fewest]
    return _first_of_each(best, USUAL_DAYS, _day_of, [])


def minutes_for(request: ConsultationRequest, clinician: Clinician) -> int:
    """How long a visit of this patient is with this clinician."""
    is_long = AccessNeed.LONGER_VISIT in request.access_needs
    return clinician.longer_visit_minutes if is_long else clinician.visit_minutes


def wishes_missed(request: ConsultationRequest, slot: Slot) -> int:
    """How many of the patient's wishes a time does not meet: its day, its part of the day."""
    local = timezone.localtime(slot.starts_at)
    is_wrong_day = bool(request.days) and Day.values[local.weekday()] not in request.days
    is_wrong_time = bool(request.times) and part_of_day(local) not in request.times
    return int(is_wrong_day) + int(is_wrong_time)


def part_of_day(local: datetime) -> str:
    if local.hour < AFTERNOON:
        return TimeOfDay.MORNING
    return TimeOfDay.AFTERNOON if local.hour < EVENING else TimeOfDay.EVENING


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
