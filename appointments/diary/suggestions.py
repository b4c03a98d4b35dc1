"""The times that suit a patient best, so that the usual offer is two clicks."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from appointments.diary.free_times import FreeTime, free_times, held_cells
from appointments.diary.slots import Slot, overlap
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, Clinician, ConsultationRequest, ExtraSession, TimeOff
from appointments.models.choices import AccessNeed, Day, TimeOfDay, VisitType

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOOK_AHEAD_WEEKS = 6
SPANS: dict[str, type[ExtraSession | TimeOff]] = {"extra_sessions": ExtraSession, "time_off": TimeOff}
AFTERNOON, EVENING = 12, 17  # the hours at which they begin
NEEDS_NO_STEPS = {AccessNeed.STEP_FREE, AccessNeed.WHEELCHAIR}


def suggested_times(
    request: ConsultationRequest, clinicians: Iterable[Clinician], *, now: datetime, most: int = 6
) -> list[Slot]:
    """Up to `most` free times in the next weeks, best first: the fewest wishes missed, then the soonest.

    One for each part of a day, so that there is a real choice, and none that overlaps with another: all of them can be
    offered together. A longer visit, and a room without steps where the patient comes to the clinic and needs one.
    """
    diaries = list(clinicians)
    ahead = [Prefetch(name, model.objects.filter(ends_at__gt=now)) for name, model in SPANS.items()]
    prefetch_related_objects(diaries, "working_hours", *ahead)
    free: list[FreeTime] = []
    for week in range(LOOK_AHEAD_WEEKS):
        first = timezone.localdate(now) + week * WEEK
        free += _suitable(request, diaries, first, first + WEEK - DAY, now)
        free.sort(key=lambda found: (wishes_missed(request, found.slot), found.slot.starts_at, found.slot.clinician.pk))
        chosen = _spread(free, most)
        if len(chosen) == most and not any(wishes_missed(request, slot) for slot in chosen):
            break  # what comes later is only later
    return chosen


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


def _suitable(
    request: ConsultationRequest, clinicians: list[Clinician], first: date, last: date, now: datetime
) -> list[FreeTime]:
    """The free times of these days in which the patient can be seen at all, unsorted."""
    held = held_cells(clinicians, first, last)
    knowns = list(request.appointments.filter(status__in=[AppointmentStatus.RELEASED, AppointmentStatus.BOOKED]))
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
        if not any(_is_no_choice(found.slot, known) for known in knowns)
    ]


def _is_no_choice(slot: Slot, known: Appointment) -> bool:
    """What the patient was offered before and is offered no more; and what overlaps with what they have."""
    if known.is_booked:
        return slot.starts_at < known.ends_at and known.starts_at < slot.ends_at
    return slot.starts_at == known.starts_at


def _needs_no_steps(request: ConsultationRequest, slot: Slot) -> bool:
    return slot.visit_type == VisitType.IN_PERSON and bool(NEEDS_NO_STEPS & set(request.access_needs))


def _spread(free: list[FreeTime], most: int) -> list[Slot]:
    """The first of each day and part of it, of those that leave room for the ones before it."""
    chosen: dict[tuple[object, str], Slot] = {}
    for slot, _is_step_free in free:
        local = timezone.localtime(slot.starts_at)
        part = (local.date(), part_of_day(local))
        if part not in chosen and not any(overlap(slot, other) for other in chosen.values()):
            chosen[part] = slot
        if len(chosen) == most:
            break
    return list(chosen.values())
