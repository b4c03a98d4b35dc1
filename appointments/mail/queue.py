"""The mail that is owed: one function per email, called by actions inside their transaction. Texts: `letters`.

Whoever has no email address is owed the same: it becomes a task for staff, “phone this patient”.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from appointments.models import Appointment, ConsultationRequest, Event, Message

Kind = Message.Kind

LINK_PAUSE = timedelta(hours=1)
OF_APPOINTMENTS = [Kind.OFFERED, Kind.BOOKED, Kind.CHANGED, Kind.REMINDER]
TO_THE_OLD_ADDRESS_ALONE = [Kind.LINK, Kind.RECEIVED, Kind.REPLACED]


def owe_received(request: ConsultationRequest, now: datetime) -> None:
    """To the patient, if there is an address: we have your request, this is not an appointment yet."""
    if request.email:
        _owe(request, Kind.RECEIVED, request.email, now)


def owe_submitted(request: ConsultationRequest, now: datetime) -> None:
    """To the patient, if there is an address, that we have the request; to the clinic, if it said where: new request.

    No health details. Both are one statement, since a patient waits for it.
    """
    both = ((Kind.RECEIVED, request.email), (Kind.NEW_REQUEST, settings.NOTIFICATION_ADDRESS))
    Message.objects.bulk_create(
        Message(request=request, kind=kind, to=to, created_at=now, next_try_at=now) for kind, to in both if to
    )


def owe_link(request: ConsultationRequest, now: datetime) -> bool:
    """To the patient: the link to the private page. Not twice within an hour: no mailbox is flooded from here.

    Answers whether it is owed anew.
    """
    just_now = request.messages.filter(kind=Kind.LINK, to=request.email, created_at__gt=now - LINK_PAUSE)
    if not request.email or just_now.exists():
        return False
    _owe(request, Kind.LINK, request.email, now)
    return True


def owe_offered(request: ConsultationRequest, occasion: str, now: datetime) -> None:
    """To the patient: times to choose from. An earlier one still owed is moot: this one shows them all."""
    moot(request, now, [Kind.OFFERED])
    _owe(request, Kind.OFFERED, request.email, now, occasion=occasion)


def owe_booked(appointment: Appointment, now: datetime, *, instead_of_another: bool = False) -> None:
    """To the patient, who agreed to it: the appointment is booked, with the calendar file; and its reminders."""
    _owe_visit(appointment, Kind.CHANGED if instead_of_another else Kind.BOOKED, now)


def owe_changed(appointment: Appointment, now: datetime) -> None:
    """To the patient, who agreed: the appointment has another time or place; and its reminders anew."""
    _owe_visit(appointment, Kind.CHANGED, now)


def owe_called_off(appointment: Appointment, now: datetime) -> None:
    """To the patient: the clinic cannot keep the appointment, another will be found."""
    moot(appointment.request, now, [Kind.BOOKED, Kind.CHANGED, Kind.REMINDER])
    _owe_about(appointment, Kind.CALLED_OFF, now)


def owe_cancelled(appointment: Appointment, now: datetime) -> None:
    """To the patient, who knows: the appointment is cancelled, in the calendar too."""
    _owe_about(appointment, Kind.CANCELLED, now, is_known=True)


def owe_declined(request: ConsultationRequest, occasion: str, now: datetime) -> None:
    """To the patient: no appointment can be offered; the private page says why."""
    moot_at_close(request, now)
    _owe(request, Kind.DECLINED, request.email, now, occasion=occasion)


def owe_not_reached(request: ConsultationRequest, now: datetime) -> None:
    """To the patient: we called and could not reach you. Once a day; nothing to be told by phone, since that failed."""
    occasion = f"{timezone.localdate(now):%Y-%m-%d}"
    if request.email and not request.messages.filter(kind=Kind.NOT_REACHED, occasion=occasion).exists():
        _owe(request, Kind.NOT_REACHED, request.email, now, occasion=occasion)


def owe_again(request: ConsultationRequest, now: datetime) -> None:
    """What became moot when the request was taken for spam is owed after all."""
    marked = request.events.filter(kind=Event.Kind.MARKED_SPAM)
    request.messages.unsent().filter(moot_at__in=marked.values("at")).update(moot_at=None, next_try_at=now)


def moot(request: ConsultationRequest, now: datetime, kinds: list[Message.Kind] | None = None) -> None:
    """What has not left yet will not leave: events have overtaken it. Of these kinds, or of all."""
    unsaid = request.messages.unsaid()
    if kinds is not None:
        unsaid = unsaid.filter(kind__in=kinds)
    unsaid.update(moot_at=now)


def moot_at_close(request: ConsultationRequest, now: datetime) -> None:
    """The request is closed: nothing more is said of its times, nor of calls that reached nobody."""
    moot(request, now, [*OF_APPOINTMENTS, Kind.NOT_REACHED])


def moot_declined(request: ConsultationRequest, now: datetime) -> None:
    """The request goes on after all."""
    moot(request, now, [Kind.DECLINED])


def moot_offers(request: ConsultationRequest, now: datetime) -> None:
    """Times went back: if none is offered any more, there is nothing to choose from."""
    if not request.appointments.offered().exists():
        moot(request, now, [Kind.OFFERED])


def told_by_phone(request: ConsultationRequest, now: datetime) -> None:
    """The patient was talked to: what could not be written to them has been said, and they were reached."""
    moot(request, now, [Kind.NOT_REACHED])
    request.messages.to_tell_by_phone(now).update(told_at=now)


def redirect_mail(request: ConsultationRequest, old: str, now: datetime, visit: Appointment | None = None) -> None:
    """The sender has another email address now: mail still owed to `old` goes there, and so does the new link.

    That includes mail that gave up, and mail on its way at this moment: its sender's lease ends, and it leaves again.
    A mailbox that was written to is told that it was replaced, without a link, in case a thief did it.
    Without any address now, what is owed becomes what is to be told by phone.
    A booked `visit` goes over from calendar to calendar: the new mailbox is invited, the old one no longer.
    """
    theirs = request.messages.filter(to=old).exclude(kind=Kind.NEW_REQUEST)
    theirs.unsaid().exclude(kind__in=TO_THE_OLD_ADDRESS_ALONE).update(
        to=request.email, attempts=0, next_try_at=now, leased_until=None, fault="", last_error="", gave_up_at=None
    )
    theirs.unsaid().update(moot_at=now)
    if request.email:
        _owe(request, Kind.LINK, request.email, now)
    if old and theirs.filter(sent_at__isnull=False).exists():
        _owe(request, Kind.REPLACED, old, now, appointment=visit)
    if visit and request.email:
        moot(request, now, [Kind.BOOKED, Kind.CHANGED])
        _owe_about(visit, Kind.BOOKED, now)


def follow(before: Appointment, chosen: Appointment) -> None:
    """The event that calendars have is another appointment's now: so is what is still to be said of it."""
    before.messages.unsaid().filter(kind=Kind.REPLACED).update(appointment=chosen)


