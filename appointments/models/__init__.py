"""What is stored: the request, its timeline, and the mail that is owed."""

from appointments.models.outbox import LinkWish, Message
from appointments.models.request import ConsultationRequest
from appointments.models.timeline import Event

__all__ = ["ConsultationRequest", "Event", "LinkWish", "Message"]
