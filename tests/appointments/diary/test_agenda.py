"""What diaries hold, day by day. The clinic's clock is UTC unless a test says otherwise."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from appointments.diary.agenda import agenda, standing_between
from appointments.diary.entries import Diary
from appointments.diary.hours import moment
from appointments.models import Clinician, ExtraSession, TimeOff
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db

WEDNESDAY = date(2026, 11, 25)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def diary(clinician: Clinician, day: date = WEDNESDAY, now: datetime = NOON) -> Diary:
    [only] = agenda([clinician], first=day, last=day, now=now)
    return only.diaries[0]


def lines(clinician: Clinician, day: date = WEDNESDAY, now: datetime = LONG_AGO) -> list[str]:
    """`09:00–13:00 free`, line by line."""
    found = agenda([clinician], first=day, last=day, now=now)[0].diaries
    return [f"{entry.clock} {entry.kind}" for each in found for entry in each.entries]


def away(clinician: Clinician, start: datetime, end: datetime, reason: str = "") -> TimeOff:
    return TimeOff.objects.create(clinician=clinician, starts_at=start, ends_at=end, reason=reason)


def test_an_empty_day_is_free_but_for_its_break() -> None:
    assert lines(ClinicianFactory(working=True)) == ["09:00–13:00 free", "13:00–14:00 break", "14:00–17:00 free"]


@pytest.mark.parametrize("status", ["booked", "attended", "missed"])
def test_a_visit_takes_its_time_and_the_pause_behind_it(status: str) -> None:
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=25, hour=10), status=status)
    assert lines(clinician)[:3] == ["09:00–10:00 free", f"10:00–10:45 {status}", "11:00–13:00 free"]


def test_an_offered_time_is_held() -> None:
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(offered=True, clinician=clinician, starts_at=NOON.replace(day=25, hour=9))
    assert lines(clinician)[:2] == ["09:00–09:45 offered", "10:00–13:00 free"]


@pytest.mark.parametrize("status", ["released", "cancelled"])
def test_what_was_given_back_is_free_again(status: str) -> None:
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=25, hour=10), status=status)
    assert lines(clinician)[0] == "09:00–13:00 free"


def test_time_off_leaves_the_visits_that_were_agreed_on() -> None:
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=25, hour=10))
    away(clinician, moment(WEDNESDAY, time.min), moment(WEDNESDAY + timedelta(days=2), time.min), "Congress")
    assert lines(clinician) == ["00:00–24:00 away", "10:00–10:45 booked"]
    assert diary(clinician).entries[0].is_all_day


def test_time_off_of_an_afternoon_leaves_the_morning() -> None:
    clinician = ClinicianFactory(working=True)
    away(clinician, moment(WEDNESDAY, time(12)), moment(WEDNESDAY, time(15)))
    assert lines(clinician) == ["09:00–12:00 free", "12:00–15:00 away", "15:00–17:00 free"]


def test_an_extra_session_says_what_it_is_for() -> None:
    clinician = ClinicianFactory()
    ExtraSession.objects.create(
        clinician=clinician,
        starts_at=moment(WEDNESDAY, time(18)),
        ends_at=moment(WEDNESDAY, time(20)),
        visit_type="video",
        is_step_free=False,
    )
    [entry] = diary(clinician).entries
    assert (entry.clock, entry.limits) == ("18:00–20:00", ["By video only", "Room with steps"])


def test_an_extra_session_of_several_days_stands_in_each_of_them() -> None:
    clinician = ClinicianFactory()
    starts_at = moment(WEDNESDAY - timedelta(days=1), time(20))
    ExtraSession.objects.create(clinician=clinician, starts_at=starts_at, ends_at=moment(WEDNESDAY, time(6)))
    [entry] = diary(clinician).entries
    assert entry.clock == "00:00–06:00"


def test_hours_that_touch_or_overlap_are_one_free_stretch() -> None:
    clinician = ClinicianFactory()
    WorkingHoursFactory(clinician=clinician, weekday=2, break_starts=None, break_ends=None)
    start, end = moment(WEDNESDAY, time(16)), moment(WEDNESDAY, time(19))
    ExtraSession.objects.create(clinician=clinician, starts_at=start, ends_at=end)
    assert lines(clinician) == ["09:00–19:00 free"]


def test_free_stretches_that_have_passed_are_left_out() -> None:
    clinician = ClinicianFactory(working=True)
    assert lines(clinician, now=NOON.replace(day=25, hour=13)) == ["13:00–14:00 break", "14:00–17:00 free"]


def test_who_sees_no_patients_any_more_shows_only_what_was_agreed_on() -> None:
    clinician = ClinicianFactory(working=True, is_active=False)
    assert lines(clinician) == []
    AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=25, hour=10))
    assert lines(clinician) == ["10:00–10:45 booked"]


def test_each_clinician_has_a_diary_of_their_own() -> None:
    ana, ben = ClinicianFactory(name="Dr Example Ana"), ClinicianFactory(name="Dr Example Ben")
    first, second = AppointmentFactory(clinician=ana), AppointmentFactory(clinician=ben)
    [day] = agenda([ana, ben, ClinicianFactory()], first=WEDNESDAY, last=WEDNESDAY, now=NOON)
    assert [[entry.appointment for entry in each.entries] for each in day.diaries] == [[first], [second]]


def test_days_are_those_of_the_clinics_clock(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(clinician=clinician, starts_at=datetime(2026, 11, 24, 20, 30, tzinfo=UTC))
    assert lines(clinician)[:3] == ["09:00–09:30 free", "09:30–10:15 booked", "10:30–13:00 free"]
    assert "09:30–10:15 booked" not in lines(clinician, WEDNESDAY - timedelta(days=1))


def test_a_zone_with_half_an_hour_is_right(settings: Any) -> None:
    settings.TIME_ZONE = "America/St_Johns"
    clinician = ClinicianFactory(working=True)
    AppointmentFactory(clinician=clinician, starts_at=datetime(2026, 11, 25, 13, 0, tzinfo=UTC))
    assert lines(clinician)[1] == "09:30–10:15 booked"
    away(clinician, moment(WEDNESDAY, time.min), moment(WEDNESDAY + timedelta(days=1), time.min))
    assert lines(clinician)[0] == "00:00–24:00 away"


@pytest.mark.parametrize(
    ("night", "expected"),
    [
        (date(2026, 3, 29), ["01:00 CET–05:00 CEST free"]),
        (date(2026, 10, 25), ["01:00 CEST–05:00 CET free"]),
    ],
)
def test_on_the_nights_on_which_clocks_change_each_time_says_its_zone(
    settings: Any, night: date, expected: list[str]
) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    clinician = ClinicianFactory()
    WorkingHoursFactory(
        clinician=clinician, weekday=6, starts=time(1), ends=time(5), break_starts=None, break_ends=None
    )
    assert lines(clinician, night) == expected
    assert agenda([clinician], first=night, last=night, now=LONG_AGO)[0].clocks_change
    assert lines(clinician, night + timedelta(days=7)) == ["01:00–05:00 free"]


def test_the_hour_that_comes_twice_keeps_its_two_visits_apart(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    clinician = ClinicianFactory()
    for hour in (0, 1):  # 02:30 CEST and 02:30 CET
        AppointmentFactory(
            clinician=clinician, starts_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC), minutes=30, buffer_minutes=0
        )
    assert lines(clinician, date(2026, 10, 25)) == ["02:30 CEST–02:00 CET booked", "02:30 CET–03:00 CET booked"]


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_whole_day_off_is_a_whole_day_though_clocks_change(settings: Any, night: date) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    clinician = ClinicianFactory()
    away(clinician, moment(night, time.min), moment(night + timedelta(days=1), time.min))
    assert diary(clinician, night).entries[0].is_all_day
    for beside in (night - timedelta(days=1), night + timedelta(days=1)):
        assert lines(clinician, beside) == []


def test_five_clinicians_cost_no_more_questions_than_one(django_assert_max_num_queries: Any) -> None:
    clinicians = [ClinicianFactory(working=True) for _ in range(5)]
    for clinician in clinicians:
        AppointmentFactory(clinician=clinician)
    with django_assert_max_num_queries(4):
        days = agenda(clinicians, first=WEDNESDAY, last=WEDNESDAY + timedelta(days=6), now=NOON)
        assert all(
            entry.appointment.request.patient
            for day in days
            for each in day.diaries
            for entry in each.entries
            if entry.appointment
        )


def test_visits_that_stand_in_a_time_are_those_that_overlap_it() -> None:
    clinician = ClinicianFactory()
    begins = NOON.replace(day=25, hour=9, minute=30)
    before = AppointmentFactory(clinician=clinician, starts_at=begins)  # until 10:15
    inside = AppointmentFactory(offered=True, clinician=clinician, starts_at=begins.replace(hour=11))
    AppointmentFactory(clinician=clinician, starts_at=begins.replace(hour=13), status="attended")
    AppointmentFactory(clinician=clinician, starts_at=begins.replace(hour=16, minute=0))
    AppointmentFactory(starts_at=begins)
    ten, four = begins.replace(hour=10, minute=0), begins.replace(hour=16, minute=0)
    assert standing_between(clinician, ten, four) == [before, inside]
    assert standing_between(clinician, begins.replace(hour=10, minute=15), four) == [inside]
