"""The moves that there are, and that the actions make these and no others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model

from appointments import actions
from appointments.actions import CallOutcome, Refused
from appointments.lifecycle import APPOINTMENT_TRANSITIONS, CLOSED, OPEN, TRANSITIONS, AppointmentStatus, Status
from appointments.models import Appointment, ConsultationRequest, DiaryCell, Event, Message
from tests.appointments.stage import (
    DAY,
    HOUR,
    MINUTE,
    VISIT,
    accept,
    answer,
    ask_other_times,
    book,
    call,
    cancel,
    clinician,
    decline,
    offer,
    reopen,
    request_in,
    slot,
    staff,
    withdraw_all,
)
from tests.factories import NOON, AppointmentFactory

Request = ConsultationRequest
Way = Callable[[Request, Appointment, datetime], object]
Pair = tuple[str, str]

# Every action that takes a request, as (request, a time of it or of a stranger's, now).
WAYS: dict[str, Way] = {
    "answer": lambda request, _, now: answer(request, now),
    "decline": lambda request, _, now: decline(request, now),
    "reopen": lambda request, _, now: reopen(request, now),
    "erase": lambda request, _, now: actions.erase(request=request, by=staff(), address="", now=now),
    "note": lambda request, _, now: actions.note(request=request, note="x", by=staff(), now=now),
    "note: of the patient": lambda request, _, now: actions.note(request=request, note="x", by=None, now=now),
    "correct": lambda request, _, now: actions.correct(
        request=request,
        correction={"email": "new@example.org"},
        by=None,
        now=now,  # type: ignore[typeddict-item]
    ),
    **{
        f"call: {outcome}": lambda request, _, now, outcome=outcome: call(request, outcome, now)  # type: ignore[misc]
        for outcome in CallOutcome
    },
    "assign": lambda request, _, now: actions.assign(request=request, to=staff(), by=staff(), now=now),
    "offer": lambda request, _, now: offer(request, now + DAY, now=now),
    "accept": lambda request, time, now: accept(request, time, now),
    "ask_other_times": lambda request, _, now: ask_other_times(request, now),
    "withdraw": lambda request, time, now: actions.withdraw(request=request, appointment=time, by=staff(), now=now),
    "withdraw_all": lambda request, _, now: withdraw_all(request, now),
    "expire_offers": lambda request, _, now: actions.expire_offers(now=now),
    "book": lambda request, _, now: book(request, now + DAY, now),
    "reschedule": lambda request, _, now: actions.reschedule(
        request=request, slot=slot(now + DAY), by=staff(), now=now
    ),
    "call_off": lambda request, _, now: actions.call_off(request=request, reason="", by=staff(), now=now),
    "cancel": lambda request, _, now: cancel(request, now),
    "send_link": lambda request, _, now: actions.send_link(request=request, by=staff(), now=now),
    "keep": lambda request, _, now: actions.keep(request=request, by=staff(), now=now),
    "attend": lambda request, _, now: actions.attend(request=request, by=staff(), now=now),
    "miss": lambda request, _, now: actions.miss(request=request, by=staff(), now=now),
    "mark_spam": lambda request, _, now: actions.mark_spam(request=request, by=staff(), now=now),
    "unmark_spam": lambda request, _, now: actions.unmark_spam(request=request, by=staff(), now=now),
    "clear_suspicion": lambda request, _, now: actions.clear_suspicion(request=request, by=staff(), now=now),
    "mark_read": lambda request, _, now: actions.mark_read(request=request, now=now),
}
ELSEWHERE = {
    "submit",
    "count_refused",
    "forget_senders",
    "ask_for_link",
    "answer_link_wishes",
    "enter_by_phone",
    "as_seen",
    "give_feed",
    "stop_feed",
    "erase_what_is_due",
    "forget_looks",
    "log_export",
    "log_feed",
    "log_look",
    "log_search",
}


def booked_and_offered() -> Request:
    request = request_in(Status.BOOKED)
    offer(request, VISIT + 2 * HOUR)
    return request


def offered_twice() -> Request:
    request = request_in(Status.OFFERED)
    offer(request, VISIT + 2 * HOUR)
    return request


def cancelled_after_booking() -> Request:
    request = request_in(Status.BOOKED)
    cancel(request)
    return request


STARTS: list[Callable[[], Request]] = [
    *(lambda status=status: request_in(status) for status in Status),  # type: ignore[misc]
    booked_and_offered,
    offered_twice,
    cancelled_after_booking,
]
OF_A_TIME = {"accept", "withdraw"}
PAIRS = list(product(Status, Status))
APPOINTMENT_PAIRS = list(product(AppointmentStatus, AppointmentStatus))
MOMENTS = [NOON + HOUR, VISIT + MINUTE]  # before the visit, and when it has begun and offers have run out


class Walk:
    """What became of every request and appointment, in every action from every status."""

    def __init__(self) -> None:
        self.moves: set[Pair] = set()
        self.appointment_moves: set[Pair] = set()
        self.half_done: list[str] = []


walked: list[Walk] = []


@pytest.fixture
def walk(db: None) -> Walk:
    """Walk once for all tests of this file: its findings are plain data."""
    if not walked:
        walk = Walk()
        stranger = AppointmentFactory(offered=True, clinician=clinician(), starts_at=VISIT + 5 * HOUR)
        for start, now in product(STARTS, MOMENTS):
            with undone():
                step_everywhere(walk, start(), stranger, now)
        walked.append(walk)
    return walked[0]


def step_everywhere(walk: Walk, request: Request, stranger: Appointment, now: datetime) -> None:
    before, was = everything(), (statuses(Request), statuses(Appointment))
    its_times = list(request.appointments.all())
    for name, way in WAYS.items():
        for time in [*its_times, stranger] if name in OF_A_TIME else [stranger]:
            with undone():
                if refuses(way, request, time, now):
                    walk.half_done += [f"{name} from {request.status}"] * (everything() != before)
                walk.moves |= moved(was[0], statuses(Request))
                walk.appointment_moves |= moved(was[1], statuses(Appointment))


def refuses(way: Way, request: Request, time: Appointment, now: datetime) -> bool:
    try:
        with transaction.atomic():
            way(request, time, now)
    except Refused:
        return True
    return False


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def statuses(model: type[Model]) -> dict[int, str]:
    return dict(model._default_manager.values_list("pk", "status"))


def moved(before: dict[int, str], after: dict[int, str]) -> set[Pair]:
    return {(status, after[pk]) for pk, status in before.items() if after[pk] != status}


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Request, Appointment, DiaryCell, Event, Message)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_request_moves_as_the_lifecycle_says(before: Status, after: Status, walk: Walk) -> None:
    assert ((before, after) in walk.moves) == (after in TRANSITIONS[before])


@pytest.mark.parametrize(("before", "after"), APPOINTMENT_PAIRS)
def test_an_appointment_moves_as_the_lifecycle_says(
    before: AppointmentStatus, after: AppointmentStatus, walk: Walk
) -> None:
    assert ((before, after) in walk.appointment_moves) == (after in APPOINTMENT_TRANSITIONS[before])


def test_what_is_refused_leaves_everything_as_it_was(walk: Walk) -> None:
    assert walk.half_done == []


def test_every_action_was_walked() -> None:
    assert {name.split(":")[0] for name in WAYS} == {name for name in actions.__all__ if name[0].islower()} - ELSEWHERE


def test_every_status_says_what_may_follow_it() -> None:
    assert set(TRANSITIONS) == set(Status)
    assert set(APPOINTMENT_TRANSITIONS) == set(AppointmentStatus)


def test_every_status_can_be_reached_from_a_new_request() -> None:
    reached, before = {Status.NEW}, set()
    while reached != before:
        before = set(reached)
        reached |= {follower for status in before for follower in TRANSITIONS[status]}
    assert reached == set(Status)


def test_no_status_follows_itself() -> None:
    assert not [status for status in Status if status in TRANSITIONS[status]]


def test_an_open_request_can_always_go_on() -> None:
    assert not [status for status in OPEN if not TRANSITIONS[status]]


def test_spam_can_be_undone() -> None:
    assert Status.SPAM in CLOSED
    assert TRANSITIONS[Status.SPAM] == {Status.NEW}
