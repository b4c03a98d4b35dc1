"""What a patient does on the private page, until the request is closed. Staff may do the same for them by phone."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from appointments import messages
from appointments.actions.submission import TooManyRequests
from appointments.details import Correction
from appointments.lifecycle import MOVES, Status
from appointments.models import ConsultationRequest, Event
from appointments.models.request import in_words, new_token

A_WHILE = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_CHANGES_A_DAY = 15


class Closed(Exception):
    """The request is closed: nothing about it changes any more."""


@transaction.atomic
def correct(
    *, request: ConsultationRequest, correction: Correction, by: User | None, now: datetime
) -> ConsultationRequest:
    """Write new ways to reach the sender and new access needs. Answers the request as it is then.

    Never who the request is about: that would be another request. With a new email address the private page gets a new
    link, which is sent there; the old mailbox, which may be a stranger's, is told only that it was replaced.
    Raises Closed and TooManyRequests.
    """
    locked = _locked_open(request, by, now)
    before = {name: getattr(locked, name) for name in correction}
    changed = [name for name, value in correction.items() if before[name] != value]
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, correction[name])  # type: ignore[literal-required]
    if "email" in changed and before["email"]:
        locked.token = new_token()
    told = "\n".join(in_words(name, before[name]) for name in changed)
    _record(locked, Event.Kind.CORRECTED, told, by, now, [*changed, "token"])
    if "email" in changed:
        messages.redirect_mail(locked, before["email"], now)
    return locked


@transaction.atomic
def add_note(*, request: ConsultationRequest, note: str, by: User | None, now: datetime) -> None:
    """Add what the sender wants the clinic to know; a second click adds nothing. Raises Closed and TooManyRequests."""
    locked = _locked_open(request, by, now)
    if not locked.events.filter(kind=Event.Kind.NOTED, note=note, by=by, at__gt=now - A_WHILE).exists():
        _record(locked, Event.Kind.NOTED, note, by, now, [])


@transaction.atomic
def cancel(*, request: ConsultationRequest, reason: str, by: User | None, now: datetime) -> None:
    """Close the request because it is no longer wanted; a second click changes nothing. Raises Closed.

    The same content may be sent again later.
    """
    locked = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
    if locked.status == Status.CANCELLED:
        return
    if Status.CANCELLED not in MOVES[Status(locked.status)]:
        raise Closed
    locked.status, locked.dedupe_key = Status.CANCELLED, None
    _record(locked, Event.Kind.CANCELLED, reason, by, now, ["status", "dedupe_key"])


def _locked_open(request: ConsultationRequest, by: User | None, now: datetime) -> ConsultationRequest:
    """The row, locked and open. The page is no mailer and no store: what a patient changes in a day is limited."""
    locked = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise Closed
    if by is None and locked.events.filter(by=None, at__gt=now - A_DAY).count() >= MOST_CHANGES_A_DAY:
        raise TooManyRequests
    return locked


def _record(
    request: ConsultationRequest, kind: Event.Kind, note: str, by: User | None, now: datetime, changed: list[str]
) -> None:
    if by is None:
        request.changed_at = now
    request.save(update_fields=[*changed, "changed_at"])
    Event.objects.create(request=request, kind=kind, at=now, by=by, note=note)
