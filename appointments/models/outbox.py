"""The kinds of mail, when events overtake it, and when somebody phones instead. `MessageQuerySet` asks here."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from appointments.lifecycle import CLOSED, Status
from appointments.models.appointment import Appointment

if TYPE_CHECKING:
    pass

LEASE = timedelta(minutes=5)  # much longer than one mail server may keep us waiting (EMAIL_TIMEOUT a step)
LONGEST_PAUSE = timedelta(hours=6)
SKEW = timedelta(minutes=1)  # by which the clocks of two machines, or two readings of one, may differ


class MessageKind(models.TextChoices):
    """What an email says."""

    RECEIVED = "received", _("To the patient: we have your request")
    NEW_REQUEST = "new_request", _("To the clinic: new request")
    LINK = "link", _("To the patient: link to the private page")
    REPLACED = "replaced", _("To the old address: it was replaced")
    OFFERED = "offered", _("To the patient: times to choose from")
    BOOKED = "booked", _("To the patient: the appointment is booked")
    CHANGED = "changed", _("To the patient: the appointment has changed")
    CALLED_OFF = "called_off", _("To the patient: the appointment is called off, another will be found")
    CANCELLED = "cancelled", _("To the patient: the appointment is cancelled")
    REMINDER = "reminder", _("To the patient: reminder")
    DECLINED = "declined", _("To the patient: no appointment can be offered")
    NOT_REACHED = "not_reached", _("To the patient: we could not reach you")


class MailFault(models.TextChoices):
    """Whose fault it is that an email did not leave. What to do about it follows from that."""

    MAILBOX = "mailbox", _("The mailbox refuses it for good.")  # give up
    MAILBOX_NOW = "mailbox_now", _("The mailbox does not take it now.")  # try again
    EMAIL = "email", _("This email is not let through.")  # the others may be; try again
    TEXT = "text", _("It could not be written.")  # the others may be; we mend it
    OURS = "ours", _("The mail server refuses what it is told of us.")  # no other would leave either; we mend it
    AWAY = "away", _("The mail server does not answer.")  # no other would leave either


Kind = MessageKind
OF_ONE_EMAIL = [MailFault.MAILBOX, MailFault.MAILBOX_NOW, MailFault.EMAIL]  # an answer that says nothing of the others
OF_THE_SERVER = [MailFault.OURS, MailFault.AWAY]
TO_NO_PATIENT = [Kind.NEW_REQUEST, Kind.REPLACED]

# Somebody phones what has not left by then, while the mail goes on trying: so long before the news stops being of use.
# That is when the visit begins, and for offers when the first of them runs out. Long enough to have a working day in
# it, but for reminders, of which the last leaves a day before.
PHONE_BEFORE: dict[Kind, timedelta] = {
    Kind.OFFERED: timedelta(hours=24),
    Kind.BOOKED: timedelta(hours=48),
    Kind.CHANGED: timedelta(hours=48),
    Kind.CALLED_OFF: timedelta(hours=48),
    Kind.REMINDER: timedelta(hours=20),
}
PHONE_AFTER = timedelta(days=2)  # what is of use for longer
GRACE = timedelta(minutes=15)  # for mail to leave by itself, however late it was owed

OWED_SINCE = Coalesce("not_before", "created_at")


def overtaken(now: datetime, messages: QuerySet[Any]) -> Q:
    """What should rather not leave. What reports something as done once, such as a call-off, stays true."""
    to_come = Appointment.objects.booked().filter(pk=OuterRef("appointment"), starts_at__gt=now)
    closed = Q(request__status__in=sorted(CLOSED))
    return (
        (Q(kind=Kind.OFFERED) & ~_has_offers(now))
        | (Q(kind__in=[Kind.BOOKED, Kind.CHANGED, Kind.REMINDER]) & ~Q(Exists(to_come)))
        | (Q(kind=Kind.REMINDER) & Q(Exists(_said_instead(now, messages))))
        | (Q(kind=Kind.RECEIVED) & (Q(request__status=Status.BOOKED) | closed))  # “not an appointment yet”
        | (Q(kind=Kind.NOT_REACHED) & closed)
        | (Q(kind=Kind.DECLINED) & ~Q(request__status=Status.DECLINED))
    )


def _said_instead(now: datetime, messages: QuerySet[Any]) -> QuerySet[Any]:
    """For a reminder: a later one of the same visit whose time has come too, or mail about it that left since."""
    same = messages.filter(appointment=OuterRef("appointment"), moot_at__isnull=True)
    later = Q(kind=Kind.REMINDER, not_before__gt=OuterRef("not_before"), not_before__lte=now)
    return same.filter(later | Q(kind__in=[Kind.BOOKED, Kind.CHANGED], sent_at__gte=OuterRef("not_before")))


def late(now: datetime) -> Q:
    """Owed for a while, and not of use for much longer."""
    ends = Q(owed_since__lte=now - PHONE_AFTER)
    for kind, before in PHONE_BEFORE.items():
        if kind == Kind.OFFERED:
            ends |= Q(kind=kind) & _has_offers(now, until=now + before)
        else:
            ends |= Q(kind=kind, appointment__starts_at__lte=now + before)
    return Q(owed_since__lte=now - GRACE) & ends


def _has_offers(now: datetime, until: datetime | None = None) -> Q:
    offers = Appointment.objects.choosable(now).filter(request=OuterRef("request"))
    return Q(Exists(offers.filter(expires_at__lte=until) if until else offers))
