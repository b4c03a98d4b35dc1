"""Calendar files, read back as a calendar reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event

from appointments import actions
from appointments.diary.slots import Slot
from appointments.mail import ics
from appointments.mail.compose import compose
from appointments.models import Appointment, Message
from appointments.text.datetimes import in_full
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, UserFactory, message_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

FAR_AND_NEAR = ["UTC", "Europe/Madrid", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"]


def read(content: bytes) -> tuple[str, Event]:
    calendar = Calendar.from_ical(content)
    [event] = calendar.events
    return str(calendar.get("METHOD", "")), event


def test_an_invitation_says_all_that_a_calendar_needs() -> None:
    booked = AppointmentFactory(sequence=3, clinician=ClinicianFactory(name="Dr Example Ortega"))
    request = booked.request
    method, event = read(ics.invitation(booked, NOON))
    assert method == "REQUEST"
    assert (event.uid, event.sequence) == (f"{booked.uid}@clinic.example.org", 3)
    assert (event.start, event.end, event.stamp) == (booked.starts_at, booked.ends_at, NOON)
    assert event.summary == f"Appointment with Dr Example Ortega, reference {request.spoken_reference}"
    assert (event["STATUS"], event["TRANSP"], event["CLASS"]) == ("CONFIRMED", "OPAQUE", "PRIVATE")
    assert event.organizer == "mailto:clinic@example.org"
    [attendee] = event.attendees
    assert attendee == f"mailto:{request.email}"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("ACCEPTED", "FALSE")
    assert in_full(booked.starts_at) in event.description
    assert request.token not in event.description  # calendars are shared with families and employers


def test_a_cancellation_takes_the_same_event_away() -> None:
    booked = AppointmentFactory(sequence=1)
    method, event = read(ics.cancellation(booked, NOON))
    assert (method, event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert (event.uid, event.sequence) == (f"{booked.uid}@clinic.example.org", 2)
    assert event.organizer == "mailto:clinic@example.org"
    assert event.attendees == [f"mailto:{booked.request.email}"]
    assert "description" not in {name.lower() for name in event}


@pytest.mark.parametrize(
    ("visit_type", "directions", "location"),
    [
        ("in_person", "Room 4", "Example Clinic, 1 Example Street, Exampletown, Room 4"),
        ("video", "Link: https://meet.example", "By video"),
        ("phone", "", "By phone"),
    ],
)
def test_its_place_is_one_that_a_map_can_look_up(
    settings: Any, visit_type: str, directions: str, location: str
) -> None:
    settings.CLINIC_NAME, settings.CLINIC_ADDRESS = "Example Clinic", "1 Example Street\nExampletown"
    booked = AppointmentFactory(visit_type=visit_type, directions=directions)
    _method, event = read(ics.invitation(booked, NOON))
    assert event.location == location
    assert directions in event.description


@pytest.mark.parametrize("make", [ics.invitation, ics.download])
def test_the_file_tells_the_clinics_phone_where_there_is_one_and_nothing_of_a_phone_where_there_is_none(
    settings: Any, make: Any
) -> None:
    booked = AppointmentFactory()
    assert "phone" not in read(make(booked, NOON))[1].description.lower()
    settings.CLINIC_PHONE = "+34 912 345 678"
    assert "Our phone number: +34 912 345 678" in read(make(booked, NOON))[1].description.splitlines()


def test_a_download_invites_nobody() -> None:
    method, event = read(ics.download(AppointmentFactory(), NOON))
    assert method == "PUBLISH"
    assert event.attendees == []


@pytest.mark.parametrize("zone", FAR_AND_NEAR)
@pytest.mark.parametrize(
    "starts_at",
    [
        datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # half an hour before Madrid's clocks go forward
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # 02:30 there, for the first time that night
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # 02:30 there again
        datetime(2026, 12, 31, 23, 45, tzinfo=UTC),
    ],
)
def test_no_time_floats_and_none_moves(settings: Any, zone: str, starts_at: datetime) -> None:
    settings.TIME_ZONE = zone
    booked = AppointmentFactory(starts_at=starts_at)
    content = ics.invitation(booked, NOON)
    _method, event = read(content)
    assert (event.start, event.end) == (starts_at, starts_at + timedelta(minutes=45))
    for name in ("DTSTART", "DTEND", "DTSTAMP"):
        [line] = [line for line in content.decode().splitlines() if line.startswith(name)]
        assert line.startswith((f"{name}:2026", f"{name}:2027"))
        assert line.endswith("Z")
    assert in_full(starts_at) in event.description


def test_two_visits_in_the_hour_that_comes_twice_read_differently(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    first, second = (
        read(ics.invitation(AppointmentFactory(starts_at=datetime(2026, 10, 25, hour, 30, tzinfo=UTC)), NOON))[1]
        for hour in (0, 1)
    )
    assert "02:30 (clinic time, CEST)" in first.description
    assert "02:30 (clinic time, CET)" in second.description


def test_long_and_odd_words_survive_the_folding(settings: Any) -> None:
    settings.CLINIC_NAME = 'Clínica "Ñandú"; Example, 脳神経 🧠'
    settings.DEFAULT_FROM_EMAIL = '"Clínica, del Ejemplo" <clinic@example.org>'
    name = "Dra. Ñ\\;,:" + "ü" * 60
    booked = AppointmentFactory(clinician=ClinicianFactory(name=name), directions="Room 4;\\n, “日本語” " + "é" * 150)
    content = ics.invitation(booked, NOON)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.endswith(b"END:VCALENDAR\r\n")
    _method, event = read(content)
    assert name in event.summary
    assert booked.directions in event.location
    assert booked.directions in event.description
    assert settings.CLINIC_NAME in event.location
    assert event.organizer == "mailto:clinic@example.org"
    assert event.organizer.params["CN"] == "Clínica, del Ejemplo"


def test_nobody_invites_where_no_mail_leaves(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = ""
    visit = AppointmentFactory()
    method, event = read(ics.download(visit, NOON))
    assert event.organizer is None
    assert not method, "which needs an organizer"
    assert "METHOD" not in Calendar.from_ical(ics.feed(visit.clinician, [visit]))


def test_the_same_message_makes_the_same_file_again() -> None:
    message = message_of(Message.Kind.BOOKED)
    files = {attached_to(message, NOON + timedelta(minutes=minutes)) for minutes in (0, 5)}
    assert len(files) == 1


def attached_to(message: Message, now: datetime = NOON) -> bytes:
    [(name, content, kind)] = compose(message, now).attachments
    assert (name, kind) == ("invite.ics", "application/ics")
    return bytes(content)


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (Message.Kind.BOOKED, "REQUEST"),
        (Message.Kind.CHANGED, "REQUEST"),
        (Message.Kind.CALLED_OFF, "CANCEL"),
        (Message.Kind.CANCELLED, "CANCEL"),
    ],
)
def test_the_email_names_the_method_of_its_calendar(kind: Message.Kind, method: str) -> None:
    message = message_of(kind)
    email = compose(message, NOON)
    alternative = email.alternatives[-1]
    assert alternative.mimetype == f"text/calendar; method={method}"
    assert read(str(alternative.content).encode())[0] == method
    assert attached_to(message) == str(alternative.content).encode()


@pytest.mark.parametrize("kind", [Message.Kind.OFFERED, Message.Kind.REMINDER, Message.Kind.DECLINED])
def test_other_emails_leave_calendars_alone(kind: Message.Kind) -> None:
    email = compose(message_of(kind), NOON)
    assert [part.mimetype for part in email.alternatives] == ["text/html"]
    assert email.attachments == []


def test_the_patients_calendar_holds_one_event_through_every_change() -> None:
    """Booked, rescheduled, replaced by an accepted offer, called off: one UID, the sequence always higher."""
    first = AppointmentFactory()
    request, staff = first.request, UserFactory()
    slot = Slot(first.clinician, NOON + timedelta(days=4), 45, "in_person")
    files = [ics.invitation(first, NOON)]
    moved = actions.reschedule(request=request, slot=slot, by=staff, now=NOON)
    files.append(ics.invitation(moved, NOON))
    [offer] = actions.offer(
        request=request, slots=[slot._replace(starts_at=NOON + timedelta(days=6))], by=staff, now=NOON
    )
    accepted = actions.accept(request=request, appointment=offer, by=None, now=NOON)
    files.append(ics.invitation(accepted, NOON))
    actions.call_off(request=request, reason="", by=staff, now=NOON)
    accepted.refresh_from_db()
    files.append(ics.cancellation(accepted, NOON))
    events = [read(content)[1] for content in files]
    assert {str(event.uid) for event in events} == {f"{first.uid}@clinic.example.org"}
    assert [event.sequence for event in events] == [0, 1, 2, 3]
    replaced = Appointment.objects.get(pk=moved.pk)
    assert not replaced.messages.filter(moot_at__isnull=True).exists()


def test_a_feed_carries_references_and_kinds_and_nobody() -> None:
    clinician = ClinicianFactory(name="Dr Example Ortega")
    booked = AppointmentFactory(
        clinician=clinician,
        request__full_name="canary",
        request__phone="+34612345678",
        request__email="canary@example.org",
        request__message="canary",
        request__topics=["bladder-and-bowel"],
        directions="canary",
    )
    held = AppointmentFactory(offered=True, clinician=clinician, starts_at=NOON + timedelta(days=3), visit_type="video")
    content = ics.feed(clinician, [booked, held])
    calendar = Calendar.from_ical(content)
    first, second = calendar.events
    assert str(calendar["X-WR-CALNAME"]) == "Visits: Dr Example Ortega"
    assert (calendar["METHOD"], calendar["REFRESH-INTERVAL"].dt) == ("PUBLISH", timedelta(minutes=30))
    assert (str(first.summary), first["STATUS"]) == (f"{booked.request.spoken_reference}, At the clinic", "CONFIRMED")
    assert (str(second.summary), second["STATUS"]) == (
        f"Held: {held.request.spoken_reference}, By video",
        "TENTATIVE",
    )
    assert (first.start, first.end) == (booked.starts_at, booked.ends_at)
    text = content.decode().replace("\r\n ", "")
    for secret in ("canary", "612345678", "ladder", booked.request.token, held.request.email):
        assert secret not in text
    assert f"/admin/appointments/consultationrequest/{booked.request.pk}/change/" in text


def test_an_empty_feed_is_a_calendar() -> None:
    calendar = Calendar.from_ical(ics.feed(ClinicianFactory(), []))
    assert calendar.events == []
    assert calendar["VERSION"] == "2.0"
    assert calendar.subcomponents, "a calendar without any component is none (RFC 5545, 3.6)"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"


def test_a_feed_that_says_who_publishes_it_says_so_of_each_visit() -> None:
    visit = AppointmentFactory()
    calendar = Calendar.from_ical(ics.feed(visit.clinician, [visit]))
    assert calendar["METHOD"] == "PUBLISH"
    assert [str(event.organizer) for event in calendar.events] == ["mailto:clinic@example.org"]


def test_the_way_a_calendar_is_read_again_has_its_type() -> None:
    content = ics.feed(ClinicianFactory(), [AppointmentFactory()])
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n" in content


def test_a_visit_that_was_moved_was_changed_when_it_moved(at_noon: Any) -> None:
    first = AppointmentFactory()
    [before] = Calendar.from_ical(ics.feed(first.clinician, [first])).events
    now = NOON + timedelta(hours=2)
    slot = Slot(first.clinician, NOON + timedelta(days=4), 45, "in_person")
    moved = actions.reschedule(request=first.request, slot=slot, by=UserFactory(), now=now)
    [after] = Calendar.from_ical(ics.feed(first.clinician, [moved])).events
    [theirs] = Calendar.from_ical(ics.download(moved, now + timedelta(days=1))).events
    assert before.last_modified < after.last_modified == theirs.last_modified == now
