"""The letters to patients and to the clinic. Each is written once; it is sent as an email, and printed for the post.

They carry the reference, never a topic nor a word the patient wrote: mail is read over shoulders and on servers.
`compose` makes emails of them.
"""

from collections.abc import Callable
from datetime import datetime

from appointments.mail.letters import about_requests, about_visits
from appointments.mail.letters.parts import Letter, Link
from appointments.models import Appointment, ConsultationRequest, Message

__all__ = ["Letter", "Link", "confirmation", "letter_of", "offer_letter"]

Kind = Message.Kind

_ABOUT_REQUESTS: dict[Message.Kind, Callable[[ConsultationRequest], Letter]] = {
    Kind.RECEIVED: about_requests.received,
    Kind.NEW_REQUEST: about_requests.new_request,
    Kind.LINK: about_requests.link,
    Kind.REPLACED: about_requests.replaced,
    Kind.DECLINED: about_requests.declined,
    Kind.NOT_REACHED: about_requests.not_reached,
}
_ABOUT_VISITS: dict[Message.Kind, Callable[[Appointment], Letter]] = {
    Kind.BOOKED: about_visits.booked,
    Kind.CHANGED: about_visits.changed,
    Kind.REMINDER: about_visits.reminder,
    Kind.CALLED_OFF: about_visits.called_off,
    Kind.CANCELLED: about_visits.cancelled,
}


def letter_of(message: Message, now: datetime) -> Letter:
    """What a message says, as things stand now."""
    kind = Kind(message.kind)
    if kind == Kind.OFFERED:
        return offer_letter(message.request, now)
    if kind in _ABOUT_REQUESTS:
        return _ABOUT_REQUESTS[kind](message.request)
    if not message.appointment:
        raise ValueError(f"message {message.pk} ({kind}): found no appointment, expected one")
    return _ABOUT_VISITS[kind](message.appointment)


def offer_letter(request: ConsultationRequest, now: datetime) -> Letter:
    """The times that are offered now. For the post: whoever has no email chooses one by phone."""
    return about_visits.offered(request, now)


def confirmation(request: ConsultationRequest) -> Letter:
    """The appointment that is booked, for the post. Raises Appointment.DoesNotExist where none is."""
    return about_visits.booked(request.appointments.booked().select_related("clinician", "request").get())
