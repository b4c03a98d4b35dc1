"""The diary's cells: taking them and giving them back. Only actions call this, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from appointments.actions.base import TimeUnfit
from appointments.diary.slots import Slot
from appointments.lifecycle import APPOINTMENT_MOVES, HOLDS_THE_DIARY, AppointmentStatus
from appointments.mail import queue as messages
from appointments.models import Appointment, Clinician, ConsultationRequest, DiaryCell


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
    if status not in APPOINTMENT_MOVES[AppointmentStatus(appointment.status)]:
        raise ValueError(f"{appointment.status} -> {status}: lifecycle has no such move")
    appointment.status, appointment.closed_at = status, now
    appointment.save(update_fields=["status", "closed_at"])
    if status not in HOLDS_THE_DIARY:
        free(appointment)


def refuse_if_over(visit: Appointment | None, now: datetime) -> None:
    """What took place is not moved or taken back. Raises TimeUnfit where the visit has ended."""
    if visit and visit.ends_at <= now:
        raise TimeUnfit(_("The visit is over: say first whether they came."))


def release_offers(request: ConsultationRequest, now: datetime, *, but: Appointment | None = None) -> list[Appointment]:
    """Give back every time that is offered, except `but`. Answers those given back."""
    released = [appointment for appointment in request.appointments.offered() if appointment != but]
    for appointment in released:
        close(appointment, AppointmentStatus.RELEASED, now)
    messages.moot_offers(request, now)
    return released


def give_up_times(request: ConsultationRequest, now: datetime) -> Appointment | None:
    """Give back every time that is offered or booked. Answers the one that was booked."""
    release_offers(request, now)
    booked = request.appointments.booked().first()
    if booked:
        close(booked, AppointmentStatus.CANCELLED, now)
    return booked
