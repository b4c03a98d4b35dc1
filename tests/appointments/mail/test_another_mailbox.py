"""A corrected email address after booking: the visit goes over from one calendar to the other (RFC 5546)."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from appointments import actions
from appointments.actions.details import Correction
from appointments.diary.slots import Slot
from appointments.mail import sender
from appointments.models import Appointment, ConsultationRequest
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

OLD, NEW = "old@example.org", "new@example.org"


@pytest.fixture
def visit() -> Appointment:
    request = ConsultationRequestFactory(email=OLD, phone="+34612345678")
    slot = Slot(ClinicianFactory(), NOON + timedelta(days=3), 45, "in_person")
    return actions.book(request=request, slot=slot, by=UserFactory(), now=NOON)


def correct(visit: Appointment, email: str) -> None:
    correction: Correction = {
        "email": email,
        "phone": "+34612345678",
        "contact_by": "",
        "access_needs": [],
        "access_notes": "",
    }
    actions.correct(request=visit.request, correction=correction, by=None, now=NOON)


def call_off(visit: Appointment) -> None:
    actions.call_off(request=visit.request, reason="", by=UserFactory(), now=NOON)


def sent() -> list[tuple[str, str, int]]:
    """The calendar files that leave now: to whom, the method, the number of the change."""
    mail.outbox.clear()
    sender.send_due()
    files = []
    for email in mail.outbox:
        for attachment in email.attachments:
            calendar: Any = Calendar.from_ical(attachment[1])
            [event] = calendar.events
            assert str(event["ATTENDEE"]) == f"mailto:{email.to[0]}"
            files.append((email.to[0], str(calendar["METHOD"]), int(event["SEQUENCE"])))
    return sorted(files)


def test_the_new_calendar_is_invited_and_the_old_one_no_longer(visit: Appointment) -> None:
    assert sent() == [(OLD, "REQUEST", 0)]
    correct(visit, NEW)
    assert sent() == [(NEW, "REQUEST", 1), (OLD, "CANCEL", 1)]
    call_off(visit)
    assert sent() == [(NEW, "CANCEL", 2)]


def test_who_was_never_invited_is_told_to_take_out_nothing(visit: Appointment) -> None:
    correct(visit, NEW)
    assert sent() == [(NEW, "REQUEST", 1)]


def test_a_call_off_before_the_invitation_left_reaches_only_whom_has_the_event(visit: Appointment) -> None:
    sent()
    correct(visit, NEW)
    call_off(visit)
    [(to, method, number)] = sent()
    assert (to, method) == (OLD, "CANCEL")
    assert number >= 1
    assert {email.to[0] for email in mail.outbox} == {OLD, NEW}


def test_there_and_back_the_first_calendar_is_invited_again(visit: Appointment) -> None:
    sent()
    correct(visit, NEW)
    sent()
    correct(visit, OLD)
    assert sent() == [(NEW, "CANCEL", 2), (OLD, "REQUEST", 2)]


def test_an_address_in_other_letters_is_the_same_mailbox(visit: Appointment) -> None:
    sent()
    correct(visit, OLD.upper())
    assert sent() == []


def test_who_gives_an_address_after_booking_is_invited() -> None:
    request: Any = ConsultationRequestFactory(email="", phone="+34612345678")
    slot = Slot(ClinicianFactory(), NOON + timedelta(days=3), 45, "in_person")
    booked = actions.book(request=request, slot=slot, by=UserFactory(), now=NOON)
    correct(booked, NEW)
    assert sent() == [(NEW, "REQUEST", 1)]


def test_who_takes_the_address_away_keeps_no_event_that_nothing_moves(visit: Appointment) -> None:
    sent()
    correct(visit, "")
    assert sent() == [(OLD, "CANCEL", 1)]
    assert ConsultationRequest.objects.get().email == ""


def test_the_old_calendar_is_told_of_the_event_it_has_where_another_time_was_accepted_meanwhile(
    visit: Appointment,
) -> None:
    sent()
    event = visit.uid
    slot = Slot(visit.clinician, NOON + timedelta(days=4), 45, "in_person")
    [other] = actions.offer(request=visit.request, slots=[slot], by=UserFactory(), now=NOON)
    correct(visit, NEW)
    accepted = actions.accept(request=visit.request, appointment=other, by=None, now=NOON)
    assert accepted.uid == event
    assert visit.request.messages.get(kind="replaced").appointment == accepted
    assert [(to, method) for to, method, _number in sent()] == [(NEW, "REQUEST"), (OLD, "CANCEL")]
    files = [attachment[1] for email in mail.outbox for attachment in email.attachments]
    assert {str(next(iter(Calendar.from_ical(file).events))["UID"]).partition("@")[0] for file in files} == {str(event)}
