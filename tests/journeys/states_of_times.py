"""The states of the private page while a time is found, in order. Staff act by the same actions as at the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest import mock

from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page

from appointments import actions
from appointments.lifecycle import Status
from appointments.models import Clinician, ConsultationRequest
from appointments.slots import Slot
from tests.factories import ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.hands import press, unfold

WHY = "We do not give second opinions on operations.\nYour own hospital can name someone who does."


def offered(visitor: Visitor) -> Page:
    offer(shown(visitor), 2, 3, 4)
    return again(visitor)


def none_of_these(visitor: Visitor) -> Page:
    """Sent with a mistake: the form stands open, and says what to do."""
    page = unfold(visitor.page)
    page.get_by_label("Anything else about times").fill("a long story " * 50)
    return press(page, "Ask for other times")


def too_late(visitor: Visitor) -> Page:
    """The first time is taken back while the patient looks at it."""
    page = again(visitor)
    found = shown(visitor)
    first = found.appointments.offered()[0]
    actions.withdraw_offer(request=found, appointment=first, by=staff(), now=timezone.now())
    return choose_first(page)


def asked_once_more(visitor: Visitor) -> Page:
    return choose_first(visitor.page)


def not_booked_yet(visitor: Visitor) -> Page:
    with mock.patch("appointments.actions.accept", side_effect=OperationalError):
        return press(visitor.page, "Yes, book this time")


def booked(visitor: Visitor) -> Page:
    return press(visitor.page, "Yes, book this time")


def offered_instead(visitor: Visitor) -> Page:
    offer(shown(visitor), 5, 6)
    return unfold(again(visitor))


def asked_what_to_give_back(visitor: Visitor) -> Page:
    return choose_first(visitor.page)


def visit_cancelled(visitor: Visitor) -> Page:
    return press(unfold(again(visitor)), "Yes, cancel the appointment")


def ran_out(visitor: Visitor) -> Page:
    request = ConsultationRequestFactory(page_expires_at=timezone.now() + timedelta(days=9))
    offer(request, 2, now=timezone.now() - timedelta(days=4))
    return visitor.goes_to(request.get_absolute_url())


def declined(visitor: Visitor) -> Page:
    request = ConsultationRequestFactory(page_expires_at=timezone.now() + timedelta(days=9))
    actions.move(request=request, to=Status.DECLINED, note=WHY, by=staff(), now=timezone.now())
    return visitor.goes_to(request.get_absolute_url())


STATES_OF_TIMES: dict[str, Callable[[Visitor], Page]] = {
    "times offered": offered,
    "times offered, none of these with errors": none_of_these,
    "times offered, too late": too_late,
    "book this time?": asked_once_more,
    "book this time, 503": not_booked_yet,
    "appointment booked": booked,
    "appointment booked, other times offered, everything open": offered_instead,
    "book this time instead?": asked_what_to_give_back,
    "appointment cancelled": visit_cancelled,
    "times offered, run out": ran_out,
    "declined by the clinic": declined,
}


def shown(visitor: Visitor) -> ConsultationRequest:
    """The request whose page is open."""
    return ConsultationRequest.objects.get(token=visitor.page.url.split("/requests/")[1].split("/")[0])


def again(visitor: Visitor) -> Page:
    return visitor.goes_to(shown(visitor).get_absolute_url())


def choose_first(page: Page) -> Page:
    page.get_by_role("link", name="Choose this time").first.click()
    return page


def offer(request: ConsultationRequest, *days: int, now: datetime | None = None) -> None:
    clinician = Clinician.objects.first() or ClinicianFactory(name="Dr Example Ortega")
    morning = timezone.localtime().replace(hour=10, minute=30, second=0, microsecond=0)
    slots = [Slot(clinician, morning + timedelta(days=day), 45, "in_person", "Room 2, first floor") for day in days]
    actions.offer(request=request, slots=slots, by=staff(), now=now or timezone.now())


def staff() -> User:
    return User.objects.get_or_create(username="reception")[0]
