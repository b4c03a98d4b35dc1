"""The diary's cells: taking them and giving them back. Only actions call this, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.actions.base import TimeUnfit
from appointments.diary.free_times import KINDS
from appointments.diary.slots import Slot, in_utc
from appointments.lifecycle import APPOINTMENT_TRANSITIONS, HOLDS_THE_DIARY, AppointmentStatus
from appointments.mail import queue
from appointments.models import Appointment, Clinician, ConsultationRequest, DiaryCell
from appointments.models.clinician import CELL_MINUTES, LONGEST_VISIT_MINUTES, farthest_day


def in_turn(request: ConsultationRequest, slots: Iterable[Slot]) -> None:
    """Wait until nobody else takes cells in the diaries of these slots, nor where a locked request holds some.

    Whoever is to take cells does this first, before giving any back: two who swap theirs, or one who gives back what
    another waits for, would otherwise wait for each other. To give back alone needs no turn: it waits for nobody.
    """
    there = request.appointments.holding().values_list("clinician", flat=True)
    diaries = {slot.clinician.pk for slot in slots} | set(there)
    list(Clinician.objects.select_for_update(no_key=True).filter(pk__in=diaries).order_by("pk").values_list("pk"))


def hold(appointments: Iterable[Appointment]) -> None:
    """Take the cells of these appointments, in order. The grid refuses what is taken (IntegrityError)."""
    cells = [
        DiaryCell(appointment=appointment, clinician_id=appointment.clinician_id, starts_at=at)
        for appointment in appointments
        for at in appointment.cell_starts()
    ]
    DiaryCell.objects.bulk_create(sorted(cells, key=lambda cell: (cell.clinician_id, cell.starts_at)))


def free(appointment: Appointment) -> None:
    appointment.cells.all().delete()


def close(appointment: Appointment, status: AppointmentStatus, now: datetime) -> None:
    """Give an appointment a status that ends it, and its cells back if it no longer stands in the diary."""
    if status not in APPOINTMENT_TRANSITIONS[AppointmentStatus(appointment.status)]:
        raise ValueError(f"{appointment.status} -> {status}: lifecycle has no such move")
    appointment.status, appointment.closed_at = status, now
    appointment.save(update_fields=["status", "closed_at"])
    if status not in HOLDS_THE_DIARY:
        free(appointment)


def refuse_if_over(visit: Appointment | None, now: datetime) -> None:
    """What took place is not moved or taken back. Raises TimeUnfit where the visit has ended."""
    if visit and visit.is_over(now):
        raise TimeUnfit(_("The visit is over: say first whether they came."))


def release_offers(request: ConsultationRequest, now: datetime, *, but: Appointment | None = None) -> list[Appointment]:
    """Give back every time that is offered, except `but`. Answers those given back."""
    released = [appointment for appointment in request.appointments.offered() if appointment != but]
    for appointment in released:
        close(appointment, AppointmentStatus.RELEASED, now)
    queue.moot_offers(request, now)
    return released


def give_up_times(request: ConsultationRequest, now: datetime) -> Appointment | None:
    """Give back every time that is offered or booked. Answers the one that was booked."""
    release_offers(request, now)
    booked = request.appointments.booked().first()
    if booked:
        close(booked, AppointmentStatus.CANCELLED, now)
    return booked


LEAD = timedelta(hours=2)


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
    """Give an appointment the time, length, kind and place of a slot. The private page outlives it."""
    appointment.clinician = slot.clinician
    appointment.agree_on(in_utc(slot.starts_at))
    appointment.minutes = slot.minutes
    appointment.buffer_minutes = slot.clinician.buffer_minutes
    appointment.visit_type = slot.visit_type
    appointment.directions = slot.directions
    appointment.request.page_lives_until(appointment.ends_at)


def check(slot: Slot, now: datetime) -> None:
    """Raises TimeUnfit for what no diary should hold. Outside the working hours is allowed: staff have agreed on it."""
    at = slot.starts_at
    if at.minute % CELL_MINUTES or at.second or at.microsecond or slot.minutes % CELL_MINUTES:
        raise TimeUnfit(_("Times and lengths go in steps of 5 minutes."))
    if not CELL_MINUTES <= slot.minutes <= LONGEST_VISIT_MINUTES:
        raise TimeUnfit(_("A visit lasts between 5 and %d minutes.") % LONGEST_VISIT_MINUTES)
    if at <= now:
        raise TimeUnfit(_("That time has passed."))
    if timezone.localdate(at) > farthest_day(now):
        raise TimeUnfit(_("That is more than two years away."))
    if slot.visit_type not in KINDS:
        raise TimeUnfit(_("Choose a kind of visit."))
    if slot.clinician.time_off.filter(starts_at__lt=slot.ends_at, ends_at__gt=at).exists():
        raise TimeUnfit(_("%(name)s is away then.") % {"name": slot.clinician})
    if not slot.clinician.is_active:
        raise TimeUnfit(_("%(name)s sees no patients now.") % {"name": slot.clinician})
