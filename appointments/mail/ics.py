"""Calendar files (RFC 5545, RFC 5546). Every time is in UTC; in words, on the clinic's clock, it stands in the text.

No file carries a name, number, topic or word of a patient: calendars are shared with families and employers.
"""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Timezone, vCalAddress, vText
from icalendar import Event as VisitEvent
from icalendar.enums import CLASS, STATUS, TRANSP

from appointments.mail import facts
from appointments.models import Appointment, Clinician, Event
from appointments.models.choices import VisitType
from appointments.text.datetimes import in_full

READ_AGAIN_AFTER = timedelta(minutes=30)


def invitation(appointment: Appointment, at: datetime, to: str = "") -> bytes:
    """For an email: put this into the patient's calendar, or move what is there under the same UID.

    `to` is whose calendar, if that is not the address that the request has now.
    """
    event = _for_patient(appointment, STATUS.CONFIRMED, appointment.sequence, at)
    event.attendees = [_attendee(to or appointment.request.email)]
    return _file("REQUEST", [event])


def cancellation(appointment: Appointment, at: datetime, to: str = "") -> bytes:
    """For an email: take it out again."""
    event = _for_patient(appointment, STATUS.CANCELLED, appointment.sequence + 1, at)
    event.attendees = [_attendee(to or appointment.request.email)]
    return _file("CANCEL", [event])


def withdrawal(appointment: Appointment, at: datetime, to: str) -> bytes:
    """For an email: the appointment stands, and `to` is no longer who is invited (RFC 5546, 3.2.2.4).

    Its change has a number of its own by now, so that a later invitation of the same mailbox has a higher one.
    """
    event = _for_patient(appointment, STATUS.CANCELLED, appointment.sequence, at)
    event.attendees = [_attendee(to)]
    return _file("CANCEL", [event])


def download(appointment: Appointment, at: datetime) -> bytes:
    """For the private page: the appointment, invited by nobody."""
    return _file("PUBLISH", [_for_patient(appointment, STATUS.CONFIRMED, appointment.sequence, at)])


def feed(clinician: Clinician, appointments: Iterable[Appointment]) -> bytes:
    """A clinician's diary, for their own calendar to read again and again: references and kinds of visit."""
    visits = list(appointments)
    changes = _changes(visits)
    return _file(
        "PUBLISH",
        [_for_clinician(visit, changes[visit.pk]) for visit in visits],
        name=_("Visits: %s") % clinician.name,
        refresh_interval=READ_AGAIN_AFTER,
    )


def _for_patient(appointment: Appointment, status: STATUS, sequence: int, at: datetime) -> VisitEvent:
    request = appointment.request
    words = {"name": appointment.clinician.name, "reference": request.spoken_reference}
    return VisitEvent.new(
        uid=_uid(appointment),
        sequence=sequence,
        stamp=at.astimezone(UTC),
        last_modified=at.astimezone(UTC) if status == STATUS.CANCELLED else _changes([appointment])[appointment.pk],
        start=appointment.starts_at.astimezone(UTC),
        end=appointment.ends_at.astimezone(UTC),
        summary=_("Appointment with %(name)s, reference %(reference)s") % words,
        location=_location(appointment),
        description=None if status == STATUS.CANCELLED else _description(appointment),
        organizer=_organizer(),
        status=status,
        transparency=TRANSP.TRANSPARENT if status == STATUS.CANCELLED else TRANSP.OPAQUE,
        classification=CLASS.PRIVATE,  # who shares a calendar shares that the time is taken, not with whom
    )


def _location(appointment: Appointment) -> str:
    """What a map can look up; where there is no such place, how the visit is."""
    kind, *address = facts.place(appointment).lines
    is_at_clinic = appointment.visit_type == VisitType.IN_PERSON
    return ", ".join(address) if is_at_clinic and address else kind


def _description(appointment: Appointment) -> str:
    phone = settings.CLINIC_PHONE
    lines = [
        in_full(appointment.starts_at),
        facts.length(appointment),
        *facts.place(appointment).lines,
        _("To change or cancel it, open your private page: its link is in our email."),
        _("Our phone number: %s") % phone if phone else "",
    ]
    return "\n".join(line for line in lines if line)


def _for_clinician(appointment: Appointment, changed_at: datetime) -> VisitEvent:
    request = appointment.request
    words = {"reference": request.spoken_reference, "kind": appointment.get_visit_type_display()}
    held, booked = _("Held: %(reference)s, %(kind)s"), _("%(reference)s, %(kind)s")
    desk = reverse("admin:appointments_consultationrequest_change", args=[request.pk])
    return VisitEvent.new(
        uid=_uid(appointment),
        sequence=appointment.sequence,
        # Not the moment of reading: what has not changed reads the same, and need not be sent again.
        stamp=changed_at,
        last_modified=changed_at,
        start=appointment.starts_at.astimezone(UTC),
        end=appointment.ends_at.astimezone(UTC),
        summary=(held if appointment.is_offered else booked) % words,
        description=in_full(appointment.starts_at),
        url=settings.PUBLIC_ORIGIN + desk,
        organizer=_organizer(),
        status=STATUS.TENTATIVE if appointment.is_offered else STATUS.CONFIRMED,
        transparency=TRANSP.OPAQUE,
        classification=CLASS.PRIVATE,
    )


def _changes(appointments: Collection[Appointment]) -> dict[int, datetime]:
    """When each was last held, agreed on or moved, in UTC, by the number of the appointment."""
    moves = Event.objects.filter(appointment__in=appointments, kind=Event.Kind.RESCHEDULED)
    moved = dict(moves.order_by().values_list("appointment").annotate(at=Max("at")))
    settled = {each.pk: each.booked_at or each.offered_at or each.starts_at for each in appointments}
    return {pk: moved.get(pk, at).astimezone(UTC) for pk, at in settled.items()}


def _file(method: str, events: list[VisitEvent], *, name: str = "", refresh_interval: timedelta | None = None) -> bytes:
    calendar = Calendar()
    calendar.prodid = f"-//{_host()}//Appointments//EN"
    calendar.version = "2.0"
    if all(event.organizer for event in events):
        calendar.method = method  # which says that somebody sends it (RFC 5546)
    if name:
        # Not by its property, which writes it as it is: a bare comma is no text in a calendar.
        for label in ("NAME", "X-WR-CALNAME"):
            calendar.add(label, vText(name))
    if refresh_interval:
        calendar.add("REFRESH-INTERVAL", refresh_interval, parameters={"VALUE": "DURATION"})
    # No calendar is without a part (RFC 5545): where nothing stands in it, it says which clock it goes by.
    parts: list[Component] = [*events] or [Timezone.from_tzid("UTC")]
    for part in parts:
        calendar.add_component(part)
    content: bytes = calendar.to_ical()
    return content


def _organizer() -> vCalAddress | None:
    """Who invites: the mailbox that the email comes from, or calendars distrust it."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = name or settings.CLINIC_NAME or settings.DOCTOR_NAME
    return vCalAddress.new(address, cn=shown) if address else None


def _attendee(address: str) -> vCalAddress:
    """The patient has agreed already, on the private page or by phone: no calendar need ask."""
    return vCalAddress.new(address, role="REQ-PARTICIPANT", partstat="ACCEPTED", rsvp=False)


def _uid(appointment: Appointment) -> str:
    return f"{appointment.uid}@{_host()}"


def _host() -> str | None:
    return urlsplit(settings.PUBLIC_ORIGIN).hostname
