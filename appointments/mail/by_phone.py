"""“Phone this patient”: what to say where no email gets through."""

from django.utils.translation import gettext as _

from appointments.mail.state import to_phone
from appointments.models import Message
from appointments.text.datetimes import in_full

Kind = Message.Kind


def why(message: Message) -> str:
    """Why nobody is written to, and what to do about it."""
    return str(to_phone(message))


def what_to_say(message: Message) -> str:
    """The news that the email would have brought, in a sentence."""
    at = in_full(message.appointment.starts_at) if message.appointment else ""
    sentences = {
        Kind.RECEIVED: _("We have your request, and will find a time with you."),
        Kind.LINK: _("Your private page could not be sent to you. Which address is right?"),
        Kind.OFFERED: _("We can offer you times. Which one suits you?"),
        Kind.BOOKED: _("Your appointment is booked: %s.") % at,
        Kind.CHANGED: _("Your appointment has changed. It is now: %s.") % at,
        Kind.CALLED_OFF: _("We are sorry: we cannot keep your appointment of %s. We will find another time.") % at,
        Kind.CANCELLED: _("Your appointment of %s is cancelled.") % at,
        Kind.REMINDER: _("Your appointment is soon: %s. Can you come?") % at,
        Kind.DECLINED: _("We cannot offer you an appointment. %s") % message.request.declined_because,
        Kind.NOT_REACHED: _("We tried to call you."),
    }
    return sentences.get(Kind(message.kind), message.get_kind_display())
