"""Requests in every status, brought there by the actions themselves, and short ways to act on them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from appointments import actions
from appointments.actions import CallOutcome
from appointments.diary.slots import Slot
from appointments.lifecycle import Status
from appointments.models import Appointment, Clinician, ConsultationRequest, Event
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
VISIT = NOON + 2 * DAY


def staff() -> User:
    return User.objects.get_or_create(username="staff")[0]


def clinician() -> Clinician:
    return Clinician.objects.first() or ClinicianFactory()


def slot(starts_at: datetime = VISIT, **changed: Any) -> Slot:
    """A visit of 45 minutes at the clinic, two days after NOON."""
    usual = {"clinician": changed.pop("clinician", None) or clinician(), "minutes": 45, "visit_type": "in_person"}
    return Slot(starts_at=starts_at, **usual | changed)


def offer(request: ConsultationRequest, *times: datetime, now: datetime = NOON) -> list[Appointment]:
    return actions.offer(request=request, slots=[slot(at) for at in times or [VISIT]], by=staff(), now=now)


def accept(
    request: ConsultationRequest, appointment: Appointment, now: datetime = NOON, by: User | None = None
) -> Appointment:
    return actions.accept(request=request, appointment=appointment, by=by, now=now)


def ask_other_times(request: ConsultationRequest, now: datetime = NOON, by: User | None = None, **said: Any) -> None:
    said = {"days": ["fri"], "times": ["morning"], "note": "Only Fridays."} | said
    actions.ask_other_times(request=request, by=by, now=now, **said)


def book(request: ConsultationRequest, at: datetime = VISIT, now: datetime = NOON) -> Appointment:
    return actions.book(request=request, slot=slot(at), by=staff(), now=now)


def call(
    request: ConsultationRequest, outcome: CallOutcome = CallOutcome.REACHED, now: datetime = NOON, note: str = ""
) -> None:
    actions.call(request=request, outcome=outcome, note=note, by=staff(), now=now)


def answer(request: ConsultationRequest, now: datetime = NOON, note: str = "") -> None:
    actions.answer(request=request, note=note, by=staff(), now=now)


def withdraw_all(request: ConsultationRequest, now: datetime = NOON, note: str = "") -> None:
    actions.withdraw_all(request=request, note=note, by=staff(), now=now)


def decline(request: ConsultationRequest, now: datetime = NOON, reason: str = "") -> None:
    actions.decline(request=request, reason=reason, by=staff(), now=now)


def reopen(request: ConsultationRequest, now: datetime = NOON, note: str = "") -> None:
    actions.reopen(request=request, note=note, by=staff(), now=now)


def cancel(request: ConsultationRequest, now: datetime = NOON, by: User | None = None) -> None:
    actions.cancel(request=request, reason="", by=by, now=now)


def request_in(status: Status, **changed: Any) -> ConsultationRequest:
    """A request that the actions have brought to this status. Its visit, if it has one, is at VISIT."""
    request = ConsultationRequestFactory(**changed)
    _BRING[status](request)
    request.refresh_from_db()
    assert request.status == status
    return request


def _attend(request: ConsultationRequest) -> None:
    book(request)
    actions.attend(request=request, by=staff(), now=VISIT)


def _miss(request: ConsultationRequest) -> None:
    book(request)
    actions.miss(request=request, by=staff(), now=VISIT)


_BRING: dict[Status, Callable[[ConsultationRequest], object]] = {
    Status.NEW: lambda request: None,
    Status.CONTACTED: call,
    Status.OFFERED: offer,
    Status.BOOKED: book,
    Status.ATTENDED: _attend,
    Status.MISSED: _miss,
    Status.DECLINED: decline,
    Status.CANCELLED: cancel,
    Status.SPAM: lambda request: actions.mark_spam(request=request, by=staff(), now=NOON),
}


def status_of(row: ConsultationRequest | Appointment) -> str:
    row.refresh_from_db()
    return row.status


def last_event(request: ConsultationRequest) -> Event:
    return request.events.order_by("pk").reverse()[0]


def owed(request: ConsultationRequest) -> list[str]:
    """The kinds of what is still to be written or told, in order."""
    return sorted(request.messages.filter(moot_at=None, told_at=None, sent_at=None).values_list("kind", flat=True))
