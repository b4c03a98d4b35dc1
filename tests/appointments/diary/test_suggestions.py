"""The times that suit a patient best."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from appointments import actions
from appointments.diary.slots import Slot
from appointments.diary.suggestions import (
    minutes_for,
    part_of_day,
    suggested_times,
    usual_offer,
    wishes_missed,
)
from appointments.models import Clinician, ConsultationRequest, DiaryCell, ExtraSession, TimeOff
from appointments.models.appointment import CELL
from appointments.models.choices import AccessNeed, Day, TimeOfDay, VisitType
from tests.appointments.diary import slowly
from tests.appointments.stage import DAY, HOUR, ask_other_times, staff
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db


def suggested(request: ConsultationRequest, *clinicians: Clinician, **changed: Any) -> list[Slot]:
    return suggested_times(request, clinicians, **{"now": NOON} | changed)


def days_and_parts(slots: list[Slot]) -> list[str]:
    local = [timezone.localtime(slot.starts_at) for slot in slots]
    return [f"{at:%a} {part_of_day(at)}" for at in local]


def test_without_wishes_the_soonest_are_suggested_one_for_each_part_of_a_day() -> None:
    found = suggested(ConsultationRequestFactory(), ClinicianFactory(working=True))
    assert days_and_parts(found) == [
        "Tue afternoon",  # 24 hours' notice from Monday noon
        "Wed morning",
        "Wed afternoon",
        "Thu morning",
        "Thu afternoon",
        "Fri morning",
    ]


def test_the_patients_days_and_times_come_first_then_the_fewest_wishes_missed() -> None:
    request = ConsultationRequestFactory(days=["thu"], times=["morning"])
    found = suggested(request, ClinicianFactory(working=True), most=10)
    assert days_and_parts(found)[:6] == ["Thu morning"] * 6
    assert [wishes_missed(request, slot) for slot in found] == [0] * 6 + [1] * 4
    assert found[:6] == sorted(found[:6], key=lambda slot: slot.starts_at)


@pytest.mark.parametrize(
    ("hour", "part"), [(0, "morning"), (11, "morning"), (12, "afternoon"), (16, "afternoon"), (17, "evening")]
)
def test_the_parts_of_a_day(hour: int, part: str) -> None:
    assert part_of_day(NOON.replace(hour=hour, minute=59)) == part


def test_a_wish_for_a_day_is_on_the_clinics_calendar(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    request = ConsultationRequestFactory(days=["wed"], times=["morning"])
    (best, *_) = suggested(request, ClinicianFactory(working=True))
    assert f"{timezone.localtime(best.starts_at):%a %H:%M}" == "Wed 09:00"
    assert f"{best.starts_at:%a %H:%M}" == "Tue 20:00"


def test_who_needs_a_longer_visit_gets_a_longer_time() -> None:
    doctor = ClinicianFactory(working=True, visit_minutes=45, longer_visit_minutes=90)
    request = ConsultationRequestFactory(access_needs=[AccessNeed.LONGER_VISIT])
    assert {slot.minutes for slot in suggested(request, doctor)} == {minutes_for(request, doctor)} == {90}
    assert minutes_for(ConsultationRequestFactory(), doctor) == 45


@pytest.mark.parametrize("need", [AccessNeed.STEP_FREE, AccessNeed.WHEELCHAIR])
def test_who_cannot_climb_steps_is_not_sent_up_any(need: AccessNeed) -> None:
    doctor = ClinicianFactory()
    WorkingHoursFactory(clinician=doctor, weekday=1, is_step_free=False)
    WorkingHoursFactory(clinician=doctor, weekday=2)
    request = ConsultationRequestFactory(access_needs=[need])
    assert {line[:3] for line in days_and_parts(suggested(request, doctor))} == {"Wed"}
    request.visit_type = VisitType.VIDEO  # at home, the clinic's steps do not matter
    assert {line[:3] for line in days_and_parts(suggested(request, doctor))} == {"Tue", "Wed"}


def test_the_kind_of_visit_is_the_one_asked_for() -> None:
    doctor = ClinicianFactory()
    WorkingHoursFactory(clinician=doctor, weekday=1, visit_type=VisitType.IN_PERSON)
    WorkingHoursFactory(clinician=doctor, weekday=2, visit_type=VisitType.VIDEO)
    found = suggested(ConsultationRequestFactory(visit_type=VisitType.VIDEO), doctor)
    assert {slot.visit_type for slot in found} == {VisitType.VIDEO}
    assert {line[:3] for line in days_and_parts(found)} == {"Wed"}


def test_of_two_clinicians_whoever_is_free_sooner_is_suggested_and_nobody_who_sees_no_patients() -> None:
    busy, idle = ClinicianFactory(working=True, notice_hours=200), ClinicianFactory(working=True)
    inactive = ClinicianFactory(working=True, is_active=False, notice_hours=0)
    found = suggested(ConsultationRequestFactory(), busy, idle, inactive)
    assert {slot.clinician for slot in found} == {idle}


def test_the_suggested_times_can_be_offered_together() -> None:
    """The last quarter of the morning and the first of the afternoon would overlap."""
    doctor = ClinicianFactory(notice_hours=0)
    WorkingHoursFactory(
        clinician=doctor, weekday=1, starts=time(11, 45), ends=time(18), break_starts=None, break_ends=None
    )
    request = ConsultationRequestFactory()
    found = suggested(request, doctor, now=NOON, most=6)
    assert len(found) == 6
    assert days_and_parts(found)[:2] == ["Tue morning", "Tue afternoon"]
    assert found[1].starts_at - found[0].starts_at >= timedelta(minutes=60)
    assert len(actions.offer(request=request, slots=found, by=staff(), now=NOON)) == 6


def test_who_works_only_on_the_weekday_before_todays_is_suggested() -> None:
    doctor = ClinicianFactory()
    WorkingHoursFactory(clinician=doctor, weekday=6)  # today is a Monday
    found = suggested(ConsultationRequestFactory(), doctor, most=2)
    assert {day for day, _part in map(str.split, days_and_parts(found))} == {"Sun"}
    assert found[0].starts_at < NOON + 7 * DAY


@pytest.mark.parametrize("is_the_same_clinician", [True, False])
@pytest.mark.parametrize(
    ("starts", "is_suggested"),
    [(time(13, 15), True), (time(13, 30), False), (time(14, 0), False), (time(14, 30), False), (time(14, 45), True)],
)
def test_no_suggested_time_overlaps_the_visit_the_patient_has_with_whomever(
    starts: time, is_suggested: bool, is_the_same_clinician: bool
) -> None:
    """The visit is from 14:00 to 14:45. One time that ends as it begins, or begins as it ends, is fine."""
    visit = AppointmentFactory(starts_at=NOON + DAY + 2 * HOUR, buffer_minutes=0, clinician__buffer_minutes=0)
    doctor = visit.clinician if is_the_same_clinician else ClinicianFactory(buffer_minutes=0)
    ends = time(starts.hour + 1, starts.minute - 15) if starts.minute >= 15 else time(starts.hour, 45)
    WorkingHoursFactory(clinician=doctor, weekday=1, starts=starts, ends=ends, break_starts=None, break_ends=None)
    found = [slot.starts_at.date() for slot in suggested(visit.request, doctor)]
    assert found  # on the Tuesdays after it
    assert (visit.starts_at.date() in found) is is_suggested


def evenings(*weekdays: int) -> Clinician:
    """A clinician who is there from nine to eight on these days."""
    doctor = ClinicianFactory()
    for weekday in weekdays:
        WorkingHoursFactory(clinician=doctor, weekday=weekday, ends=time(20))
    return doctor


@pytest.mark.parametrize(
    ("wishes", "weekdays", "days"),
    [
        ({}, range(5), [24, 25, 26]),
        ({}, [2], [25, 2, 9]),
        ({"days": ["thu"]}, range(5), [26, 3, 10]),
        ({"times": ["evening"]}, range(5), [24, 25, 26]),
        ({"days": ["thu"], "times": ["evening"]}, range(5), [26, 3, 10]),
        ({"days": ["mon", "sun"]}, range(5), [30, 7, 14]),
    ],
)
def test_the_usual_offer_lies_on_three_days_that_were_wished(
    wishes: dict[str, Any], weekdays: list[int], days: list[int]
) -> None:
    request = ConsultationRequestFactory(**wishes)
    usual = usual_offer(request, suggested(request, evenings(*weekdays), now=NOON + 7 * HOUR))
    assert [timezone.localtime(slot.starts_at).day for slot in usual] == days
    assert {wishes_missed(request, slot) for slot in usual} == {0}


def test_a_time_that_nobody_wished_for_is_not_ticked_beside_one_that_was() -> None:
    request = ConsultationRequestFactory(days=["thu"])
    found = suggested(request, ClinicianFactory(working=True, horizon_days=5))
    usual = usual_offer(request, found)
    assert len(found) == 6
    assert days_and_parts(usual) == ["Thu morning"]
    assert usual_offer(request, []) == []


def test_after_a_refusal_the_parts_of_days_that_were_refused_are_left_out() -> None:
    doctor, request = evenings(*range(5)), ConsultationRequestFactory()
    refused = usual_offer(request, suggested(request, doctor))
    actions.offer(request=request, slots=refused, by=staff(), now=NOON)
    ask_other_times(request, days=[], times=[], note="")
    request.refresh_from_db()
    again = suggested(request, doctor)
    assert len(again) == 6
    parts = {(timezone.localdate(slot.starts_at), part_of_day(timezone.localtime(slot.starts_at))) for slot in refused}
    assert not parts & {
        (timezone.localdate(slot.starts_at), part_of_day(timezone.localtime(slot.starts_at))) for slot in again
    }


def test_whom_the_booked_time_no_longer_suits_is_not_suggested_the_hours_around_it() -> None:
    doctor, request = evenings(*range(5)), ConsultationRequestFactory()
    (best, *_) = suggested(request, doctor)
    booked = actions.book(request=request, slot=best, by=staff(), now=NOON)
    request.refresh_from_db()
    near = [slot for slot in suggested(request, doctor) if slot.starts_at.date() == booked.starts_at.date()]
    assert part_of_day(booked.starts_at) in {part_of_day(slot.starts_at) for slot in near}
    ask_other_times(request, days=[], times=[], note="")
    request.refresh_from_db()
    near = [slot for slot in suggested(request, doctor) if slot.starts_at.date() == booked.starts_at.date()]
    assert part_of_day(booked.starts_at) not in {part_of_day(slot.starts_at) for slot in near}


def test_nothing_is_suggested_where_nothing_is_free() -> None:
    assert suggested(ConsultationRequestFactory()) == []
    assert suggested(ConsultationRequestFactory(), ClinicianFactory()) == []
    far = ClinicianFactory(working=True, horizon_days=1, notice_hours=48)
    assert suggested(ConsultationRequestFactory(), far, now=NOON + DAY) == []


@pytest.mark.parametrize("seed", range(10))
def test_the_quick_way_suggests_what_the_slow_one_does(seed: int, settings: Any) -> None:
    chance = random.Random(seed)
    doctors = [_somebody(chance) for _ in range(3)]
    request = ConsultationRequestFactory(
        days=chance.sample(Day.values, chance.randint(0, 3)),
        times=chance.sample(TimeOfDay.values, chance.randint(0, 2)),
        visit_type=chance.choice(VisitType.values),
        access_needs=chance.sample(AccessNeed.values, chance.randint(0, 4)),
        wants_times_at=chance.choice([None, NOON]),
    )
    _fill(doctors, request, chance)
    for now in (NOON, datetime(2027, 3, 25, 13, 7, 30, tzinfo=UTC)):  # the clocks go forward on the 28th
        for most in (3, 6, 10):
            found = suggested(request, *doctors, now=now, most=most)
            assert found == slowly.suggested_times(request, doctors, now=now, most=most)


def _somebody(chance: random.Random) -> Clinician:
    doctor = ClinicianFactory(
        visit_minutes=chance.choice([5, 20, 45]),
        longer_visit_minutes=chance.choice([60, 90]),
        buffer_minutes=chance.choice([0, 5, 15]),
        notice_hours=chance.choice([0, 24, 200]),
        horizon_days=chance.choice([20, 180]),
    )
    for _ in range(chance.randint(0, 6)):
        start, length = chance.randint(0, 20), chance.randint(1, 3)
        WorkingHoursFactory(
            clinician=doctor,
            weekday=chance.randint(0, 6),
            starts=time(start, chance.choice([0, 15, 33])),
            ends=time(start + length, chance.choice([0, 52])),
            break_starts=None,
            break_ends=None,
            visit_type=chance.choice(VisitType.values),
            is_step_free=chance.random() < 0.5,
        )
    for model, more in ((ExtraSession, {"visit_type": VisitType.VIDEO}), (TimeOff, {})):
        for _ in range(chance.randint(0, 3)):
            starts_at = NOON + chance.randint(0, 60 * 24 * 130) * timedelta(minutes=1)
            ends_at = starts_at + chance.randint(1, 600) * timedelta(minutes=1)
            model.objects.create(clinician=doctor, starts_at=starts_at, ends_at=ends_at, **more)
    return doctor


def _fill(doctors: list[Clinician], request: ConsultationRequest, chance: random.Random) -> None:
    """Visits of others, and some that this patient had or did not want."""
    for doctor in doctors:
        stands = AppointmentFactory(clinician=doctor, starts_at=NOON - DAY)
        taken = (NOON + chance.randint(0, 12 * 24 * 20) * CELL for _ in range(400))
        DiaryCell.objects.bulk_create(
            DiaryCell(appointment=stands, clinician=doctor, starts_at=at) for at in sorted(set(taken))
        )
    for _ in range(3):
        starts_at = NOON + chance.randint(1, 12 * 24 * 14) * CELL
        AppointmentFactory(clinician=doctors[0], starts_at=starts_at, request=request, status="released")
