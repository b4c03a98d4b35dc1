"""What every action does: lock the row, check the move, write the event."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.lifecycle import CLOSED, TRANSITIONS, Status
from appointments.models import Appointment, ConsultationRequest, Event
from appointments.models.timeline import Told

Args = ParamSpec("Args")
Answer = TypeVar("Answer")


class Refused(Exception):
    """An action could not be done, and nothing of it was. `sentence` says why, to staff."""

    sentence: StrOrPromise = ""

    def __str__(self) -> str:
        return str(self.sentence)


class NotPossible(Refused):
    """Not as the request stands now: `lifecycle` has no such move."""

    sentence = _("That is not possible as the request stands now.")


class Closed(NotPossible):
    """The request is closed: nothing about it changes any more."""

    sentence = _("This request is closed.")


class TimeTaken(Refused):
    """Somebody else was faster: the diary holds something at that time."""

    sentence = _("That time was taken just now. Choose another one.")


class TimeUnfit(Refused):
    """The time has passed, or does not start on five minutes, or the clinician is away or inactive."""

    def __init__(self, sentence: StrOrPromise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class OfferGone(Refused):
    """The time is no longer offered: it ran out, was withdrawn, or another one was accepted."""

    sentence = _("That time is no longer offered.")


class Overtaken(Refused):
    """Somebody did something to the request since it was looked at. `events` tells what."""

    sentence = _("Somebody changed this request while you were looking at it. Nothing of yours was done.")

    def __init__(self, events: list[Event]) -> None:
        super().__init__()
        self.events = events


def one_transaction(act: Callable[Args, Answer]) -> Callable[Args, Answer]:
    """Do all of it or nothing. What the grid of the diary refuses becomes TimeTaken.

    The error is caught outside the transaction: inside, PostgreSQL would take no further statement.
    """

    @wraps(act)
    def done(*args: Args.args, **kwargs: Args.kwargs) -> Answer:
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except IntegrityError as error:
            if "diarycell" not in str(error):
                raise
        raise TimeTaken

    return done


@contextmanager
def as_seen(request: ConsultationRequest, seen: int) -> Iterator[None]:
    """Act on the request only if its last event is still the one numbered `seen`. Raises Overtaken."""
    with transaction.atomic():
        locked(request)
        younger = list(request.events.after(seen).select_related("by"))
        if younger:
            raise Overtaken(younger)
        yield


def locked(request: ConsultationRequest) -> ConsultationRequest:
    """The row as it is now. Nobody else acts on it until this transaction ends. Raises Closed of an erased one."""
    found = ConsultationRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if found.erased_at:
        raise Closed
    return found


def move_to(request: ConsultationRequest, status: Status) -> list[str]:
    """Give a locked request another status. Answers the columns to save. Raises NotPossible, and Closed."""
    if status not in TRANSITIONS[Status(request.status)]:
        raise NotPossible if request.is_open else Closed
    request.status = status
    if status not in CLOSED:
        return ["status"]
    request.dedupe_key = request.wants_times_at = None
    return ["status", "dedupe_key", "wants_times_at"]


def answered(request: ConsultationRequest, now: datetime) -> list[str]:
    """The clinic has answered, maybe for the first time: whom it talks to is no robot. Answers the columns to save."""
    request.first_contacted_at = request.first_contacted_at or now
    request.suspicion = ""
    return ["first_contacted_at", "suspicion"]


def record(
    request: ConsultationRequest,
    kind: Event.Kind,
    *,
    by: User | None,
    now: datetime,
    changed: list[str],
    note: str = "",
    told: Told | None = None,
    appointment: Appointment | None = None,
) -> Event:
    """Save the columns `changed` of a locked request, with the line of its timeline that says so."""
    if by is None:
        request.changed_at = now
        changed = [*changed, "changed_at"]
    if request.is_open:
        request.page_lives_until(now)
        changed = [*changed, "page_expires_at"]
    if changed:
        request.save(update_fields=changed)
    return Event.objects.create(
        request=request, kind=kind, at=now, by=by, note=note, details=told or {}, appointment=appointment
    )
