"""What staff do with a request, apart from its times."""

from datetime import datetime

from django.contrib.auth.models import User

from appointments.actions.base import Closed, NotPossible, answered, locked, move_to, one_transaction, record
from appointments.actions.cells import release_offers
from appointments.lifecycle import Status
from appointments.mail import queue
from appointments.models import ConsultationRequest, Event
from appointments.models.choices import CallOutcome
from clinic.common.text import name_of


@one_transaction
def answer(*, request: ConsultationRequest, note: str, by: User, now: datetime) -> None:
    """A new request was answered without a call: it is contacted. Raises NotPossible, and Closed."""
    found = locked(request)
    if found.status != Status.NEW:
        raise NotPossible if found.is_open else Closed
    changed = [*move_to(found, Status.CONTACTED), *answered(found, now)]
    record(found, Event.Kind.ANSWERED, note=note, by=by, now=now, changed=changed)


@one_transaction
def decline(*, request: ConsultationRequest, reason: str, by: User, now: datetime) -> None:
    """The clinic cannot help. Offered times go back, and the patient is written to and reads `reason` on the private
    page. Raises NotPossible, and Closed."""
    found = locked(request)
    changed = move_to(found, Status.DECLINED)
    release_offers(found, now)
    found.declined_because = reason
    changed += [*answered(found, now), "declined_because"]
    event = record(found, Event.Kind.DECLINED, note=reason, by=by, now=now, changed=changed)
    queue.owe_declined(found, str(event.pk), now)


@one_transaction
def reopen(*, request: ConsultationRequest, note: str, by: User, now: datetime) -> None:
    """Who was declined, cancelled or did not come is looked after again. Raises NotPossible, and Closed for good."""
    found = locked(request)
    if found.is_open:
        raise NotPossible
    changed = move_to(found, Status.CONTACTED)
    found.declined_because = ""
    changed += [*answered(found, now), "declined_because"]
    record(found, Event.Kind.REOPENED, note=note, by=by, now=now, changed=changed)
    queue.moot_declined(found, now)


@one_transaction
def call(*, request: ConsultationRequest, outcome: CallOutcome, note: str, by: User, now: datetime) -> None:
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
        record(found, Event.Kind.SENT_LINK, by=by, now=now, changed=[])


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
    record(found, Event.Kind.MARKED_SPAM, by=by, now=now, changed=changed)
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
    record(found, Event.Kind.UNMARKED_SPAM, by=by, now=now, changed=[*changed, "suspicion"])
    queue.owe_again(found, now)


@one_transaction
def clear_suspicion(*, request: ConsultationRequest, by: User, now: datetime) -> bool:
    """Staff have looked: not spam. The mail that waited for this may leave. Answers whether there was a suspicion."""
    found = locked(request)
    if not found.suspicion or found.status == Status.SPAM:
        return False
    found.suspicion = ""
    record(found, Event.Kind.CLEARED_SUSPICION, by=by, now=now, changed=["suspicion"])
    return True


def mark_read(*, request: ConsultationRequest, now: datetime) -> None:
    """Staff have seen the request as it stands: what the patient changed before `now` is no longer news."""
    ConsultationRequest.objects.filter(pk=request.pk, erased_at=None).update(read_at=now)
