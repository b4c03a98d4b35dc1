"""Free times, on the clinic's clock."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from appointments import actions
from appointments.actions import TimeTaken
from appointments.diary.check import broken_invariants
from appointments.diary.free_times import FreeTime, free_times
from appointments.diary.hours import moment, openings
from appointments.lifecycle import Status
from appointments.models import Clinician, ExtraSession, TimeOff
from appointments.models.choices import VisitType
from appointments.text.datetimes import in_full
from tests.appointments.stage import DAY, HOUR, MINUTE, book, offer, request_in, slot, staff
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)  # of the week after NOON


def working(**changed: Any) -> Clinician:
    """Somebody who works on Tuesdays from 9 to 12, whose visits take 30 minutes without a pause."""
    row = {
        name: changed.pop(name)
        for name in ("weekday", "starts", "ends", "break_starts", "break_ends")
        if name in changed
    }
    hours = {"weekday": 1, "starts": time(9), "ends": time(12), "break_starts": None, "break_ends": None} | row
    doctor = ClinicianFactory(**{"visit_minutes": 30, "buffer_minutes": 0, "notice_hours": 0} | changed)
    WorkingHoursFactory(clinician=doctor, **hours)
    return doctor


def free(
    doctor: Clinician, first: date = TUESDAY, last: date | None = None, now: datetime = NOON, **changed: Any
) -> list[FreeTime]:
    wanted = {"minutes": 30, "visit_type": VisitType.ANY} | changed
    return free_times(doctor, first=first, last=last or first, now=now, **wanted)


def clock(found: list[FreeTime]) -> list[str]:
    return [f"{timezone.localtime(one.slot.starts_at):%H:%M}" for one in found]


def extra(doctor: Clinician, starts_at: datetime, ends_at: datetime, **changed: Any) -> ExtraSession:
    return ExtraSession.objects.create(clinician=doctor, starts_at=starts_at, ends_at=ends_at, **changed)


def away(doctor: Clinician, starts_at: datetime, ends_at: datetime) -> TimeOff:
    return TimeOff.objects.create(clinician=doctor, starts_at=starts_at, ends_at=ends_at)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return moment(day, time(hour, minute))


# --- hours ------------------------------------------------------------------------------------------------------------


def test_times_go_in_quarters_of_an_hour_and_the_visit_ends_within_the_hours() -> None:
    found = clock(free(working()))
    assert (found[0], found[1], found[-1], len(found)) == ("09:00", "09:15", "11:30", 11)
    assert not free(working(), MONDAY)


def test_the_pause_behind_the_last_visit_may_reach_beyond_the_hours() -> None:
    assert clock(free(working(buffer_minutes=15)))[-1] == "11:30"


def test_nobody_is_seen_in_a_break() -> None:
    found = clock(free(working(break_starts=time(10), break_ends=time(10, 30))))
    assert found == ["09:00", "09:15", "09:30", "10:30", "10:45", "11:00", "11:15", "11:30"]


def test_nobody_is_seen_in_time_off() -> None:
    doctor = working()
    away(doctor, at(9, 30), at(11, 20))
    assert clock(free(doctor)) == ["09:00", "11:20"]
    away(doctor, at(0, day=MONDAY), at(23))
    assert not free(doctor)


def test_extra_sessions_are_free_too_and_end_when_the_day_does() -> None:
    doctor = working()
    extra(doctor, at(22), at(2, day=TUESDAY + DAY))
    assert clock(free(doctor))[-3:] == ["23:00", "23:15", "23:30"]
    assert clock(free(doctor, TUESDAY + DAY)) == ["00:00", "00:15", "00:30", "00:45", "01:00", "01:15", "01:30"]
    assert "23:45" in clock(free(doctor, TUESDAY, TUESDAY + DAY))


def test_an_extra_session_of_several_days_is_free_where_nothing_is_held() -> None:
    doctor = working(weekday=6)
    extra(doctor, at(9, day=MONDAY), at(9, day=MONDAY + 4 * DAY))
    thursday = MONDAY + 3 * DAY
    AppointmentFactory(clinician=doctor, starts_at=at(10, day=thursday), buffer_minutes=0)
    assert {one.slot.starts_at.date() for one in free(doctor, MONDAY)} == {MONDAY}
    assert "10:00" not in clock(free(doctor, thursday))
    assert "10:45" in clock(free(doctor, thursday))


def test_where_hours_overlap_each_time_is_there_once_in_order_and_in_the_better_room() -> None:
    doctor = working()
    extra(doctor, at(10), at(13), is_step_free=False)
    found = free(doctor)
    assert clock(found) == sorted(set(clock(found)))
    assert [one.is_step_free for one in found if one.slot.starts_at < at(11, 45)] == [True] * 11
    assert clock(found)[-1] == "12:30"


def test_a_session_is_for_its_kind_of_visit() -> None:
    doctor = working()
    extra(doctor, at(14), at(15), visit_type=VisitType.VIDEO, is_step_free=False)
    kinds = {one.slot.visit_type for one in free(doctor, visit_type=VisitType.ANY)}
    assert kinds == {VisitType.IN_PERSON, VisitType.VIDEO}
    assert clock(free(doctor, visit_type=VisitType.PHONE))[-1] == "11:30"
    assert clock(free(doctor, visit_type=VisitType.VIDEO))[-1] == "14:30"


def test_times_begin_on_five_minutes_wherever_hours_or_time_off_begin() -> None:
    doctor = working(starts=time(9, 3))
    away(doctor, at(10), at(11, 7) + timedelta(seconds=30))
    assert clock(free(doctor)) == ["09:05", "09:20", "11:10", "11:25"]
    AppointmentFactory(clinician=doctor, starts_at=at(9), minutes=10, buffer_minutes=0)
    assert clock(free(doctor))[0] == "09:10"


# --- notice, horizon, what is held ------------------------------------------------------------------------------------


def test_no_time_is_sooner_than_the_notice_nor_later_than_the_horizon() -> None:
    doctor = working(notice_hours=48, horizon_days=8)
    assert clock(free(doctor, now=at(10, day=TUESDAY - 2 * DAY)))[0] == "10:00"
    assert clock(free(doctor, now=at(23, day=TUESDAY - 8 * DAY)))
    assert not free(doctor, now=at(23, day=TUESDAY - 9 * DAY))


def test_without_notice_the_time_that_is_now_has_passed() -> None:
    assert clock(free(working(), now=at(9)))[0] == "09:15"
    assert not free(working(), MONDAY, TUESDAY, now=at(12))


def test_who_sees_no_patients_has_no_times() -> None:
    assert not free(working(is_active=False))


def test_what_is_held_is_not_free_and_the_next_visit_begins_where_the_pause_ends() -> None:
    doctor = working(buffer_minutes=10)
    AppointmentFactory(clinician=doctor, starts_at=at(9, 40), minutes=30, buffer_minutes=5)
    AppointmentFactory(clinician=doctor, starts_at=at(10, 30), minutes=15, buffer_minutes=0, offered=True)
    # 9:00-9:30 with its pause ends at 9:40; between 10:15 and 10:30 is no room.
    assert clock(free(doctor)) == ["09:00", "10:45", "11:00", "11:15", "11:30"]


def test_another_clinicians_diary_holds_nothing_here() -> None:
    doctor = working()
    AppointmentFactory(starts_at=at(9))
    assert clock(free(doctor))[0] == "09:00"


# --- the two nights on which clocks change, in Madrid -----------------------------------------------------------------

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # Sundays: 2:00 is 3:00, and 3:00 is 2:00 again
BEFORE_AUTUMN = datetime(2026, 10, 20, 12, tzinfo=UTC)


@pytest.fixture
def madrid(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"


def at_night(starts: time, ends: time, **changed: Any) -> Clinician:
    return working(weekday=6, starts=starts, ends=ends, horizon_days=365, **changed)


def utc(found: list[FreeTime]) -> list[str]:
    return [f"{one.slot.starts_at:%H:%M}" for one in found]


def test_a_session_across_the_skipped_hour_is_an_hour_shorter(madrid: None) -> None:
    found = free(at_night(time(1), time(4)), SPRING)
    assert utc(found) == ["00:00", "00:15", "00:30", "00:45", "01:00", "01:15", "01:30"]
    assert clock(found)[3:5] == ["01:45", "03:00"]


def test_a_session_across_the_doubled_hour_is_an_hour_longer(madrid: None) -> None:
    found = free(at_night(time(1), time(4)), AUTUMN, now=BEFORE_AUTUMN)
    assert (utc(found)[0], utc(found)[-1], len(found)) == ("23:00", "02:30", 15)
    assert clock(found).count("02:15") == 2


@pytest.mark.parametrize(("starts", "ends"), [(time(2), time(3)), (time(2, 30), time(3, 15))])
def test_a_session_in_the_skipped_hour_is_not_held(starts: time, ends: time, madrid: None) -> None:
    assert not free(at_night(starts, ends), SPRING)


@pytest.mark.parametrize(("starts", "ends"), [(time(2), time(3)), (time(2, 30), time(3, 15))])
def test_a_break_in_the_skipped_hour_takes_nothing_out(starts: time, ends: time, madrid: None) -> None:
    doctor = at_night(time(1), time(5), break_starts=starts, break_ends=ends)
    assert utc(free(doctor, SPRING)) == utc(free(at_night(time(1), time(5)), SPRING))


def test_days_with_23_and_25_hours_end_at_midnight(madrid: None) -> None:
    for day, hours, now in ((SPRING, 23, NOON), (AUTUMN, 25, BEFORE_AUTUMN)):
        doctor = working(weekday=3, horizon_days=365)
        extra(doctor, moment(day - DAY, time(9)), moment(day + 2 * DAY, time(9)))
        assert len(free(doctor, day, now=now, minutes=15)) == hours * 4


def test_what_is_offered_across_a_change_of_clocks_is_shown_as_it_is_on_that_day(madrid: None) -> None:
    before, after = datetime(2026, 10, 24, 8, tzinfo=UTC), datetime(2026, 10, 26, 9, tzinfo=UTC)
    request = request_in(Status.NEW)
    offer(request, before, after, now=BEFORE_AUTUMN)
    shown = [in_full(offered.starts_at) for offered in request.appointments.all()]
    assert shown == [
        "Saturday 24 October 2026, 10:00 (clinic time, CEST)",
        "Monday 26 October 2026, 10:00 (clinic time, CET)",
    ]


def test_both_halves_of_the_doubled_hour_can_be_booked_and_are_two_times(madrid: None) -> None:
    first, second = datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
    for moment_ in (first, second):
        booked = book(request_in(Status.NEW), moment_, BEFORE_AUTUMN)
        assert booked.ends_at - booked.starts_at == 45 * MINUTE
    assert in_full(first) == "Sunday 25 October 2026, 02:15 (clinic time, CEST)"
    assert in_full(second) == "Sunday 25 October 2026, 02:15 (clinic time, CET)"


# --- zones far from UTC, and another zone -----------------------------------------------------------------------------

FAR = [
    "Pacific/Auckland",
    "America/St_Johns",
    "Pacific/Kiritimati",
    "Asia/Kathmandu",
    "Pacific/Pago_Pago",
    "Africa/Cairo",
]


@pytest.mark.parametrize("zone", FAR)
def test_hours_are_the_clinics_wherever_it_is(zone: str, settings: Any) -> None:
    settings.TIME_ZONE = zone
    doctor = working(starts=time(0), ends=time(23, 30), horizon_days=400)
    for tuesday in (TUESDAY, TUESDAY + 182 * DAY):
        found = free(doctor, tuesday)
        local = [timezone.localtime(one.slot.starts_at) for one in found]
        assert {one.date() for one in local} == {tuesday}
        assert (clock(found)[0], clock(found)[-1], len(found)) == ("00:00", "23:00", 93)
        assert local[0].utcoffset() == datetime.combine(tuesday, time(0), tzinfo=ZoneInfo(zone)).utcoffset()
    assert not free(doctor, TUESDAY + DAY)


def test_a_day_that_begins_at_one_begins_there(settings: Any) -> None:
    """In Cairo clocks go forward at midnight."""
    settings.TIME_ZONE = "Africa/Cairo"
    friday = date(2027, 4, 30)
    doctor = working(weekday=4, starts=time(0), ends=time(2), horizon_days=365)
    assert clock(free(doctor, friday)) == ["01:00", "01:15", "01:30"]


def test_with_another_zone_no_appointment_moves_and_every_time_is_shown_on_the_new_clock(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    doctor = working()
    booked = book(request_in(Status.NEW), at(9))
    cells = list(booked.cells.values_list("starts_at", flat=True))
    assert in_full(booked.starts_at) == "Tuesday 1 December 2026, 09:00 (clinic time, CET)"
    settings.TIME_ZONE = "Asia/Kathmandu"
    booked.refresh_from_db()
    assert list(booked.cells.values_list("starts_at", flat=True)) == cells
    assert in_full(booked.starts_at) == "Tuesday 1 December 2026, 13:45 (clinic time, UTC+05:45)"
    assert clock(free(doctor))[0] == "09:00"
    (said,) = broken_invariants()  # nothing moved, and the visit reads otherwise than it was agreed on
    assert "expected 2026-12-01T09:00 (Europe/Madrid), as it was agreed on" in said


# --- what must always be so -------------------------------------------------------------------------------------------

minutes_of_day = st.integers(0, 24 * 60 - 1)
quarters = st.integers(0, 4 * 24 * 3).map(lambda number: at(0, day=MONDAY) + 15 * number * MINUTE)
lengths = st.integers(1, 24).map(lambda number: 5 * number)
spans = st.tuples(quarters, st.integers(1, 60 * 24)).map(lambda span: (span[0], span[0] + span[1] * MINUTE))


class AnyDiary(TestCase):
    """Whatever hours, time off and appointments there are. Each example is rolled back."""

    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        weekly=st.lists(st.tuples(minutes_of_day, minutes_of_day), max_size=3),
        extras=st.lists(spans, max_size=2),
        off=st.lists(spans, max_size=2),
        held=st.lists(st.tuples(quarters, lengths, st.sampled_from([0, 5, 15])), max_size=5),
        minutes=lengths,
        buffer=st.sampled_from([0, 5, 15]),
        notice=st.sampled_from([0, 24]),
        now=quarters,
    )
    def test_every_free_time_can_be_booked_and_no_other_can(
        self, weekly: Any, extras: Any, off: Any, held: Any, minutes: int, buffer: int, notice: int, now: datetime
    ) -> None:
        doctor = ClinicianFactory(buffer_minutes=buffer, notice_hours=notice)
        for start, end in {tuple(sorted(pair)) for pair in weekly}:
            if start < end:
                clocks = [time(*divmod(one, 60)) for one in (start, end)]
                WorkingHoursFactory(
                    clinician=doctor, weekday=1, starts=clocks[0], ends=clocks[1], break_starts=None, break_ends=None
                )
        for span in extras:
            extra(doctor, *span)
        for span in off:
            away(doctor, *span)
        for starts_at, length, pause in held:
            taken = slot(starts_at, clinician=doctor, minutes=length)
            doctor.buffer_minutes = pause
            with suppress(actions.Refused):
                actions.book(request=ConsultationRequestFactory(), slot=taken, by=staff(), now=NOON)
        doctor.buffer_minutes = buffer
        found = free(doctor, MONDAY, TUESDAY, now, minutes=minutes)
        starts = [one.slot.starts_at for one in found]
        assert starts == sorted(set(starts))
        assert all(one >= now + notice * HOUR for one in starts)
        sessions = openings(doctor, MONDAY, TUESDAY)
        for one in found[:1] + found[-1:]:
            assert any(
                hours.starts_at <= one.slot.starts_at and one.slot.ends_at <= hours.ends_at for hours in sessions
            )
            request = ConsultationRequestFactory()
            booked = actions.book(request=request, slot=one.slot, by=staff(), now=now)
            with pytest.raises(TimeTaken):
                actions.book(request=ConsultationRequestFactory(), slot=one.slot, by=staff(), now=now)
            assert one.slot.starts_at not in [
                again.slot.starts_at for again in free(doctor, MONDAY, TUESDAY, now, minutes=minutes)
            ]
            actions.call_off(request=request, reason="", by=staff(), now=now)
            assert booked.pk
        assert list(broken_invariants()) == []
