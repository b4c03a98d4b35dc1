"""The times that suit a patient best, so that the usual offer is two clicks."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from appointments.diary.absences import read_plans
from appointments.diary.elsewhere import visits_elsewhere
from appointments.diary.free_times import Start, held_in, moment_of, starts
from appointments.diary.slots import Slot, overlap
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, Clinician, ConsultationRequest
from appointments.models.choices import AccessNeed, Day, TimeOfDay, VisitType

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LOOK_AHEAD_WEEKS = 6
USUAL_DAYS = 3  # on which the times of the usual offer lie
AFTERNOON, EVENING = 12, 17  # the hours at which they begin
NEEDS_NO_STEPS = {AccessNeed.STEP_FREE, AccessNeed.WHEELCHAIR}
NAMES_OF_DAYS = Day.values

Time = TypeVar("Time")


class Candidate(NamedTuple):
    """A free time, as it is put in order: the fewest wishes missed, then the soonest, then by diary, then as found.

    Its minute is counted as in `free_times`. There are thousands; a Slot is made only of those that are chosen.
    """

    missed: int
    minute: int
    clinician: int
    found: int
    minutes: int
    pause: int
    visit_type: str
    day: date
    part: str

    def overlaps(self, other: "Candidate") -> bool:
        """Whether one diary cannot hold both, each with the pause behind it."""
        is_before = self.minute + self.minutes + self.pause <= other.minute
        is_after = other.minute + other.minutes + other.pause <= self.minute
        return self.clinician == other.clinician and not is_before and not is_after


def suggested_times(
    request: ConsultationRequest,
    clinicians: Iterable[Clinician],
    *,
    now: datetime,
    most: int = 6,
    elsewhere: list[Appointment] | None = None,
) -> list[Slot]:
    """Up to `most` free times in the next weeks, best first: the fewest wishes missed, then the soonest.

    One for each part of a day and on three days at least, so that there is a real choice, and none that overlaps with
    another: all of them can be offered together. None in a part of a day in which a time was offered before and not
    taken. A longer visit, and a room without steps where the patient comes to the clinic and needs one. `elsewhere` are
    the visits on their other requests, where they were read already.
    """
    diaries = list(clinicians)
    read_plans(diaries, now)
    suitable = _Suitable(request, visits_elsewhere(request, now) if elsewhere is None else elsewhere, now)
    free: list[Candidate] = []
    for week in range(LOOK_AHEAD_WEEKS):
        first = timezone.localdate(now) + week * WEEK
        free += suitable.times(diaries, first, first + WEEK - DAY)
        free.sort()
        chosen = _spread(free, most)
        is_spread = len({candidate.day for candidate in chosen}) >= min(USUAL_DAYS, most)
        if len(chosen) == most and is_spread and not any(candidate.missed for candidate in chosen):
            break  # what comes later is only later
    by_number = {clinician.pk: clinician for clinician in diaries}
    return [Slot(by_number[one.clinician], moment_of(one.minute), one.minutes, one.visit_type) for one in chosen]


def usual_offer(request: ConsultationRequest, suggestions: list[Slot]) -> list[Slot]:
    """Of the times that are suggested, those to tick from the start: one a day, on the first three days that fit best.

    None misses more wishes than the best of them does: what nobody wished for is there to be chosen.
    """
    fewest = min((wishes_missed(request, slot) for slot in suggestions), default=0)
    best = [slot for slot in suggestions if wishes_missed(request, slot) == fewest]
    return _first_of_each(best, USUAL_DAYS, _day_of, overlap, [])


def minutes_for(request: ConsultationRequest, clinician: Clinician) -> int:
    """How long a visit of this patient is with this clinician."""
    is_long = AccessNeed.LONGER_VISIT in request.access_needs
    return clinician.longer_visit_minutes if is_long else clinician.visit_minutes


def wishes_missed(request: ConsultationRequest, slot: Slot) -> int:
    """How many of the patient's wishes a time does not meet: its day, its part of the day."""
    local = timezone.localtime(slot.starts_at)
    return _missed(request, local.date(), part_of_day(local))


def _missed(request: ConsultationRequest, day: date, part: str) -> int:
    is_wrong_day = bool(request.days) and NAMES_OF_DAYS[day.weekday()] not in request.days
    is_wrong_time = bool(request.times) and part not in request.times
    return int(is_wrong_day) + int(is_wrong_time)


