"""Offering times, agreeing on one, and what becomes of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import messages
from appointments.actions.common import (
    Closed,
    NotPossible,
    OfferGone,
    TimeUnfit,
    answered,
    locked,
    move_to,
    one_transaction,
    record,
)
from appointments.actions.holding import close, free, hold, in_turn, release_offers
from appointments.actions.patient import A_WHILE, locked_open
from appointments.diary import KINDS
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Appointment, ConsultationRequest, Event
from appointments.models.appointment import new_uid
from appointments.models.clinician import CELL_MINUTES, LONGEST_VISIT_MINUTES
from appointments.models.request import in_words
from appointments.moments import in_full
from appointments.slots import Slot, in_utc

MOST_OFFERS = 6


@one_transaction
def offer(*, request: ConsultationRequest, slots: Sequence[Slot], by: User, now: datetime) -> list[Appointment]:
    """Hold these times for the patient to choose from, until they run out (OFFERS_LAST_HOURS). Mail says so.

    A booked appointment stays booked until one of them is accepted instead.
    Raises NotPossible, TimeUnfit, and TimeTaken: then none of them is held.
    """
    found = locked(request)
    if not slots or len(slots) + found.appointments.offered().count() > MOST_OFFERS:
        raise TimeUnfit(_("Offer between one and %d times.") % MOST_OFFERS)
    changed = [] if found.status in {Status.OFFERED, Status.BOOKED} else move_to(found, Status.OFFERED)
    in_turn(found, slots)
    offered = [_write(found, slot, AppointmentStatus.OFFERED, now) for slot in slots]
    hold(offered)
    found.wants_times_at = None
    event = record(
        found,
        Event.Kind.OFFERED,
        note=_listed(offered),
        by=by,
        now=now,
        changed=[*changed, *answered(found, now), "wants_times_at"],
    )
    messages.owe_offered(found, str(event.pk), now)
    return offered


@one_transaction
def accept(*, request: ConsultationRequest, appointment: Appointment, by: User | None, now: datetime) -> Appointment:
    """Agree on an offered time. The other offers go back, and so does a time that was booked before.

    A second click changes nothing. Raises OfferGone, and Closed.
    """
    found = locked(request)
    before = found.appointments.booked().first()
    if before and before.pk == appointment.pk:
        return before
    chosen = _offered(found, appointment)
    if not chosen.expires_at or chosen.expires_at <= now:
        raise OfferGone
    changed = [] if before else move_to(found, Status.BOOKED)
    release_offers(found, now, but=chosen)
    if before:
        _replace(before, chosen, now)
    chosen.status, chosen.booked_at = AppointmentStatus.BOOKED, now
    chosen.save(update_fields=["status", "booked_at", "uid", "sequence"])
    found.wants_times_at = None
    changed = [*changed, "wants_times_at"]
    record(
        found, Event.Kind.ACCEPTED, note=in_full(chosen.starts_at), by=by, now=now, changed=changed, appointment=chosen
    )
    if by:
        messages.told_by_phone(found, now)
    messages.owe_booked(chosen, now, instead_of_another=bool(before))
    return chosen


@one_transaction
def decline_offers(
    *,
    request: ConsultationRequest,
    days: list[str],
    times: list[str],
    note: str,
    by: User | None,
    now: datetime,
) -> None:
    """Other times are wanted: what is offered goes back to the diary, what is booked stays until there is another.

    `days` and `times` replace what the request said. A second click changes nothing.
    Raises NotPossible before the clinic has answered, Closed and TooManyRequests.
    """
    found = locked_open(request, by, now)
    if found.status == Status.NEW:
        raise NotPossible
    is_the_same = found.wants_times_at and (found.days, found.times) == (days, times)
    said = found.events.filter(kind=Event.Kind.OTHER_TIMES, note__startswith=note, by=by, at__gt=now - A_WHILE)
    if is_the_same and said.exists():
        return
    changed = move_to(found, Status.CONTACTED) if found.status == Status.OFFERED else []
    release_offers(found, now)
    before = [in_words(name, getattr(found, name)) for name in ("days", "times")]
    if (found.days, found.times) != (days, times):
        note = "\n".join([note, *before]).strip()
    found.days, found.times, found.wants_times_at = days, times, now
    record(
        found, Event.Kind.OTHER_TIMES, note=note, by=by, now=now, changed=[*changed, "days", "times", "wants_times_at"]
    )


@one_transaction
def withdraw_offer(*, request: ConsultationRequest, appointment: Appointment, by: User, now: datetime) -> None:
    """Take one offered time back. Raises OfferGone, and Closed."""
    found = locked(request)
    withdrawn = _offered(found, appointment)
    close(withdrawn, AppointmentStatus.RELEASED, now)
    _record_end_of_offers(found, Event.Kind.WITHDRAWN, [withdrawn], by, now)


def expire_offers(*, now: datetime) -> int:
    """Give back the times whose offer ran out. Answers how many."""
    requests = ConsultationRequest.objects.filter(appointments__in=Appointment.objects.expired(now)).distinct()
    return sum(_expire(request, now) for request in requests)


@one_transaction
def _expire(request: ConsultationRequest, now: datetime) -> int:
    found = locked(request)
    expired = list(found.appointments.expired(now))
    for appointment in expired:
        close(appointment, AppointmentStatus.RELEASED, now)
    if expired:
        _record_end_of_offers(found, Event.Kind.EXPIRED, expired, None, now)
    return len(expired)


@one_transaction
def book(*, request: ConsultationRequest, slot: Slot, by: User, now: datetime) -> Appointment:
    """Write down a time agreed on by phone. Offered times go back. Raises NotPossible, Closed, TimeUnfit, TimeTaken."""
    found = locked(request)
    changed = move_to(found, Status.BOOKED)
    in_turn(found, [slot])
    release_offers(found, now)
    booked = _write(found, slot, AppointmentStatus.BOOKED, now)
    hold([booked])
    found.wants_times_at = None
    changed = [*changed, *answered(found, now), "wants_times_at"]
    record(
        found, Event.Kind.BOOKED, note=in_full(booked.starts_at), by=by, now=now, changed=changed, appointment=booked
    )
    messages.told_by_phone(found, now)
    messages.owe_booked(booked, now)
    return booked


@one_transaction
def reschedule(*, request: ConsultationRequest, slot: Slot, by: User, now: datetime) -> Appointment:
    """Move the booked appointment, or what it says of where and how. The patient's calendar moves with it.

    Raises NotPossible, TimeUnfit, TimeTaken.
    """
    found = locked(request)
    booked = _booked(found)
    before = in_full(booked.starts_at)
    _check(slot, now)
    in_turn(found, [slot])
    release_offers(found, now)
    free(booked)
    _fill(booked, slot)
    booked.sequence += 1
    booked.save()
    hold([booked])
    found.wants_times_at = None
    record(
        found,
        Event.Kind.RESCHEDULED,
        note=before,
        by=by,
        now=now,
        changed=[*answered(found, now), "wants_times_at"],
        appointment=booked,
    )
    messages.owe_changed(booked, now)
    return booked


@one_transaction
def call_off(*, request: ConsultationRequest, reason: str, by: User, now: datetime) -> None:
    """The clinic cannot keep the booked appointment; another will be found. Raises NotPossible."""
    found = locked(request)
    booked = _booked(found)
    close(booked, AppointmentStatus.CANCELLED, now)
    still_offered = found.appointments.offered().exists()
    changed = move_to(found, Status.OFFERED if still_offered else Status.CONTACTED)
    record(found, Event.Kind.CALLED_OFF, note=reason, by=by, now=now, changed=changed, appointment=booked)
    messages.owe_called_off(booked, now)


@one_transaction
def attend(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """The patient came. From the day of the visit on. Raises NotPossible, Closed, and TimeUnfit before that day."""
    _close_visit(request, AppointmentStatus.ATTENDED, Event.Kind.ATTENDED, by, now)


@one_transaction
def miss(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """The patient did not come. Once the visit should have begun. Raises NotPossible, Closed, and TimeUnfit before."""
    _close_visit(request, AppointmentStatus.NO_SHOW, Event.Kind.MISSED, by, now)


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
    messages.moot_at_close(found, now)


def _last_visit(request: ConsultationRequest) -> Appointment:
    kept_or_missed = [AppointmentStatus.ATTENDED, AppointmentStatus.NO_SHOW]
    return request.appointments.filter(status__in=kept_or_missed).latest("closed_at")


def _refuse_before_its_time(visit: Appointment, outcome: AppointmentStatus, now: datetime) -> None:
    if outcome == AppointmentStatus.ATTENDED:
        is_too_early = timezone.localdate(now) < timezone.localdate(visit.starts_at)
    else:
        is_too_early = now < visit.starts_at
    if is_too_early:
        raise TimeUnfit(_("The visit has not begun: it is on %s.") % in_full(visit.starts_at))


def _booked(request: ConsultationRequest) -> Appointment:
    booked = request.appointments.booked().first()
    if not booked:
        raise NotPossible
    return booked


def _offered(request: ConsultationRequest, appointment: Appointment) -> Appointment:
    if not request.is_open:
        raise Closed
    offered = request.appointments.offered().filter(pk=appointment.pk).first()
    if not offered:
        raise OfferGone
    return offered


def _replace(before: Appointment, chosen: Appointment, now: datetime) -> None:
    """Cancel the appointment that was booked before. `chosen` becomes its event in the patient's calendar."""
    close(before, AppointmentStatus.CANCELLED, now)
    chosen.uid, chosen.sequence = before.uid, before.sequence + 1
    Appointment.objects.filter(pk=before.pk).update(uid=new_uid())


