"""Whether events have overtaken a message that is still owed: what it would say is no longer so."""

from datetime import datetime

from appointments.lifecycle import Status
from appointments.models import Message

Kind = Message.Kind


def is_moot(message: Message, now: datetime) -> bool:
    """Should the message rather not leave? What it reports as done once, such as a cancellation, stays true."""
    request = message.request
    match Kind(message.kind):
        case Kind.OFFERED:
            return not request.appointments.offered().filter(expires_at__gt=now).exists()
        case Kind.BOOKED | Kind.CHANGED | Kind.REMINDER:
            visit = message.appointment
            return visit is None or not visit.is_booked or visit.starts_at <= now
        case Kind.RECEIVED:  # “This is not an appointment yet”
            return request.status == Status.BOOKED or not request.is_open
        case Kind.NOT_REACHED:
            return not request.is_open
        case Kind.DECLINED:
            return request.status != Status.DECLINED
        case _:
            return False
