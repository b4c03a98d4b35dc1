"""What the start page is made of."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appointments.desk.start import page
from appointments.desk.start.page import COUNTED, SHOWN, VISITS_SHOWN, Count, Queue, queue
from appointments.lifecycle import Status
from appointments.models import Event, Message
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, MessageFactory

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def everything(now: datetime = NOON) -> Queue:
    return queue(lambda permission: True, now)


def test_worklists_without_anybody_are_left_out() -> None:
    assert everything().sections == []
    ConsultationRequestFactory()
    assert [section.worklist.key for section in everything().sections] == ["new"]


def test_a_long_worklist_shows_the_first_and_counts_the_rest() -> None:
    for _ in range(SHOWN + 3):
        ConsultationRequestFactory()
    (section,) = everything().sections
    assert len(section.rows) == SHOWN
    assert str(section.total) == str(SHOWN + 3)
    assert section.is_longer


def test_a_worklist_that_fits_is_counted_as_it_comes() -> None:
    for _ in range(SHOWN):
        ConsultationRequestFactory()
    (section,) = everything().sections
    assert section.total == Count(SHOWN)
    assert not section.is_longer


def test_nobody_counts_further_than_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (str(Count(COUNTED)), str(Count(COUNTED + 1))) == ("100", "100+")
    monkeypatch.setattr(page, "COUNTED", 9)
    for _ in range(12):
        ConsultationRequestFactory()
    assert everything().sections[0].total.number == 10


def test_the_day_is_the_clinics(settings: Any) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"  # noon in UTC is four in the morning
    today = AppointmentFactory(starts_at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC))
    tomorrow = AppointmentFactory(starts_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    AppointmentFactory(starts_at=datetime(2026, 11, 25, 8, 0, tzinfo=UTC))
    assert [day.visits for day in everything().days] == [[today], [tomorrow]]


def test_today_shows_what_is_not_over() -> None:
    AppointmentFactory(starts_at=NOON - 2 * HOUR)
    goes_on = AppointmentFactory(starts_at=NOON - HOUR / 2)
    to_come = AppointmentFactory(starts_at=NOON + HOUR)
    AppointmentFactory(offered=True, starts_at=NOON + 3 * HOUR)
    assert everything().days[0].visits == [goes_on, to_come]


def test_a_full_day_is_cut_and_says_so() -> None:
    clinician = ClinicianFactory()
    for number in range(VISITS_SHOWN + 2):
        AppointmentFactory(clinician=clinician, starts_at=NOON + DAY - 12 * HOUR + number * HOUR)
    tomorrow = everything().days[1]
    assert len(tomorrow.visits) == VISITS_SHOWN
    assert tomorrow.total.number == VISITS_SHOWN + 2


def test_mail_that_fails_without_a_patient_waiting_is_told_apart() -> None:
    MessageFactory(kind=Message.Kind.LINK, given_up=True)
    lost = MessageFactory(kind=Message.Kind.NEW_REQUEST, given_up=True)
    mail = everything().mail
    assert mail
    assert mail.failed == [lost]


def test_mail_that_does_not_leave_is_noticed_within_the_hour() -> None:
    MessageFactory(created_at=NOON - HOUR / 2)
    assert everything().mail
    assert everything().mail.stuck_since is None  # type: ignore[union-attr]
    MessageFactory(created_at=NOON - 2 * HOUR)
    assert everything().mail.stuck_since == NOON - 2 * HOUR  # type: ignore[union-attr]


def test_what_one_may_not_see_is_left_out() -> None:
    MessageFactory(kind=Message.Kind.LINK, given_up=True)
    AppointmentFactory(starts_at=NOON - DAY)
    assert queue(lambda permission: False, NOON) == Queue([], [], None, everybody_is_answered=False)


def test_an_offer_that_has_run_out_is_not_read_out_any_more() -> None:
    AppointmentFactory(offered=True, expires_at=NOON)
    (waiting,) = everything().sections
    assert waiting.rows[0].on_hold == []  # type: ignore[attr-defined]


def test_whom_no_email_reaches_has_had_no_answer() -> None:
    MessageFactory(given_up=True, kind=Message.Kind.DECLINED, request__status=Status.DECLINED)
    assert not everything().everybody_is_answered


def test_only_whoever_answers_is_told_that_everybody_is_answered() -> None:
    clinicians = {"appointments.close_consultationrequest", "appointments.view_appointment"}
    assert everything().everybody_is_answered
    assert not queue(clinicians.__contains__, NOON).everybody_is_answered
    ConsultationRequestFactory()
    assert not everything().everybody_is_answered


def test_who_has_no_time_is_shown_with_the_last_thing_that_led_to_it() -> None:
    request = ConsultationRequestFactory(status="contacted")
    for hours, kind in ((5, "called"), (4, "called_off"), (3, "noted"), (2, "assigned")):
        Event.objects.create(request=request, kind=kind, at=NOON - hours * HOUR)
    (section,) = everything().sections
    assert [event.kind for event in section.rows[0].lately] == ["called_off"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("times", [1, 3])
def test_a_queue_of_any_length_costs_the_same(times: int, django_assert_max_num_queries: Any) -> None:
    for number in range(times * (SHOWN + 1)):
        ConsultationRequestFactory(suspect=number % 2)
        AppointmentFactory(starts_at=NOON - DAY + number * HOUR)
        MessageFactory(request__status="contacted", given_up=True, kind=Message.Kind.LINK)
        AppointmentFactory(offered=True)
        AppointmentFactory(visit_type="video")
    with django_assert_max_num_queries(36):
        everything()
