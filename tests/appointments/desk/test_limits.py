"""Each rule is asked in one place: at its exact limit, the action, the form and the rows that are found agree."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from appointments import actions
from appointments.desk.moves import Case, Move
from appointments.desk.moves.booking import Book, Offer, Reschedule
from appointments.desk.moves.closing import Attend, CallOff, Cancel, Miss
from appointments.desk.moves.contact import SendLink
from appointments.desk.moves.offers import Accept
from appointments.desk.moves.slots import code
from appointments.diary.hours import start_of
from appointments.diary.slots import Slot
from appointments.lifecycle import Status
from appointments.models import Appointment, ConsultationRequest, Message
from appointments.models.clinician import FARTHEST_DAYS, Clinician, farthest_day
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = pytest.mark.django_db

A_MOMENT = timedelta(microseconds=1)
DAY = timedelta(days=1)


def is_done(action: Callable[..., Any], request: ConsultationRequest, now: datetime, **answers: Any) -> bool:
    try:
        action(request=request, by=UserFactory(), now=now, **answers)
    except actions.Refused:
        return False
    return True


def another_slot(visit: Appointment, now: datetime) -> Slot:
    at = (now + DAY).replace(minute=0, second=0, microsecond=0)
    return Slot(ClinicianFactory(), at, 45, "in_person")


Answers = Callable[[Appointment, datetime], dict[str, Any]]
UNTIL_IT_IS_OVER: list[tuple[type[Move], Callable[..., Any], Answers]] = [
    (Offer, actions.offer, lambda visit, now: {"slots": [another_slot(visit, now)]}),
    (Reschedule, actions.reschedule, lambda visit, now: {"slot": another_slot(visit, now)}),
    (CallOff, actions.call_off, lambda visit, now: {"reason": ""}),
    (Cancel, actions.cancel, lambda visit, now: {"reason": ""}),
]


@pytest.mark.parametrize(("move", "action", "answers"), UNTIL_IT_IS_OVER)
@pytest.mark.parametrize(("after_the_end", "is_over"), [(-A_MOMENT, False), (timedelta(), True)])
def test_what_took_place_is_not_moved_or_taken_back(
    move: type[Move], action: Callable[..., Any], answers: Answers, after_the_end: timedelta, is_over: bool
) -> None:
    visit = AppointmentFactory()
    now = visit.ends_at + after_the_end
    assert visit.is_over(now) is is_over
    assert Appointment.objects.over(now).exists() is is_over
    assert Appointment.objects.not_over(now).exists() is not is_over
    assert move.is_possible(Case(visit.request, now)) is not is_over
    assert is_done(action, visit.request, now, **answers(visit, now)) is not is_over


@pytest.mark.parametrize(("after_its_end", "is_choosable"), [(-A_MOMENT, True), (timedelta(), False)])
def test_a_time_is_chosen_until_its_offer_runs_out(after_its_end: timedelta, is_choosable: bool) -> None:
    offer = AppointmentFactory(offered=True)
    now = offer.expires_at + after_its_end
    assert offer.is_choosable(now) is is_choosable
    assert Appointment.objects.choosable(now).exists() is is_choosable
    assert Appointment.objects.expired(now).exists() is not is_choosable
    assert Accept.is_possible(Case(offer.request, now)) is is_choosable
    assert Case(offer.request, now).has_letter is is_choosable
    assert is_done(actions.accept, offer.request, now, appointment=offer) is is_choosable


def test_a_time_that_is_not_offered_any_more_cannot_be_chosen_whatever_its_date_says() -> None:
    assert not AppointmentFactory(expires_at=NOON + DAY).is_choosable(NOON)


@pytest.mark.parametrize(("after_midnight", "is_its_day"), [(-A_MOMENT, False), (timedelta(), True)])
def test_that_they_came_is_said_from_the_day_of_the_visit_on(after_midnight: timedelta, is_its_day: bool) -> None:
    visit = AppointmentFactory()
    now = start_of(timezone.localdate(visit.starts_at)) + after_midnight
    assert visit.has_its_day(now) is is_its_day
    assert Attend.is_possible(Case(visit.request, now)) is is_its_day
    assert is_done(actions.attend, visit.request, now) is is_its_day


@pytest.mark.parametrize(("after_the_beginning", "has_begun"), [(-A_MOMENT, False), (timedelta(), True)])
def test_that_they_did_not_come_is_said_once_the_visit_should_have_begun(
    after_the_beginning: timedelta, has_begun: bool
) -> None:
    visit = AppointmentFactory()
    now = visit.starts_at + after_the_beginning
    assert visit.has_begun(now) is has_begun
    assert Miss.is_possible(Case(visit.request, now)) is has_begun
    assert is_done(actions.miss, visit.request, now) is has_begun


LINKS: list[tuple[dict[str, Any], timedelta, bool]] = [
    ({}, -A_MOMENT, True),
    ({}, timedelta(), False),
    ({"email": "", "phone": "+34912345678"}, -A_MOMENT, False),
    ({"status": Status.SPAM}, -A_MOMENT, False),
    ({"status": Status.CANCELLED}, -A_MOMENT, True),
]


@pytest.mark.parametrize(("about", "after_the_end", "is_linkable"), LINKS)
def test_the_link_is_sent_where_there_is_an_address_and_a_page_to_read(
    about: dict[str, Any], after_the_end: timedelta, is_linkable: bool
) -> None:
    request = ConsultationRequestFactory(**about)
    now = request.page_expires_at + after_the_end
    assert request.is_linkable(now) is is_linkable
    assert ConsultationRequest.objects.linkable(now).exists() is is_linkable
    assert SendLink.is_possible(Case(request, now)) is is_linkable
    assert is_done(actions.send_link, request, now) is is_linkable


def test_whoever_asks_for_a_lost_link_gets_none_to_what_is_marked_as_spam() -> None:
    """“Its mail will not leave”: it says so where it is marked."""
    spam = ConsultationRequestFactory(status=Status.SPAM)
    actions.ask_for_link(email=spam.email, address="", now=NOON)
    actions.answer_link_wishes(now=NOON)
    assert not Message.objects.exists()


@pytest.mark.parametrize(("days_beyond", "is_in_reach"), [(0, True), (1, False)])
def test_the_farthest_day_is_the_same_for_form_action_and_horizon(days_beyond: int, is_in_reach: bool) -> None:
    clinician = ClinicianFactory()
    request = ConsultationRequestFactory()
    day = timezone.localdate(NOON) + timedelta(days=FARTHEST_DAYS + days_beyond)
    last_of_the_day = start_of(day + DAY) - timedelta(minutes=5)
    assert (day <= farthest_day(NOON)) is is_in_reach
    at = timezone.localtime(last_of_the_day)
    sent = {"clinician": clinician.pk, "on": f"{day}", "at": f"{at:%H:%M}", "visit_type": "video", "times": "another"}
    slot = Slot(clinician, last_of_the_day, 45, "video")
    form = Book(Case(request, NOON), sent | {"sure": [code(slot)]})  # though it is at night
    assert form.is_valid() is is_in_reach, form.errors
    assert is_done(actions.book, request, NOON, slot=slot) is is_in_reach
    clinician.horizon_days = FARTHEST_DAYS + days_beyond
    errors = _errors_of(clinician)
    assert ("horizon_days" not in errors) is is_in_reach


def _errors_of(clinician: Clinician) -> dict[str, Any]:
    try:
        clinician.clean_fields()
    except ValidationError as error:
        return error.message_dict
    return {}