def _owe_visit(appointment: Appointment, kind: Message.Kind, now: datetime) -> None:
    moot(appointment.request, now, OF_APPOINTMENTS)
    _owe_about(appointment, kind, now, is_known=True)
    _owe_reminders(appointment, now)


def _owe_about(appointment: Appointment, kind: Message.Kind, now: datetime, *, is_known: bool = False) -> None:
    """What is known to the patient, who agreed to it, is no reason to phone: without an address it is not owed."""
    if is_known and not appointment.request.email:
        return
    occasion = f"{appointment.pk}.{appointment.sequence}"
    _owe(appointment.request, kind, appointment.request.email, now, occasion=occasion, appointment=appointment)


def _owe_reminders(appointment: Appointment, now: datetime) -> None:
    """Some days before, as REMINDER_DAYS says; not for a time booked later than that."""
    for days in settings.REMINDER_DAYS:
        at = appointment.starts_at - timedelta(days=days)
        if at > now:
            occasion = f"{appointment.pk}.{appointment.sequence}.{days}"
            request = appointment.request
            _owe(request, Kind.REMINDER, request.email, now, occasion=occasion, appointment=appointment, not_before=at)


def _owe(
    request: ConsultationRequest,
    kind: Message.Kind,
    to: str,
    now: datetime,
    *,
    occasion: str = "",
    appointment: Appointment | None = None,
    not_before: datetime | None = None,
) -> None:
    Message.objects.create(
        request=request,
        kind=kind,
        to=to,
        occasion=occasion,
        appointment=appointment,
        created_at=now,
        next_try_at=not_before or now,
        not_before=not_before,
    )
