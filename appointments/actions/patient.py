"""What a patient does on the private page, until the request is closed. Staff may do the same for them by phone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from appointments import messages
from appointments.details import Correction
from appointments.lifecycle import MOVES, OPEN, Status
from appointments.models import ConsultationRequest, Event


class Closed(Exception):
    """The request is closed: nothing about it changes any more."""


@transaction.atomic
def correct(*, request: ConsultationRequest, correction: Correction, by: User | None, now: datetime) -> list[str]:
    """Write new ways to reach the sender and new access needs. Answers the names of what changed.

    Never who the request is about: that would be another request. A new email address is sent the private link.
    Raises Closed.
    """
    locked = _locked_open(request)
    before = {name: getattr(locked, name) for name in correction}
    changed = [name for name, value in correction.items() if before[name] != value]
    if not changed:
        return []
    for name in changed:
        setattr(locked, name, correction[name])  # type: ignore[literal-required]
    _record(locked, Event.Kind.CORRECTED, ", ".join(f"{name}: {before[name]!r}" for name in changed), by, now, changed)
    if "email" in changed:
        messages.owe_link(locked, now)
    return changed


@transaction.atomic
def add_note(*, request: ConsultationRequest, note: str, by: User | None, now: datetime) -> None:
    """Add what the sender wants the clinic to know. Raises Closed."""
    _record(_locked_open(request), Event.Kind.NOTED, note, by, now, [])


@transaction.atomic
def cancel(*, request: ConsultationRequest, reason: str, by: User | None, now: datetime) -> None:
    """Close the request because it is no longer wanted. The same content may be sent again later. Raises Closed."""
    locked = _locked_open(request)
    locked.status, locked.dedupe_key = Status.CANCELLED, None
    _record(locked, Event.Kind.CANCELLED, reason, by, now, ["status", "dedupe_key"])


def _locked_open(request: ConsultationRequest) -> ConsultationRequest:
    locked = ConsultationRequest.objects.select_for_update().get(pk=request.pk)
    if locked.status not in OPEN or Status.CANCELLED not in MOVES[Status(locked.status)]:
        raise Closed
    return locked


def _record(
    request: ConsultationRequest, kind: Event.Kind, note: str, by: User | None, now: datetime, changed: list[str]
) -> None:
    if by is None:
        request.changed_at = now
    request.save(update_fields=[*changed, "changed_at"])
    Event.objects.create(request=request, kind=kind, at=now, by=by, note=note)
