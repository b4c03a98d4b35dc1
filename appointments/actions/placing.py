"""From a time that could be to an appointment. Only actions call this, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from appointments.actions.base import TimeUnfit
from appointments.diary.free_times import KINDS
from appointments.diary.slots import Slot, in_utc
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, ConsultationRequest
from appointments.models.clinician import CELL_MINUTES, LONGEST_VISIT_MINUTES
from appointments.text.datetimes import in_full

LEAD = timedelta(hours=2)
FARTHEST = timedelta(days=731)


def write(request: ConsultationRequest, slot: Slot, status: AppointmentStatus, now: datetime) -> Appointment:
    """Store an offered or booked appointment, without its cells yet. Raises TimeUnfit."""
    check(slot, now)
    appointment = Appointment(request=request, status=status)
    fill(appointment, slot)
    if status == AppointmentStatus.OFFERED:
        appointment.offered_at = now
        appointment.expires_at = _held_until(slot, now)
    else:
        appointment.booked_at = now
    appointment.save()
    return appointment


def _held_until(slot: Slot, now: datetime) -> datetime:
    """When an offer runs out: so that the clinic knows of the visit some hours before, if the offer was not as late."""
    last = slot.starts_at - LEAD
    return min(now + timedelta(hours=settings.OFFERS_LAST_HOURS), last if last > now else slot.starts_at)


def fill(appointment: Appointment, slot: Slot) -> None:
    """Give an appointment the time, length, kind and place of a slot."""
    appointment.clinician = slot.clinician
    appointment.starts_at = in_utc(slot.starts_at)
    appointment.minutes = slot.minutes
    appointment.buffer_minutes = slot.clinician.buffer_minutes
    appointment.visit_type = slot.visit_type
    appointment.directions = slot.directions


def check(slot: Slot, now: datetime) -> None:
    """Raises TimeUnfit for what no diary should hold. Outside the working hours is allowed: staff have agreed on it."""
    at = slot.starts_at
    if at.minute % CELL_MINUTES or at.second or at.microsecond or slot.minutes % CELL_MINUTES:
        raise TimeUnfit(_("Times and lengths go in steps of 5 minutes."))
    if not CELL_MINUTES <= slot.minutes <= LONGEST_VISIT_MINUTES:
        raise TimeUnfit(_("A visit lasts between 5 and %d minutes.") % LONGEST_VISIT_MINUTES)
    if not now < at < now + FARTHEST:
        raise TimeUnfit(_("That time has passed.") if at <= now else _("That is more than two years away."))
    if slot.visit_type not in KINDS:
        raise TimeUnfit(_("Choose a kind of visit."))
    if slot.clinician.time_off.filter(starts_at__lt=slot.ends_at, ends_at__gt=at).exists():
        raise TimeUnfit(_("%(name)s is away then.") % {"name": slot.clinician})
    if not slot.clinician.is_active:
        raise TimeUnfit(_("%(name)s sees no patients now.") % {"name": slot.clinician})


def listed(appointments: Iterable[Appointment]) -> str:
    """Their times in words, one a line, for the timeline."""
    return "\n".join(in_full(appointment.starts_at) for appointment in appointments)