def _write(request: ConsultationRequest, slot: Slot, status: AppointmentStatus, now: datetime) -> Appointment:
    _check(slot, now)
    appointment = Appointment(request=request, status=status)
    _fill(appointment, slot)
    if status == AppointmentStatus.OFFERED:
        appointment.offered_at = now
        appointment.expires_at = min(now + timedelta(hours=settings.OFFERS_LAST_HOURS), slot.starts_at)
    else:
        appointment.booked_at = now
    appointment.save()
    return appointment


def _fill(appointment: Appointment, slot: Slot) -> None:
    appointment.clinician = slot.clinician
    appointment.starts_at = in_utc(slot.starts_at)
    appointment.minutes = slot.minutes
    appointment.buffer_minutes = slot.clinician.buffer_minutes
    appointment.visit_type = slot.visit_type
    appointment.directions = slot.directions


def _check(slot: Slot, now: datetime) -> None:
    """Raises TimeUnfit for what no diary should hold. Outside the working hours is allowed: staff have agreed on it."""
    at = slot.starts_at
    if at.minute % CELL_MINUTES or at.second or at.microsecond or slot.minutes % CELL_MINUTES:
        raise TimeUnfit(_("Times and lengths go in steps of 5 minutes."))
    if not CELL_MINUTES <= slot.minutes <= LONGEST_VISIT_MINUTES:
        raise TimeUnfit(_("A visit lasts between 5 and %d minutes.") % LONGEST_VISIT_MINUTES)
    if at <= now:
        raise TimeUnfit(_("That time has passed."))
    if slot.visit_type not in KINDS:
        raise TimeUnfit(_("Choose a kind of visit."))
    if slot.clinician.time_off.filter(starts_at__lt=slot.ends_at, ends_at__gt=at).exists():
        raise TimeUnfit(_("%(name)s is away then.") % {"name": slot.clinician})
    if not slot.clinician.is_active:
        raise TimeUnfit(_("%(name)s sees no patients now.") % {"name": slot.clinician})


def _record_end_of_offers(
    request: ConsultationRequest, kind: Event.Kind, ended: Iterable[Appointment], by: User | None, now: datetime
) -> None:
    is_last = request.status == Status.OFFERED and not request.appointments.offered().exists()
    changed = move_to(request, Status.CONTACTED) if is_last else []
    # The site itself acted where an offer ran out: that is no news from the patient.
    if changed:
        request.save(update_fields=changed)
    Event.objects.create(request=request, kind=kind, at=now, by=by, note=_listed(ended))
    messages.moot_offers(request, now)


def _listed(appointments: Iterable[Appointment]) -> str:
    return "\n".join(in_full(appointment.starts_at) for appointment in appointments)
