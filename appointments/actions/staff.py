"""What staff do with a request, apart from its times."""

from datetime import datetime

from django.contrib.auth.models import User

from appointments.actions.base import Closed, NotPossible, answered, locked, move_to, one_transaction, record
from appointments.actions.cells import release_offers
from appointments.lifecycle import Status
from appointments.mail import queue
from appointments.models import ConsultationRequest, Event, timeline
from appointments.models.choices import CallOutcome
from clinic.common.text import name_of


@one_transaction
def move(*, request: ConsultationRequest, to: Status, note: str, by: User, now: datetime) -> None:
    """Move the request where no time is involved: to contacted, also again, or to declined. Offered times go back.

    With DECLINED the patient is written to, and reads `note` on the private page. Raises NotPossible, and Closed.
    """
    found = locked(request)
    if to not in {Status.CONTACTED, Status.DECLINED} or found.appointments.booked().exists():
        raise NotPossible
    changed = move_to(found, to)
    released = release_offers(found, now)
    found.declined_because = note if to == Status.DECLINED else ""
    is_withdrawal = released and to == Status.CONTACTED
    event = record(
        found,
        Event.Kind.WITHDRAWN if is_withdrawal else Event.Kind.MOVED,
        note=note,
        told=timeline.times(released) if is_withdrawal else {"status": to},
        by=by,
        now=now,
        changed=[*changed, *answered(found, now), "declined_because"],
    )
    if to == Status.DECLINED:
        queue.owe_declined(found, str(event.pk), now)
    else:
        queue.moot_declined(found, now)


@one_transaction
def record_call(*, request: ConsultationRequest, outcome: CallOutcome, note: str, by: User, now: datetime) -> None:
    """Write down a call. Talked to: a new request is contacted, and what waited to be told by phone is told.

    Not talked to: an email says so, once a day, with how to reach the clinic.
    """
    found = locked(request)
    if found.status == Status.SPAM:
        raise NotPossible
    changed: list[str] = []
    if outcome == CallOutcome.REACHED:
        changed = [*answered(found, now), *(move_to(found, Status.CONTACTED) if found.status == Status.NEW else [])]
    record(found, Event.Kind.CALLED, note=note, told={"outcome": outcome}, by=by, now=now, changed=changed)
    if outcome == CallOutcome.REACHED:
        queue.told_by_phone(found, now)
    elif found.is_open:
        queue.owe_not_reached(found, now)


@one_transaction
def send_link(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """Somebody who lost the link asks for it by phone. Not twice within an hour. Raises NotPossible without email."""
    found = locked(request)
    if not found.is_linkable(now):
        raise NotPossible
    if queue.owe_link(found, now):
        record(found, Event.Kind.LINK, by=by, now=now, changed=[])


@one_transaction
def assign(*, request: ConsultationRequest, to: User | None, by: User, now: datetime) -> None:
    """Say who looks after the request, or nobody in particular."""
    found = locked(request)
    if not found.is_open:
        raise Closed
    if found.assigned_to == to:
        return
    found.assigned_to = to
    who = name_of(to) if to else ""
    record(found, Event.Kind.ASSIGNED, told={"who": who}, by=by, now=now, changed=["assigned_to"])


@one_transaction
def mark_spam(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """Set the request aside for good; its mail will not leave. Nothing is deleted. Raises NotPossible, and Closed."""
    found = locked(request)
    changed = move_to(found, Status.SPAM)
    record(found, Event.Kind.SPAM, by=by, now=now, changed=changed)
    queue.moot(found, now)


@one_transaction
def unmark_spam(*, request: ConsultationRequest, by: User, now: datetime) -> None:
    """It was no spam: a new request again, or one that was answered, and its mail leaves. Raises NotPossible."""
    found = locked(request)
    if found.status != Status.SPAM:
        raise NotPossible
    changed = move_to(found, Status.NEW)
    if found.first_contacted_at:
        changed = move_to(found, Status.CONTACTED)
    found.suspicion = ""
    record(found, Event.Kind.NOT_SPAM, by=by, now=now, changed=[*changed, "suspicion"])
    queue.owe_again(found, now)


@one_transaction
def clear_suspicion(*, request: ConsultationRequest, by: User, now: datetime) -> bool:
    """Staff have looked: not spam. The mail that waited for this may leave. Answers whether there was a suspicion."""
    found = locked(request)
    if not found.suspicion or found.status == Status.SPAM:
        return False
    found.suspicion = ""
    record(found, Event.Kind.CLEARED, by=by, now=now, changed=["suspicion"])
    return True


@one_transaction
def mark_read(*, request: ConsultationRequest, now: datetime) -> None:
    """Staff have seen the request as it stands: what the patient changed before `now` is no longer news."""
    found = locked(request)
    found.read_at = now
    found.save(update_fields=["read_at"])
