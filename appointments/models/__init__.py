"""What is stored: the request, its timeline, the diary, and the mail that is owed."""

from appointments.models.access_log import AccessLog
from appointments.models.appointment import Appointment, DiaryCell
from appointments.models.clinician import Clinician, ExtraSession, TimeOff, WorkingHours
from appointments.models.clock import KnownClock
from appointments.models.event import Event
from appointments.models.message import LinkWish, Message, RefusedForm
from appointments.models.request import ConsultationRequest
from appointments.models.sent_letter import SentLetter

__all__ = [
    "AccessLog",
    "Appointment",
    "Clinician",
    "ConsultationRequest",
    "DiaryCell",
    "Event",
    "ExtraSession",
    "KnownClock",
    "LinkWish",
    "Message",
    "RefusedForm",
    "SentLetter",
    "TimeOff",
    "WorkingHours",
]
