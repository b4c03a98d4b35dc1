"""Offering times, agreeing on one, and what becomes of it. What may happen at all: test_lifecycle."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from appointments import actions
from appointments.actions import Closed, NotPossible, OfferGone, TimeTaken, TimeUnfit
from appointments.actions.offers import MOST_OFFERS
from appointments.diary.check import broken_invariants
from appointments.lifecycle import Status
from appointments.models import Appointment, DiaryCell, TimeOff
from appointments.text.datetimes import in_full
from tests.appointments.stage import (
    DAY,
    HOUR,
    MINUTE,
    VISIT,
    accept,
    ask_other_times,
    book,
    call,
    cancel,
    clinician,
    last_event,
    offer,
    owed,
    reopen,
    request_in,
    slot,
    staff,
    status_of,
)
from tests.factories import NOON, AppointmentFactory, ClinicianFactory

pytestmark = pytest.mark.django_db

LATER = VISIT + 2 * HOUR
PHONE_ONLY = {"email": "", "phone": "+34600000000"}


@pytest.fixture(autouse=True)
def _the_diary_equals_the_appointments() -> Any:
    yield
    assert list(broken_invariants()) == []


def withdraw(appointment: Appointment, now: datetime = NOON) -> None:
    actions.withdraw(request=appointment.request, appointment=appointment, by=staff(), now=now)


def reschedule(request: Any, at: datetime = LATER, now: datetime = NOON, **changed: Any) -> Appointment:
    return actions.reschedule(request=request, slot=slot(at, **changed), by=staff(), now=now)


def call_off(request: Any, now: datetime = NOON) -> None:
    actions.call_off(request=request, reason="Dr Example is ill.", by=staff(), now=now)


# --- offer ------------------------------------------------------------------------------------------------------------


def test_an_offer_holds_the_times_until_it_runs_out_and_the_patient_is_written_to(settings: Any) -> None:
    settings.OFFERS_LAST_HOURS = 24
    request = request_in(Status.NEW)
    first, second = offer(request, VISIT, LATER)
    assert status_of(request) == Status.OFFERED
    assert (first.offered_at, first.expires_at) == (NOON, NOON + 24 * HOUR)
    assert DiaryCell.objects.filter(appointment=first).count() == (45 + 15) / 5
    event = last_event(request)
    assert (event.kind, event.by, event.at) == ("offered", staff(), NOON)
    assert event.in_words == f"{in_full(VISIT)}\n{in_full(LATER)}"
    assert owed(request) == ["offered"]
    assert request.messages.get().occasion == str(event.pk)
    assert second.starts_at == LATER


def test_an_offer_is_the_first_answer_and_answers_a_wish_and_a_suspicion() -> None:
    request = request_in(Status.NEW, suspect=True, wants_times_at=NOON)
    offer(request, now=NOON + HOUR)
    request.refresh_from_db()
    assert (request.first_contacted_at, request.suspicion, request.wants_times_at) == (NOON + HOUR, "", None)
    offer(request, LATER, now=NOON + 2 * HOUR)
    request.refresh_from_db()
    assert request.first_contacted_at == NOON + HOUR


def test_an_offer_runs_out_at_the_latest_when_the_visit_would_begin() -> None:
    (offered,) = offer(request_in(Status.NEW), NOON + HOUR)
    assert offered.expires_at == NOON + HOUR


def test_a_later_offer_is_written_in_place_of_one_that_has_not_left() -> None:
    request = request_in(Status.OFFERED)
    offer(request, LATER)
    assert request.appointments.offered().count() == 2
    assert owed(request) == ["offered"]


def test_with_other_times_offered_a_booked_time_stays_booked() -> None:
    request = request_in(Status.BOOKED)
    offer(request, LATER)
    assert status_of(request) == Status.BOOKED
    assert request.appointments.booked().get().starts_at == VISIT
    assert owed(request) == ["booked", "offered", "reminder"]


def test_between_one_and_six_times_stand_offered() -> None:
    request = request_in(Status.NEW)
    with pytest.raises(TimeUnfit, match="between one and 6"):
        actions.offer(request=request, slots=[], by=staff(), now=NOON)
    offer(request, *(VISIT + number * HOUR for number in range(MOST_OFFERS)))
    with pytest.raises(TimeUnfit):
        offer(request, VISIT + DAY)


def test_if_one_of_the_times_is_taken_none_is_held() -> None:
    AppointmentFactory(clinician=clinician(), starts_at=LATER)
    request = request_in(Status.NEW)
    with pytest.raises(TimeTaken, match="taken just now"):
        offer(request, VISIT, LATER)
    assert status_of(request) == Status.NEW
    assert not request.appointments.exists()
    assert not request.events.exists()


@pytest.mark.parametrize("away", [-55, -5, 5, 55])
def test_a_visit_and_the_pause_behind_it_overlap_with_no_other(away: int) -> None:
    request_in(Status.BOOKED)
    with pytest.raises(TimeTaken):
        offer(request_in(Status.NEW), VISIT + away * MINUTE)


@pytest.mark.parametrize("away", [-60, 60])
def test_one_visit_may_begin_where_the_pause_behind_another_ends(away: int) -> None:
    request_in(Status.BOOKED)
    assert offer(request_in(Status.NEW), VISIT + away * MINUTE)


def test_two_clinicians_see_patients_at_the_same_time() -> None:
    request_in(Status.BOOKED)
    other = slot(clinician=ClinicianFactory())
    assert actions.offer(request=request_in(Status.NEW), slots=[other], by=staff(), now=NOON)


def test_one_offer_cannot_hold_a_time_twice() -> None:
    with pytest.raises(TimeUnfit, match="overlap"):
        offer(request_in(Status.NEW), VISIT, VISIT + 30 * MINUTE)


UNFIT = [
    (slot, {"starts_at": VISIT + 3 * MINUTE}, "steps of 5 minutes"),
    (slot, {"starts_at": VISIT + timedelta(seconds=1)}, "steps of 5 minutes"),
    (slot, {"minutes": 42}, "steps of 5 minutes"),
    (slot, {"minutes": 0}, "between 5 and 240"),
    (slot, {"minutes": 245}, "between 5 and 240"),
    (slot, {"starts_at": NOON}, "passed"),
    (slot, {"visit_type": "any"}, "kind of visit"),
]


@pytest.mark.parametrize(("make", "changed", "sentence"), UNFIT)
def test_what_no_diary_should_hold_is_refused_in_a_sentence(make: Any, changed: dict[str, Any], sentence: str) -> None:
    for act in (actions.offer, actions.book, actions.reschedule):
        request = request_in(Status.BOOKED if act is actions.reschedule else Status.NEW)
        given = {"slots": [make(**changed)]} if act is actions.offer else {"slot": make(**changed)}
        with pytest.raises(TimeUnfit, match=sentence):
            act(request=request, by=staff(), now=NOON, **given)  # type: ignore[operator]


def test_nobody_is_seen_by_who_is_away_or_sees_no_patients() -> None:
    doctor = clinician()
    TimeOff.objects.create(clinician=doctor, starts_at=VISIT + 40 * MINUTE, ends_at=VISIT + DAY)
    with pytest.raises(TimeUnfit, match="is away"):
        offer(request_in(Status.NEW))
    assert offer(request_in(Status.NEW), VISIT - 5 * MINUTE)
    doctor.is_active = False
    doctor.save()
    with pytest.raises(TimeUnfit, match="sees no patients"):
        offer(request_in(Status.NEW), VISIT - DAY)


def test_a_visit_may_begin_as_somebody_comes_back_and_end_as_they_leave() -> None:
    doctor = clinician()
    TimeOff.objects.create(clinician=doctor, starts_at=VISIT - DAY, ends_at=VISIT)
    TimeOff.objects.create(clinician=doctor, starts_at=VISIT + 45 * MINUTE, ends_at=VISIT + DAY)
    assert book(request_in(Status.NEW))
    for outside in (-5 * MINUTE, 5 * MINUTE):
        with pytest.raises(TimeUnfit, match="is away"):
            book(request_in(Status.NEW), VISIT + outside)


def test_staff_may_agree_on_a_time_outside_the_working_hours() -> None:
    assert not clinician().working_hours.exists()
    assert book(request_in(Status.NEW), datetime(2026, 11, 29, 22, 0, tzinfo=UTC))


def test_a_time_on_another_clock_fills_the_same_cells() -> None:
    """A quarter to three in Madrid, for the first time in the night when clocks go back."""
    local = datetime(2026, 10, 25, 2, 45, tzinfo=ZoneInfo("Europe/Madrid"))
    booked = book(request_in(Status.NEW), local, now=NOON - 60 * DAY)
    cells = list(booked.cells.values_list("starts_at", flat=True))
    start = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert cells == [start + number * 5 * MINUTE for number in range(12)]
    assert slot(local).ends_at == booked.ends_at == start + 45 * MINUTE


# --- accept -----------------------------------------------------------------------------------------------------------


def test_an_accepted_time_is_booked_and_the_others_go_back() -> None:
    request = request_in(Status.NEW)
    chosen, other = offer(request, VISIT + 10 * DAY, VISIT)
    accept(request, chosen, NOON + HOUR)
    assert (status_of(chosen), status_of(other), status_of(request)) == ("booked", "released", "booked")
    assert (chosen.booked_at, other.closed_at) == (NOON + HOUR, NOON + HOUR)
    assert not other.cells.exists()
    event = last_event(request)
    assert (event.kind, event.by, event.appointment, event.in_words) == (
        "accepted",
        None,
        chosen,
        in_full(VISIT + 10 * DAY),
    )
    assert request.changed_at == NOON + HOUR
    assert owed(request) == ["booked", "reminder", "reminder"]


def test_reminders_are_for_some_days_before_and_not_for_what_was_booked_later_than_that(settings: Any) -> None:
    settings.REMINDER_DAYS = [14, 7, 1]
    request = request_in(Status.NEW)
    booked = book(request, VISIT + 5 * DAY)  # in seven days
    reminder = request.messages.get(kind="reminder")
    assert reminder.not_before == VISIT + 4 * DAY
    assert reminder.occasion == f"{booked.pk}.0.1"


def test_a_second_click_on_accept_changes_nothing() -> None:
    request = request_in(Status.OFFERED)
    chosen = request.appointments.get()
    assert accept(request, chosen) == accept(request, chosen, NOON + HOUR)
    assert request.events.filter(kind="accepted").count() == 1
    assert owed(request) == ["booked", "reminder"]


@pytest.mark.parametrize("by_staff", [False, True])
def test_an_offer_that_has_run_out_is_not_accepted_even_before_it_is_given_back(by_staff: bool) -> None:
    request = request_in(Status.OFFERED)
    chosen = request.appointments.get()
    with pytest.raises(OfferGone, match="no longer offered"):
        accept(request, chosen, chosen.expires_at, by=staff() if by_staff else None)
    assert accept(request, chosen, chosen.expires_at - MINUTE)


def test_what_was_withdrawn_or_never_offered_to_this_patient_is_not_accepted() -> None:
    request = request_in(Status.OFFERED)
    first, second = request.appointments.get(), offer(request, LATER)[0]
    withdraw(first)
    with pytest.raises(OfferGone):
        accept(request, first)
    stranger = request_in(Status.NEW)
    with pytest.raises(OfferGone):
        accept(stranger, second)
    with pytest.raises(OfferGone):
        actions.withdraw(request=stranger, appointment=second, by=staff(), now=NOON)


def test_once_the_request_is_closed_nothing_is_accepted() -> None:
    request = request_in(Status.OFFERED)
    chosen = request.appointments.get()
    cancel(request)
    with pytest.raises(Closed):
        accept(request, chosen)


def test_a_time_accepted_in_place_of_a_booked_one_takes_over_its_event_in_the_calendar() -> None:
    request = request_in(Status.BOOKED)
    before = request.appointments.get()
    (chosen,) = offer(request, LATER + 10 * DAY)
    accept(request, chosen)
    assert (status_of(before), status_of(chosen)) == ("cancelled", "booked")
    chosen.refresh_from_db()
    assert chosen.sequence == 1
    assert chosen.uid != before.uid
    assert not before.cells.exists()
    assert status_of(request) == Status.BOOKED
    assert owed(request) == ["changed", "reminder", "reminder"]


def test_the_uid_goes_from_the_booked_time_to_the_one_that_replaces_it() -> None:
    request = request_in(Status.BOOKED)
    uid = request.appointments.get().uid
    (chosen,) = offer(request, LATER)
    accept(request, chosen)
    assert Appointment.objects.get(uid=uid) == chosen


def test_who_accepts_by_phone_need_not_be_phoned_about_it() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    (chosen,) = offer(request, LATER)
    accept(request, chosen, by=staff())
    assert not request.messages.to_tell_by_phone(NOON).exists()
    assert owed(request) == ["reminder"]


# --- ask_other_times -------------------------------------------------------------------------------------------------


def test_declined_times_go_back_and_the_new_wishes_replace_the_old() -> None:
    request = request_in(Status.OFFERED, days=["mon"], times=[])
    ask_other_times(request, NOON + HOUR)
    assert status_of(request) == Status.CONTACTED
    assert (request.days, request.times, request.wants_times_at) == (["fri"], ["morning"], NOON + HOUR)
    assert not DiaryCell.objects.exists()
    event = last_event(request)
    assert (event.kind, event.by) == ("asked_other_times", None)
    assert event.note == "Only Fridays."
    assert event.in_words == "Only Fridays.\nDays now: Friday\nTimes now: Morning\nDays before: Monday\nTimes before: –"
    assert owed(request) == []


def test_a_second_click_on_other_times_changes_nothing() -> None:
    request = request_in(Status.OFFERED)
    ask_other_times(request)
    ask_other_times(request, NOON + MINUTE)
    assert request.events.filter(kind="asked_other_times").count() == 1


def test_other_times_may_be_wanted_again_when_they_were_offered_again() -> None:
    request = request_in(Status.OFFERED)
    ask_other_times(request)
    offer(request)
    ask_other_times(request, NOON + MINUTE)
    assert request.events.filter(kind="asked_other_times").count() == 2
    assert status_of(request) == Status.CONTACTED


def test_what_is_booked_stays_until_there_is_another() -> None:
    request = request_in(Status.BOOKED)
    offer(request, LATER)
    ask_other_times(request)
    assert status_of(request) == Status.BOOKED
    assert request.wants_times_at == NOON
    assert [appointment.status for appointment in request.appointments.holding()] == ["booked"]
    assert owed(request) == ["booked", "reminder"]


def test_nobody_wants_other_times_before_any_answer_or_after_the_end() -> None:
    with pytest.raises(NotPossible):
        ask_other_times(request_in(Status.NEW))
    with pytest.raises(Closed):
        ask_other_times(request_in(Status.CANCELLED))


def test_a_page_is_no_mailer_and_no_store() -> None:
    request = request_in(Status.CONTACTED)
    for number in range(15):
        ask_other_times(request, note=f"note {number}")
    with pytest.raises(actions.TooManyRequests):
        ask_other_times(request, note="one more")
    ask_other_times(request, note="said to staff", by=staff())


# --- withdraw, expire_offers ------------------------------------------------------------------------------------


def test_a_withdrawn_time_goes_back_and_with_the_last_one_the_request_is_contacted() -> None:
    request = request_in(Status.NEW)
    first, second = offer(request, VISIT, LATER)
    withdraw(first)
    assert (status_of(request), status_of(first)) == ("offered", "released")
    assert owed(request) == ["offered"]
    withdraw(second)
    assert status_of(request) == Status.CONTACTED
    assert not DiaryCell.objects.exists()
    assert owed(request) == []
    event = last_event(request)
    assert (event.kind, event.by, event.in_words) == ("withdrawn", staff(), in_full(LATER))
    with pytest.raises(OfferGone):
        withdraw(second)


def test_an_expired_offer_frees_the_diary() -> None:
    request = request_in(Status.OFFERED)
    expires_at = request.appointments.get().expires_at
    assert actions.expire_offers(now=expires_at - MINUTE) == 0
    assert actions.expire_offers(now=expires_at) == 1
    assert actions.expire_offers(now=expires_at) == 0
    assert status_of(request) == Status.CONTACTED
    assert not DiaryCell.objects.exists()
    event = last_event(request)
    assert (event.kind, event.by, event.in_words) == ("expired", None, in_full(VISIT))
    assert request.changed_at is None  # the patient did nothing
    assert owed(request) == []


def test_only_what_ran_out_is_given_back() -> None:
    request = request_in(Status.OFFERED)
    offer(request, LATER, now=NOON + HOUR)
    early = request.appointments.earliest("expires_at")
    offer(request_in(Status.NEW), LATER + DAY, now=NOON - 2 * DAY)
    assert actions.expire_offers(now=early.expires_at) == 3 - 1
    assert status_of(request) == Status.OFFERED
    assert owed(request) == ["offered"]


def test_beside_a_booked_time_offers_run_out_without_moving_the_request() -> None:
    request = request_in(Status.BOOKED)
    offer(request, LATER + DAY)
    assert actions.expire_offers(now=NOON + 30 * DAY) == 1
    assert status_of(request) == Status.BOOKED
    assert "offered" not in owed(request)


# --- book, reschedule, call_off ---------------------------------------------------------------------------------------


def test_what_was_agreed_by_phone_is_booked_and_what_was_offered_goes_back() -> None:
    request = request_in(Status.OFFERED, wants_times_at=NOON)
    offered = request.appointments.get()
    booked = book(request, VISIT, NOON + HOUR)  # the very time that is offered
    assert (status_of(offered), status_of(booked), status_of(request)) == ("released", "booked", "booked")
    assert (booked.booked_at, request.wants_times_at) == (NOON + HOUR, None)
    event = last_event(request)
    assert (event.kind, event.by, event.appointment, event.in_words) == ("booked", staff(), booked, in_full(VISIT))
    assert owed(request) == ["booked", "reminder"]
    with pytest.raises(NotPossible):
        book(request, LATER)


def test_booking_is_the_first_answer_and_clears_a_suspicion() -> None:
    request = request_in(Status.NEW, suspect=True)
    book(request, now=NOON + HOUR)
    request.refresh_from_db()
    assert (request.first_contacted_at, request.suspicion) == (NOON + HOUR, "")


def test_a_refused_booking_keeps_what_was_offered() -> None:
    AppointmentFactory(clinician=clinician(), starts_at=LATER)
    request = request_in(Status.OFFERED)
    with pytest.raises(TimeTaken):
        book(request, LATER)
    assert status_of(request) == Status.OFFERED
    assert request.appointments.offered().count() == 1
    assert owed(request) == ["offered"]


def test_who_has_no_address_is_phoned_for_reminders_but_not_about_what_they_just_agreed_on() -> None:
    request = request_in(Status.NEW, **PHONE_ONLY)
    book(request, VISIT + 10 * DAY)
    assert not request.messages.to_tell_by_phone(NOON).exists()
    due = VISIT + 9 * DAY
    [told] = request.messages.to_tell_by_phone(due)  # of two whose time has come, the later one
    assert (told.kind, told.occasion[-2:]) == ("reminder", ".1")
    call(request, now=due)
    assert not request.messages.to_tell_by_phone(due).exists()


def test_a_visit_that_was_rescheduled_keeps_its_event_in_the_calendar() -> None:
    request = request_in(Status.BOOKED)
    booked = request.appointments.get()
    offer(request, VISIT + DAY)
    moved = reschedule(request, LATER, NOON + HOUR)
    assert (moved.pk, moved.uid, moved.sequence) == (booked.pk, booked.uid, 1)
    moved.refresh_from_db()
    assert (moved.starts_at, moved.booked_at) == (LATER, NOON)
    assert list(DiaryCell.objects.values_list("starts_at", flat=True)) == list(moved.cell_starts())
    event = last_event(request)
    assert (event.kind, event.by, event.appointment) == ("rescheduled", staff(), moved)
    how = f"; {moved.clinician}; At the clinic"
    assert event.in_words == f"Before: {in_full(VISIT)}{how}\nNow: {in_full(LATER)}{how}"
    assert owed(request) == ["changed", "reminder"]
    assert request.messages.get(kind="reminder", moot_at=None).not_before == LATER - DAY


def test_a_visit_may_move_by_less_than_its_length_and_to_another_clinician_and_kind() -> None:
    request = request_in(Status.BOOKED)
    assert reschedule(request, VISIT + 15 * MINUTE).starts_at == VISIT + 15 * MINUTE
    other = ClinicianFactory(buffer_minutes=0)
    moved = reschedule(request, VISIT, clinician=other, visit_type="video", minutes=30)
    assert (moved.clinician, moved.visit_type, moved.sequence) == (other, "video", 2)
    assert set(DiaryCell.objects.values_list("clinician", flat=True)) == {other.pk}
    assert DiaryCell.objects.count() == 6


def test_a_refused_rescheduling_leaves_the_visit_where_it_was() -> None:
    AppointmentFactory(clinician=clinician(), starts_at=LATER)
    request = request_in(Status.BOOKED)
    with pytest.raises(TimeTaken):
        reschedule(request)
    assert request.appointments.get().starts_at == VISIT
    assert owed(request) == ["booked", "reminder"]


def test_who_agreed_on_another_time_by_phone_need_not_be_phoned_about_it() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    reschedule(request)
    assert not request.messages.to_tell_by_phone(NOON).exists()


@pytest.mark.parametrize("away", [timedelta(0), 2 * HOUR])
def test_who_asked_for_another_time_and_is_moved_to_one_wants_no_other_any_more(away: timedelta) -> None:
    """To another hour, or at the same hour to somebody else."""
    request = request_in(Status.BOOKED)
    ask_other_times(request)
    reschedule(request, VISIT + away, clinician=None if away else ClinicianFactory())
    request.refresh_from_db()
    assert request.wants_times_at is None


def test_moving_a_visit_to_where_it_is_tells_nobody_that_it_moved() -> None:
    request = request_in(Status.BOOKED)
    booked = request.appointments.get()
    with pytest.raises(TimeUnfit, match="Nothing is different"):
        actions.reschedule(request=request, slot=slot(booked.starts_at), by=staff(), now=NOON)
    assert "changed" not in owed(request)


def test_another_room_is_not_another_time() -> None:
    request = request_in(Status.BOOKED)
    ask_other_times(request)
    booked = request.appointments.get()
    room = slot(booked.starts_at, directions="Room 4")
    assert actions.reschedule(request=request, slot=room, by=staff(), now=NOON).directions == "Room 4"
    request.refresh_from_db()
    assert request.wants_times_at


OVER = {
    "offer": lambda request, now: offer(request, now + DAY, now=now),
    "reschedule": lambda request, now: actions.reschedule(request=request, slot=slot(now + DAY), by=staff(), now=now),
    "call_off": lambda request, now: actions.call_off(request=request, reason="", by=staff(), now=now),
    "cancel": lambda request, now: cancel(request, now, by=staff()),
}


@pytest.mark.parametrize("name", OVER)
def test_a_visit_that_is_over_is_not_moved_or_taken_back(name: str) -> None:
    request = request_in(Status.BOOKED)
    visit = request.appointments.get()
    with pytest.raises(TimeUnfit, match="say first whether they came"):
        OVER[name](request, visit.ends_at)
    visit.refresh_from_db()
    assert (visit.status, visit.sequence, visit.starts_at) == ("booked", 0, VISIT)


def test_a_time_offered_before_does_not_replace_a_visit_that_is_over() -> None:
    request = request_in(Status.BOOKED)
    visit = request.appointments.get()
    [other] = offer(request, VISIT + DAY, now=VISIT)
    with pytest.raises(OfferGone):
        accept(request, other, now=visit.ends_at)
    with pytest.raises(TimeUnfit, match="say first whether they came"):
        accept(request, other, now=visit.ends_at, by=staff())
    assert status_of(visit) == "booked"


def test_offers_that_ran_out_are_not_counted_against_new_ones() -> None:
    request = request_in(Status.NEW)
    offer(request, *(VISIT + number * HOUR for number in range(MOST_OFFERS)))
    offer(request, LATER + 9 * DAY, now=LATER + 8 * DAY)
    assert request.appointments.offered().count() == 1


def test_an_offer_runs_out_some_hours_before_the_visit() -> None:
    [early] = offer(request_in(Status.NEW), NOON + 5 * HOUR)
    assert early.expires_at == NOON + 3 * HOUR
    [late] = offer(request_in(Status.NEW), NOON + 7 * HOUR, now=NOON + 6 * HOUR)
    assert late.expires_at == late.starts_at


MIDNIGHT = NOON - 12 * HOUR


@pytest.mark.parametrize("days", [731, 800])
def test_nobody_is_booked_for_another_century(days: int) -> None:
    with pytest.raises(TimeUnfit, match="two years"):
        book(request_in(Status.NEW), MIDNIGHT + days * DAY)


def test_a_visit_may_be_booked_until_the_last_minutes_of_the_730th_day() -> None:
    assert book(request_in(Status.NEW), MIDNIGHT + 731 * DAY - 5 * MINUTE).is_booked


def test_two_wishes_of_which_one_begins_like_the_other_are_both_heard() -> None:
    request = request_in(Status.OFFERED)
    for wish in ("Not mornings before ten", "Not mornings", "Not mornings"):
        ask_other_times(request, note=wish)
    assert [event.in_words.splitlines()[0] for event in request.events.filter(kind="asked_other_times")] == [
        "Not mornings before ten",
        "Not mornings",
    ]


def test_what_the_clinic_calls_off_goes_back_and_the_request_goes_on() -> None:
    request = request_in(Status.BOOKED)
    booked = request.appointments.get()
    call_off(request, NOON + HOUR)
    assert (status_of(request), status_of(booked)) == ("contacted", "cancelled")
    assert not DiaryCell.objects.exists()
    event = last_event(request)
    assert (event.kind, event.by, event.appointment, event.in_words) == (
        "called_off",
        staff(),
        booked,
        "Dr Example is ill.",
    )
    assert owed(request) == ["called_off"]
    assert request.messages.get(kind="called_off").appointment == booked


def test_with_times_offered_a_called_off_request_is_offered() -> None:
    request = request_in(Status.BOOKED)
    (other,) = offer(request, LATER)
    call_off(request)
    assert status_of(request) == Status.OFFERED
    assert owed(request) == ["called_off", "offered"]
    assert accept(request, other).sequence == 0  # a new event: the old one is cancelled in the calendar


def test_who_has_no_address_is_phoned_about_what_is_called_off_until_that_is_done() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    call_off(request)
    assert [message.kind for message in request.messages.to_tell_by_phone(NOON)] == ["called_off"]
    book(request, LATER, NOON + MINUTE)  # agreed on by phone
    assert not request.messages.to_tell_by_phone(NOON + MINUTE).exists()


def test_who_cancels_on_the_phone_need_not_be_phoned_about_what_was_called_off_before() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    call_off(request)
    assert request.messages.to_tell_by_phone(NOON + MINUTE).exists()
    cancel(request, NOON + MINUTE, by=staff())
    assert not request.messages.to_tell_by_phone(NOON + MINUTE).exists()


# --- cancel, attend, miss ---------------------------------------------------------------------------------------------


def test_with_a_cancelled_request_all_its_times_go_back() -> None:
    request = request_in(Status.BOOKED, dedupe_key="key", wants_times_at=NOON)
    booked = request.appointments.get()
    offer(request, LATER)
    cancel(request, NOON + HOUR)
    assert (status_of(request), status_of(booked)) == ("cancelled", "cancelled")
    assert (request.dedupe_key, request.wants_times_at) == (None, None)
    assert not DiaryCell.objects.exists()
    event = last_event(request)
    assert (event.kind, event.by, event.appointment) == ("cancelled", None, booked)
    assert owed(request) == ["cancelled"]
    cancel(request, NOON + 2 * HOUR)
    assert request.events.filter(kind="cancelled").count() == 1


def test_what_has_been_is_not_cancelled_by_the_patient_from_a_page_left_open() -> None:
    request = request_in(Status.BOOKED)
    over = VISIT + 45 * MINUTE
    with pytest.raises(NotPossible):
        cancel(request, over)
    cancel(request, over - MINUTE)
    assert status_of(request) == Status.CANCELLED


def test_offers_of_a_cancelled_request_are_not_written_about_any_more() -> None:
    request = request_in(Status.OFFERED)
    cancel(request)
    assert owed(request) == []


def test_nobody_without_an_address_is_phoned_about_what_they_cancelled() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    cancel(request)
    assert owed(request) == []


def test_who_came_is_noted_from_the_day_of_the_visit_on(settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # thirteen hours ahead: VISIT is on the 26th at 01:00
    request = request_in(Status.BOOKED, dedupe_key="key")
    with pytest.raises(TimeUnfit, match="26 November 2026, 01:00"):
        actions.attend(request=request, by=staff(), now=VISIT - 61 * MINUTE)
    actions.attend(request=request, by=staff(), now=VISIT - HOUR)
    visit = request.appointments.get()
    assert (status_of(request), visit.status, visit.closed_at) == ("attended", "attended", VISIT - HOUR)
    assert request.dedupe_key is None
    event = last_event(request)
    assert (event.kind, event.by, event.appointment) == ("attended", staff(), visit)


def test_who_did_not_come_is_noted_once_the_visit_should_have_begun() -> None:
    request = request_in(Status.BOOKED)
    with pytest.raises(TimeUnfit, match="not begun"):
        actions.miss(request=request, by=staff(), now=VISIT - MINUTE)
    actions.miss(request=request, by=staff(), now=VISIT)
    assert (status_of(request), request.appointments.get().status) == ("missed", "missed")
    assert last_event(request).kind == "missed"


def test_what_was_kept_keeps_its_place_in_the_diary_and_times_offered_instead_go_back() -> None:
    request = request_in(Status.BOOKED)
    (other,) = offer(request, LATER)
    actions.attend(request=request, by=staff(), now=VISIT)
    assert status_of(other) == "released"
    assert DiaryCell.objects.count() == 12


def test_after_the_visit_nobody_is_reminded_of_it() -> None:
    for act in (actions.attend, actions.miss):
        request = request_in(Status.BOOKED, **PHONE_ONLY)
        act(request=request, by=staff(), now=VISIT)
        assert owed(request) == []
        assert not request.messages.to_tell_by_phone(VISIT).exists()
        request.appointments.get().cells.all().delete()
        Appointment.objects.update(status="released")
    assert Appointment.objects.update(status="released") == 2
    type(request).objects.update(status="contacted")


def test_nobody_is_phoned_to_be_reminded_of_what_has_begun() -> None:
    request = request_in(Status.BOOKED, **PHONE_ONLY)
    assert request.messages.to_tell_by_phone(VISIT - MINUTE).exists()
    assert not request.messages.to_tell_by_phone(VISIT).exists()


def test_a_wrong_button_can_be_put_right() -> None:
    request = request_in(Status.MISSED)
    actions.attend(request=request, by=staff(), now=VISIT + DAY)
    assert (status_of(request), request.appointments.get().status) == ("attended", "attended")
    actions.miss(request=request, by=staff(), now=VISIT + DAY)
    assert (status_of(request), request.appointments.get().status) == ("missed", "missed")


def test_of_a_missed_and_a_later_visit_the_later_one_is_kept_also_when_the_clock_was_set_back() -> None:
    request = request_in(Status.MISSED)
    missed = request.appointments.get()
    reopen(request, VISIT + DAY)
    booked = book(request, VISIT + 3 * DAY, NOON - DAY)
    actions.attend(request=request, by=staff(), now=VISIT + 3 * DAY)
    assert (status_of(missed), status_of(booked)) == ("missed", "attended")
    actions.miss(request=request, by=staff(), now=VISIT + 3 * DAY)
    assert (status_of(missed), status_of(booked)) == ("missed", "missed")


def test_who_agrees_to_keep_the_booked_time_wants_no_other_any_more() -> None:
    request = request_in(Status.BOOKED)
    with pytest.raises(NotPossible):
        actions.keep(request=request, by=staff(), now=NOON)
    actions.ask_other_times(request=request, days=["fri"], times=[], note="", by=None, now=NOON)
    actions.keep(request=request, by=staff(), now=NOON)
    request.refresh_from_db()
    assert (request.status, request.wants_times_at) == (Status.BOOKED, None)
    assert last_event(request).kind == "kept"


def test_who_asked_for_other_times_and_is_booked_one_by_phone_wants_no_other_any_more() -> None:
    request = request_in(Status.OFFERED)
    ask_other_times(request)
    book(request, LATER)
    request.refresh_from_db()
    assert (request.status, request.wants_times_at) == (Status.BOOKED, None)


@pytest.mark.parametrize(("by_phone", "is_told"), [(True, True), (False, False)])
def test_who_accepts_a_time_by_phone_need_not_be_phoned_about_what_was_called_off(
    by_phone: bool, is_told: bool
) -> None:
    request = request_in(Status.BOOKED, email="", phone="+34600000000")
    actions.call_off(request=request, reason="", by=staff(), now=NOON)
    [offered] = offer(request)
    accept(request, offered, by=staff() if by_phone else None)
    assert bool(request.messages.get(kind="called_off").told_at) is is_told


@pytest.mark.parametrize(("minutes", "is_over"), [(-1, False), (0, True), (1, True)])
def test_a_visit_is_over_from_the_moment_at_which_it_ends(minutes: int, is_over: bool) -> None:
    visit = request_in(Status.BOOKED).appointments.get()
    now = visit.ends_at + minutes * MINUTE
    assert visit.is_over(now) is is_over
    assert Appointment.objects.over(now).exists() is is_over
    assert Appointment.objects.not_over(now).exists() is not is_over
