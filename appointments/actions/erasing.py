"""The end of data: of a request, every word goes. That it was, when, and what became of it stay, for the statistics."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from appointments.actions.base import NotPossible, locked, one_transaction, record
from appointments.lifecycle import OPEN
from appointments.mail import queue
from appointments.models import AccessLog, ConsultationRequest, Event, SentLetter
from appointments.models.choices import RequestedFor, VisitType
from appointments.models.request import SAID
from appointments.text.tokens import new_token

CHOSEN = ("topics", "days", "times", "access_needs")


@one_transaction
def erase(*, request: ConsultationRequest, by: User | None, address: str, now: datetime) -> None:
    """Take every word out of a closed request, its timeline, its mail and its visits, and end its private page.

    Mail that is owed does not leave. `by` is None where what was kept for its time goes by itself. What remains holds
    no content: reference, status, moments, clinician, consent, and who looked. Raises NotPossible while it is open,
    and Closed where that was done before.
    """
    found = locked(request)
    if found.status in OPEN:
        raise NotPossible
    queue.moot(found, now)
    # Without its lease, a mail that is leaving just now is nobody's: what it said is not kept afterwards.
    found.messages.update(to="", last_error="", leased_until=None)
    SentLetter.objects.filter(message__request=found).forget()
    found.appointments.update(directions="")
    found.events.all().erase()
    AccessLog.objects.create(kind=AccessLog.Kind.ERASED, request=found, by=by, address=address, at=now)
    record(found, Event.Kind.ERASED, by=by, now=now, changed=_emptied(found, now))


def _emptied(found: ConsultationRequest, now: datetime) -> list[str]:
    """Leave nothing in the row that somebody said or chose. Answers the columns to save."""
    empty: dict[str, Any] = dict.fromkeys(SAID, "") | {name: [] for name in CHOSEN}
    neutral = {"requested_for": RequestedFor.SELF, "has_permission": False, "visit_type": VisitType.ANY}
    ended = {"token": new_token(), "dedupe_key": None, "page_expires_at": now, "erased_at": now, "wants_times_at": None}
    columns = empty | neutral | ended
    for name, value in columns.items():
        setattr(found, name, value)
    return [*columns]


def erase_what_is_due(*, most: int, now: datetime) -> int:
    """Erase what has been kept for its time, each in a transaction of its own, `most` at once. Answers how many."""
    due = ConsultationRequest.objects.kept_too_long(now).order_by("submitted_at")[:most]
    for request in due:
        erase(request=request, by=None, address="", now=now)
    return len(due)