def part_of_day(local: datetime) -> str:
    if local.hour < AFTERNOON:
        return TimeOfDay.MORNING
    return TimeOfDay.AFTERNOON if local.hour < EVENING else TimeOfDay.EVENING


def _known_times(request: ConsultationRequest) -> QuerySet[Appointment]:
    """What they have, and what they were offered before and are offered no more."""
    return request.appointments.filter(status__in=[AppointmentStatus.RELEASED, AppointmentStatus.BOOKED])


class _Suitable:
    """The free times at which a patient can be seen at all."""

    def __init__(self, request: ConsultationRequest, elsewhere: list[Appointment], now: datetime) -> None:
        self.request, self.now = request, now
        theirs = list(_known_times(request))
        # What overlaps with a visit they have is no choice; nor is what is near a time that did not suit them.
        self.visits = [_minutes_of(visit) for visit in [*(each for each in theirs if each.is_booked), *elsewhere]]
        self.unwanted = {
            _part_of_day_of(each) for each in theirs if not each.is_booked or request.wants_times_at is not None
        }
        self.needs_no_steps = bool(NEEDS_NO_STEPS & set(request.access_needs))
        self.days: dict[int, tuple[date, str]] = {}
        self.found = 0

    def times(self, clinicians: list[Clinician], first: date, last: date) -> Iterator[Candidate]:
        """Those of these days, as they are found."""
        held = held_in(clinicians, first, last)
        for clinician in clinicians:
            minutes = minutes_for(self.request, clinician)
            found = starts(
                clinician,
                first=first,
                last=last,
                minutes=minutes,
                visit_type=self.request.visit_type,
                now=self.now,
                held=held[clinician.pk],
            )
            for start in found:
                day, part = self._day_and_part(start.minute)
                if self._is_choice(start, minutes, day, part):
                    self.found += 1
                    yield Candidate(
                        _missed(self.request, day, part),
                        start.minute,
                        clinician.pk,
                        self.found,
                        minutes,
                        clinician.buffer_minutes,
                        start.visit_type,
                        day,
                        part,
                    )

    def _is_choice(self, start: Start, minutes: int, day: date, part: str) -> bool:
        has_steps = self.needs_no_steps and start.visit_type == VisitType.IN_PERSON and not start.is_step_free
        if has_steps or (day, part) in self.unwanted:
            return False
        return not any(start.minute < end and begin < start.minute + minutes for begin, end in self.visits)

    def _day_and_part(self, minute: int) -> tuple[date, str]:
        """On the clinic's clock. Twelve diaries share most of their times."""
        if minute not in self.days:
            local = timezone.localtime(moment_of(minute))
            self.days[minute] = local.date(), part_of_day(local)
        return self.days[minute]


def _minutes_of(visit: Appointment) -> tuple[float, float]:
    return visit.starts_at.timestamp() / 60, visit.ends_at.timestamp() / 60


def _spread(candidates: list[Candidate], most: int) -> list[Candidate]:
    """The first of each of three days, then of each part of a day, that leave room for one another; in order."""
    days = _first_of_each(candidates, min(USUAL_DAYS, most), lambda one: one.day, Candidate.overlaps, [])
    return sorted(_first_of_each(candidates, most, lambda one: (one.day, one.part), Candidate.overlaps, days))


def _first_of_each(
    times: Iterable[Time],
    most: int,
    group: Callable[[Time], Hashable],
    overlap: Callable[[Time, Time], bool],
    chosen: list[Time],
) -> list[Time]:
    """What is `chosen`, and the first of each further group that overlaps with none of them, until there are `most`."""
    found = list(chosen)
    groups = {group(time) for time in found}
    for time in times:
        if len(found) == most:
            break
        if group(time) not in groups and not any(overlap(time, other) for other in found):
            found.append(time)
            groups.add(group(time))
    return found


def _day_of(slot: Slot) -> date:
    return timezone.localdate(slot.starts_at)


def _part_of_day_of(slot: Slot | Appointment) -> tuple[date, str]:
    local = timezone.localtime(slot.starts_at)
    return local.date(), part_of_day(local)
