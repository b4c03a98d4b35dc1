"""Offering times, and what the patient makes of them."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import combinations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from appointments.actions.base import (
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
from appointments.actions.cells import close, hold, in_turn, refuse_if_over, release_offers, write
from appointments.actions.patient import A_WHILE, locked_open
from appointments.diary.slots import Slot, overlap
from appointments.lifecycle import AppointmentStatus, Status
from appointments.mail import queue
from appointments.models import Appointment, ConsultationRequest, Event, timeline

AT_ONCE = 200

MOST_OFFERS = 6


@one_transaction
def offer(*, request: ConsultationRequest, slots: Sequence[Slot], by: User, now: datetime) -> list[Appointment]:
    """Hold these times for the patient to choose from, until they run out (OFFERS_LAST_HOURS). Mail says so.

    A booked appointment stays booked until one of them is accepted instead.
    Raises NotPossible, TimeUnfit, and TimeTaken: then none of them is held.
    """
    found = locked(request)
    refuse_if_over(found.appointments.booked().first(), now)
    _release_expired(found, now)
    if any(overlap(one, other) for one, other in combinations(slots, 2)):
        raise TimeUnfit(_("Two of these times overlap."))
    if not slots or len(slots) + found.appointments.offered().count() > MOST_OFFERS:
        raise TimeUnfit(_("Offer between one and %d times.") % MOST_OFFERS)
    changed = [] if found.status in {Status.OFFERED, Status.BOOKED} else move_to(found, Status.OFFERED)
    in_turn(found, slots)
    offered = [write(found, slot, AppointmentStatus.OFFERED, now) for slot in slots]
    hold(offered)
    found.wants_times_at = None
    event = record(
        found,
        Event.Kind.OFFERED,
        told=timeline.times(offered),
        by=by,
        now=now,
        changed=[*changed, *answered(found, now), "wants_times_at"],
    )
    queue.owe_offered(found, str(event.pk), now)
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
    if by:
        refuse_if_over(before, now)
    chosen = _offered(found, appointment)
    if before and before.is_over(now):
        raise OfferGone
    if not chosen.is_choosable(now):
        raise OfferGone
    changed = [] if before else move_to(found, Status.BOOKED)
    release_offers(found, now, but=chosen)
    if before:
        _replace(before, chosen, now)
    chosen.status, chosen.booked_at = AppointmentStatus.BOOKED, now
    chosen.save(update_fields=["status", "booked_at", "uid", "sequence"])
    found.wants_times_at = None
    changed = [*changed, "wants_times_at"]
    told = timeline.times([chosen])
    record(found, Event.Kind.ACCEPTED, told=told, by=by, now=now, changed=changed, appointment=chosen)
    if by:
        queue.told_by_phone(found, now)
    queue.owe_booked(chosen, now, instead_of_another=bool(before))
    return chosen


@one_transaction
def ask_other_times(
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
    is_the_same = (found.days, found.times) == (days, times)
    last = found.events.filter(kind=Event.Kind.ASKED_OTHER_TIMES, by=by, at__gt=now - A_WHILE).last()
    if found.wants_times_at and is_the_same and last and last.note == note:
        return
    changed = move_to(found, Status.CONTACTED) if found.status == Status.OFFERED else []
    release_offers(found, now)
    told = timeline.changes({"days": found.days, "times": found.times}, {"days": days, "times": times})
    found.days, found.times, found.wants_times_at = days, times, now
    changed += ["days", "times", "wants_times_at"]
    record(found, Event.Kind.ASKED_OTHER_TIMES, note=note, told=told, by=by, now=now, changed=changed)


@one_transaction
def withdraw(*, request: ConsultationRequest, appointment: Appointment, by: User, now: datetime) -> None:
    """Take one offered time back. Raises OfferGone, and Closed."""
    found = locked(request)
    withdrawn = _offered(found, appointment)
    close(withdrawn, AppointmentStatus.RELEASED, now)
    _record_end_of_offers(found, Event.Kind.WITHDRAWN, [withdrawn], by, now)


@one_transaction
def withdraw_all(*, request: ConsultationRequest, note: str, by: User, now: datetime) -> None:
    """Take every offered time back. Raises OfferGone where none is offered, and Closed."""
    found = locked(request)
    if not found.is_open:
        raise Closed
    withdrawn = release_offers(found, now)
    if not withdrawn:
        raise OfferGone
    _record_end_of_offers(found, Event.Kind.WITHDRAWN_ALL, withdrawn, by, now, note)


def expire_offers(*, now: datetime) -> int:
    """Give back the times whose offer ran out, of AT_ONCE requests at most. Answers how many times."""
    requests = ConsultationRequest.objects.filter(appointments__in=Appointment.objects.expired(now)).distinct()
    return sum(_expire(request, now) for request in requests[:AT_ONCE])


@one_transaction
def _expire(request: ConsultationRequest, now: datetime) -> int:
    found = locked(request)
    expired = _release_expired(found, now)
    if expired:
        _record_end_of_offers(found, Event.Kind.EXPIRED, expired, None, now)
    return len(expired)


def _release_expired(request: ConsultationRequest, now: datetime) -> list[Appointment]:
    expired = list(request.appointments.expired(now))
    for appointment in expired:
        close(appointment, AppointmentStatus.RELEASED, now)
    return expired


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
    before.uid = uuid.uuid4()
    before.save(update_fields=["uid"])
    queue.follow(before, chosen)


def _record_end_of_offers(
    request: ConsultationRequest,
    kind: Event.Kind,
    ended: Iterable[Appointment],
    by: User | None,
    now: datetime,
    note: str = "",
) -> None:
    is_last = request.status == Status.OFFERED and not request.appointments.offered().exists()
    changed = move_to(request, Status.CONTACTED) if is_last else []
    # The site itself acted where an offer ran out: that is no news from the patient.
    if changed:
        request.save(update_fields=changed)
    Event.objects.create(request=request, kind=kind, at=now, by=by, note=note, details=timeline.times(ended))
    queue.moot_offers(request, now)
