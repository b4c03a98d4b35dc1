"""The states of the private page while a time is found, in order. Staff act by the same actions as at the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest import mock

from django.contrib.auth.models import User
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import Page

from appointments import actions
from appointments.booking.private.situations import Situation
from appointments.booking.private.standing import standing_at
from appointments.diary.slots import Slot
from appointments.models import Clinician, ConsultationRequest
from tests.factories import ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.hands import press, unfold

WHY = "We do not give second opinions on operations.\nYour own hospital can name someone who does."


def not_reached(visitor: Visitor) -> Page:
    call(shown(visitor), actions.CallOutcome.NO_ANSWER)
    return again(visitor)


def contacted(visitor: Visitor) -> Page:
    call(shown(visitor), actions.CallOutcome.REACHED)
    return again(visitor)


def other_times_wanted(visitor: Visitor) -> Page:
    return press(unfold(visitor.page), "Ask for other times")


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
    actions.withdraw(request=found, appointment=first, by=staff(), now=timezone.now())
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


def called_off(visitor: Visitor) -> Page:
    request = another()
    now = timezone.now()
    actions.book(request=request, slot=slot(7), by=staff(), now=now)
    actions.call_off(request=request, reason="", by=staff(), now=now)
    return visitor.goes_to(request.get_absolute_url())


def withdrawn(visitor: Visitor) -> Page:
    """Another time was offered, and is lost as well."""
    found = shown(visitor)
    offer(found, 8)
    time = found.appointments.offered().get()
    actions.withdraw(request=found, appointment=time, by=staff(), now=timezone.now())
    return again(visitor)


def past(visitor: Visitor) -> Page:
    """Yesterday's visit, booked the day before."""
    request = another()
    actions.book(request=request, slot=slot(-1), by=staff(), now=timezone.now() - timedelta(days=3))
    return visitor.goes_to(request.get_absolute_url())


def missed(visitor: Visitor) -> Page:
    actions.miss(request=shown(visitor), by=staff(), now=timezone.now())
    return again(visitor)


def attended(visitor: Visitor) -> Page:
    """The wrong button at the desk is put right."""
    actions.attend(request=shown(visitor), by=staff(), now=timezone.now())
    return again(visitor)


def ran_out(visitor: Visitor) -> Page:
    request = another()
    offer(request, 2, now=timezone.now() - timedelta(days=4))
    return visitor.goes_to(request.get_absolute_url())


def declined(visitor: Visitor) -> Page:
    request = another()
    actions.decline(request=request, reason=WHY, by=staff(), now=timezone.now())
    return visitor.goes_to(request.get_absolute_url())


STATES_OF_TIMES: dict[str, Callable[[Visitor], Page]] = {
    "not reached": not_reached,
    "contacted": contacted,
    "contacted, other times wanted": other_times_wanted,
    "times offered": offered,
    "times offered, none of these with errors": none_of_these,
    "times offered, too late": too_late,
    "book this time?": asked_once_more,
    "book this time, 503": not_booked_yet,
    "appointment booked": booked,
    "appointment booked, other times wanted": other_times_wanted,
    "appointment booked, other times offered, everything open": offered_instead,
    "book this time instead?": asked_what_to_give_back,
    "appointment cancelled": visit_cancelled,
    "appointment called off": called_off,
    "times offered, withdrawn": withdrawn,
    "appointment past": past,
    "appointment past, other times wanted": other_times_wanted,
    "appointment missed": missed,
    "appointment kept": attended,
    "times offered, run out": ran_out,
    "declined by the clinic": declined,
}


def shown(visitor: Visitor) -> ConsultationRequest:
    """The request whose page is open."""
    return ConsultationRequest.objects.get(token=visitor.page.url.split("/requests/")[1].split("/")[0])


def situation_shown(visitor: Visitor) -> Situation | None:
    """Where the request stands whose private page is open, as long as that page says so in the words for it."""
    page = visitor.page
    request = ConsultationRequest.objects.filter(token=page.url.partition("/requests/")[2].split("/")[0]).first()
    if not request:
        return None
    standing = standing_at(request, timezone.now())
    words = page.locator("main").inner_text()
    return standing.situation if all(part in words for part in standing.notice) else None


def another() -> ConsultationRequest:
    """Another request than the one whose page is open."""
    request: ConsultationRequest = ConsultationRequestFactory(
        email="somebody.with.a.long.name@neurology.clinic.example.org",
        page_expires_at=timezone.now() + timedelta(days=9),
    )
    return request


def again(visitor: Visitor) -> Page:
    return visitor.goes_to(shown(visitor).get_absolute_url())


def choose_first(page: Page) -> Page:
    page.get_by_role("link", name="Choose this time").first.click()
    return page


def call(request: ConsultationRequest, outcome: actions.CallOutcome) -> None:
    actions.call(request=request, outcome=outcome, note="", by=staff(), now=timezone.now())


def offer(request: ConsultationRequest, *days: int, now: datetime | None = None) -> None:
    actions.offer(request=request, slots=[slot(day) for day in days], by=staff(), now=now or timezone.now())


def slot(days: int) -> Slot:
    """Half past ten, that many days from today."""
    clinician = Clinician.objects.first() or ClinicianFactory(name="Dr Example Ortega")
    morning = timezone.localtime().replace(hour=10, minute=30, second=0, microsecond=0)
    return Slot(clinician, morning + timedelta(days=days), 45, "in_person", "Room 2, first floor")


def staff() -> User:
    return User.objects.get_or_create(username="reception")[0]
