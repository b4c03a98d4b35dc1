"""A time agreed on by phone, moved or called off, and whether the patient came."""

from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from appointments.actions.base import NotPossible, TimeUnfit, answered, locked, move_to, one_transaction, record
from appointments.actions.cells import check, close, fill, free, hold, in_turn, refuse_if_over, release_offers, write
from appointments.diary.slots import Slot
from appointments.lifecycle import AppointmentStatus, Status
from appointments.mail import queue
from appointments.models import Appointment, ConsultationRequest, Event, timeline
from appointments.text.datetimes import in_full


@one_transaction
def book(*, request: ConsultationRequest, slot: Slot, by: User, now: datetime) -> Appointment:
    """Write down a time agreed on by phone. Offered times go back. Raises NotPossible, Closed, TimeUnfit, TimeTaken."""
    found = locked(request)
    changed = move_to(found, Status.BOOKED)
    in_turn(found, [slot])
    release_offers(found, now)
    booked = write(found, slot, AppointmentStatus.BOOKED, now)
    hold([booked])
    found.wants_times_at = None
    changed = [*changed, *answered(found, now), "wants_times_at"]
    told = timeline.times([booked])
    record(found, Event.Kind.BOOKED, told=told, by=by, now=now, changed=changed, appointment=booked)
    queue.told_by_phone(found, now)
    queue.owe_booked(booked, now)
    return booked


@one_transaction
def reschedule(*, request: ConsultationRequest, slot: Slot, by: User, now: datetime) -> Appointment:
    """Move the booked appointment, or what it says of where and how. The patient's calendar moves with it.

    Who asked for another time still wants one where only the place has changed.
    Raises NotPossible, TimeUnfit, TimeTaken.
    """
    found = locked(request)
    booked = _booked(found)
    refuse_if_over(booked, now)
    before = timeline.visit(booked)
    is_elsewhere_only = slot.starts_at == booked.starts_at and slot.clinician == booked.clinician
    if is_elsewhere_only and slot[2:] == (booked.minutes, booked.visit_type, booked.directions):
        raise TimeUnfit(_("Nothing is different from what is booked."))
    check(slot, now)
    in_turn(found, [slot])
    release_offers(found, now)
    free(booked)
    fill(booked, slot)
    booked.sequence += 1
    booked.save()
    hold([booked])
    if not is_elsewhere_only:
        found.wants_times_at = None
    record(
        found,
        Event.Kind.RESCHEDULED,
        told={"before": before, "after": timeline.visit(booked)},
        by=by,
        now=now,
        changed=[*answered(found, now), "wants_times_at"],
        appointment=booked,
    )
    queue.told_by_phone(found, now)
    queue.owe_changed(booked, now)
    return booked


@one_transaction
def keep(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """The patient had asked for another time, and agrees on the phone to keep the booked one. Raises NotPossible."""
    found = locked(request)
    booked = _booked(found)
    if not found.wants_times_at:
        raise NotPossible
    found.wants_times_at = None
    changed = [*answered(found, now), "wants_times_at"]
    told = timeline.times([booked])
    record(found, Event.Kind.KEPT, told=told, by=by, now=now, changed=changed, appointment=booked)
    queue.told_by_phone(found, now)


@one_transaction
def call_off(*, request: ConsultationRequest, reason: str, by: User, now: datetime) -> None:
    """The clinic cannot keep the booked appointment; another will be found. Raises NotPossible."""
    found = locked(request)
    booked = _booked(found)
    refuse_if_over(booked, now)
    close(booked, AppointmentStatus.CANCELLED, now)
    still_offered = found.appointments.offered().exists()
    changed = move_to(found, Status.OFFERED if still_offered else Status.CONTACTED)
    record(found, Event.Kind.CALLED_OFF, note=reason, by=by, now=now, changed=changed, appointment=booked)
    queue.owe_called_off(booked, now)


@one_transaction
def attend(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """The patient came. From the day of the visit on. Raises NotPossible, Closed, and TimeUnfit before that day."""
    _close_visit(request, AppointmentStatus.ATTENDED, Event.Kind.ATTENDED, by, now)


@one_transaction
def miss(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """The patient did not come. Once the visit should have begun. Raises NotPossible, Closed, and TimeUnfit before."""
    _close_visit(request, AppointmentStatus.MISSED, Event.Kind.MISSED, by, now)


def _close_visit(
    request: ConsultationRequest, outcome: AppointmentStatus, kind: Event.Kind, by: User, now: datetime
) -> None:
    found = locked(request)
    changed = move_to(found, Status(outcome))
    visit = found.appointments.booked().first() or _last_visit(found)
    _refuse_before_its_time(visit, outcome, now)
    close(visit, outcome, now)
    release_offers(found, now)
    record(found, kind, by=by, now=now, changed=changed, appointment=visit)
    queue.moot_at_close(found, now)


def _last_visit(request: ConsultationRequest) -> Appointment:
    kept_or_missed = [AppointmentStatus.ATTENDED, AppointmentStatus.MISSED]
    return request.appointments.filter(status__in=kept_or_missed).latest("closed_at")


def _refuse_before_its_time(visit: Appointment, outcome: AppointmentStatus, now: datetime) -> None:
    is_time = visit.has_its_day(now) if outcome == AppointmentStatus.ATTENDED else visit.has_begun(now)
    if not is_time:
        raise TimeUnfit(_("The visit has not begun: it is on %s.") % in_full(visit.starts_at))


def _booked(request: ConsultationRequest) -> Appointment:
    booked = request.appointments.booked().first()
    if not booked:
        raise NotPossible
    return booked
