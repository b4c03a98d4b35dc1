"""What a patient does on the private page, until the request is closed. Staff may do the same for them by phone."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from appointments.actions.base import Closed, NotPossible, locked, move_to, one_transaction, record
from appointments.actions.cells import give_up_times, refuse_if_over
from appointments.actions.details import Correction
from appointments.actions.limits import TooManyRequests, is_mailbox_full
from appointments.lifecycle import Status
from appointments.mail import queue
from appointments.models import Appointment, ConsultationRequest, Event, timeline
from appointments.text.tokens import new_token

A_WHILE = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_CHANGES_A_DAY = 15


@one_transaction
def correct(
    *, request: ConsultationRequest, correction: Correction, by: User | None, now: datetime
) -> ConsultationRequest:
    """Write new ways to reach the sender and new access needs. Answers the request as it is then.

    Never who the request is about: that would be another request. With a new email address the private page gets a new
    link, which is sent there; the old mailbox, which may be a stranger's, is told only that it was replaced.
    Raises Closed and TooManyRequests.
    """
    found = locked_open(request, by, now)
    before = {name: getattr(found, name) for name in correction}
    changed = [name for name, value in correction.items() if before[name] != value]
    if not changed:
        return found
    if by is None and "email" in changed and is_mailbox_full(correction["email"], now):
        raise TooManyRequests
    for name in changed:
        setattr(found, name, correction[name])  # type: ignore[literal-required]
    if "email" in changed and before["email"]:
        found.token = new_token()
    told = timeline.changes(before, correction)
    record(found, Event.Kind.CORRECTED, told=told, by=by, now=now, changed=[*changed, "token"])
    if "email" in changed:
        queue.redirect_mail(found, before["email"], now, _visit_for_calendar(found, before["email"], now))
    return found


def _visit_for_calendar(request: ConsultationRequest, old: str, now: datetime) -> Appointment | None:
    """The visit that another mailbox is to have in its calendar, if there is one to come and it is another.

    Who is invited is a change of the event (RFC 5546), which counts its changes.
    """
    visit = request.appointments.booked().filter(starts_at__gt=now).first()
    if not visit or old.casefold() == request.email.casefold():
        return None
    visit.sequence += 1
    visit.save(update_fields=["sequence"])
    return visit


@one_transaction
def note(*, request: ConsultationRequest, note: str, by: User | None, now: datetime) -> None:
    """Add a note: what the patient wants the clinic to know, or what staff want to remember, also of a closed request.

    A second click adds nothing. Raises Closed and TooManyRequests, to patients.
    """
    found = locked(request) if by else locked_open(request, by, now)
    if not found.events.filter(kind=Event.Kind.NOTED, note=note, by=by, at__gt=now - A_WHILE).exists():
        record(found, Event.Kind.NOTED, note=note, by=by, now=now, changed=[])


@one_transaction
def cancel(*, request: ConsultationRequest, reason: str, by: User | None, now: datetime) -> None:
    """Close the request because it is no longer wanted, and give its times back; a second click changes nothing.

    A booked appointment is cancelled in the patient's calendar too. The same content may be sent again later.
    Raises Closed; and where the visit is over NotPossible to patients and TimeUnfit to staff, who say if they came.
    """
    found = locked(request)
    if found.status == Status.CANCELLED:
        return
    visit = found.appointments.booked().first()
    if by:
        refuse_if_over(visit, now)
    elif visit and visit.is_over(now):
        raise NotPossible
    changed = move_to(found, Status.CANCELLED)
    booked = give_up_times(found, now)
    record(found, Event.Kind.CANCELLED, note=reason, by=by, now=now, changed=changed, appointment=booked)
    if by:
        queue.told_by_phone(found, now)
    queue.moot_at_close(found, now)
    if booked:
        queue.owe_cancelled(booked, now)


def locked_open(request: ConsultationRequest, by: User | None, now: datetime) -> ConsultationRequest:
    """The row, locked and open. The page is no mailer and no store: what a patient changes in a day is limited."""
    found = locked(request)
    if not found.is_open:
        raise Closed
    if by is None and found.events.of_patient().filter(at__gt=now - A_DAY).count() >= MOST_CHANGES_A_DAY:
        raise TooManyRequests
    return found
