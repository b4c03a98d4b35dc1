"""One time, one patient: real processes, a real database. Who loses is told so, and nothing is half-done."""

import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from appointments import actions
from appointments.actions import Closed, OfferGone, Overtaken, Refused, TimeTaken
from appointments.actions.details import NOTHING
from appointments.diary.check import broken_invariants
from appointments.lifecycle import Status
from appointments.mail import queue
from appointments.models import Appointment, ConsultationRequest, DiaryCell, Event, Message
from tests.appointments.stage import (
    DAY,
    HOUR,
    MINUTE,
    VISIT,
    accept,
    book,
    cancel,
    clinician,
    last_event,
    offer,
    request_in,
    slot,
    staff,
    status_of,
)
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory
from tests.processes import killed, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

WRITERS = 32
WON = "won"


@pytest.fixture(autouse=True)
def _nothing_half_done() -> Iterator[None]:
    staff()
    clinician()
    yield
    assert list(broken_invariants()) == []


def compete(count: int, act: Callable[[int], object]) -> Counter[str]:
    """Let `count` processes act at once. Counts who won, and the names of what the others were refused with."""

    def attempt(number: int) -> str:
        try:
            act(number)
        except Refused as refused:
            return type(refused).__name__
        return WON

    return Counter(race(count, attempt))


def requests(count: int) -> list[ConsultationRequest]:
    return [ConsultationRequestFactory() for _ in range(count)]


def by_turns(*acts: Callable[[], object]) -> Callable[[int], object]:
    return lambda number: acts[number % len(acts)]()


def test_32_at_once_book_one_time_and_one_has_it() -> None:
    waiting = requests(WRITERS)
    answers = compete(WRITERS, lambda number: book(waiting[number]))
    assert answers == {WON: 1, TimeTaken.__name__: WRITERS - 1}
    assert Appointment.objects.count() == 1
    assert ConsultationRequest.objects.filter(status=Status.NEW).count() == WRITERS - 1
    assert Event.objects.count() == 1
    assert Message.objects.filter(kind="booked").count() == 1


def test_of_times_that_overlap_one_is_booked() -> None:
    waiting = requests(8)
    answers = compete(8, lambda number: book(waiting[number], VISIT + 5 * number * MINUTE))
    assert answers == {WON: 1, TimeTaken.__name__: 7}


def test_offers_in_any_order_of_times_and_diaries_do_not_wait_for_each_other_for_ever() -> None:
    waiting, other = requests(8), ClinicianFactory()
    slots = [slot(VISIT + hour * HOUR, clinician=whose) for hour in range(2) for whose in (clinician(), other)]

    def offer_all(number: int) -> None:
        mine = slots[number % 4 :] + slots[: number % 4]
        actions.offer(request=waiting[number], slots=mine, by=staff(), now=NOON)

    assert compete(8, offer_all) == {WON: 1, TimeTaken.__name__: 7}
    assert Appointment.objects.offered().count() == 4


def test_of_an_offer_and_a_booking_one_has_the_time() -> None:
    waiting = requests(8)
    acts: list[Callable[[ConsultationRequest], object]] = [offer, book]
    answers = compete(8, lambda number: acts[number % 2](waiting[number]))
    assert answers == {WON: 1, TimeTaken.__name__: 7}
    assert Appointment.objects.count() == 1


def test_of_two_offers_accepted_together_one_is_booked() -> None:
    request = request_in(Status.NEW)
    offered = offer(request, VISIT, VISIT + DAY)
    answers = compete(8, lambda number: accept(request, offered[number % 2]))
    # Each time was clicked four times: the clicks on the one that is booked are all told so.
    assert answers == {WON: 4, OfferGone.__name__: 4}
    assert request.events.filter(kind="accepted").count() == 1
    assert request.appointments.booked().count() == 1
    assert request.messages.filter(kind="booked").count() == 1


def test_of_one_time_accepted_and_withdrawn_one_is_done() -> None:
    request = request_in(Status.OFFERED)
    offered = request.appointments.get()
    answers = compete(
        2,
        by_turns(
            lambda: accept(request, offered),
            lambda: actions.withdraw(request=request, appointment=offered, by=staff(), now=NOON),
        ),
    )
    assert answers == {WON: 1, OfferGone.__name__: 1}
    assert (status_of(request), status_of(offered)) in {("booked", "booked"), ("contacted", "released")}


def test_of_one_time_accepted_and_running_out_one_is_done() -> None:
    request = request_in(Status.OFFERED)
    offered = request.appointments.get()
    runs_out: datetime = offered.expires_at
    answers = compete(
        4,
        by_turns(
            lambda: accept(request, offered, runs_out - timedelta(microseconds=1)),
            lambda: actions.expire_offers(now=runs_out),
        ),
    )
    if status_of(request) == Status.BOOKED:
        assert answers == {WON: 4}
        assert status_of(offered) == "booked"
    else:
        assert answers == {WON: 2, OfferGone.__name__: 2}
        assert (status_of(request), status_of(offered)) == ("contacted", "released")
    assert request.events.filter(kind__in=["accepted", "expired"]).count() == 1


def test_whoever_accepts_while_the_request_is_cancelled_is_cancelled() -> None:
    request = request_in(Status.OFFERED)
    offered = request.appointments.get()
    answers = compete(2, by_turns(lambda: accept(request, offered), lambda: cancel(request)))
    assert answers in ({WON: 2}, {WON: 1, Closed.__name__: 1})
    assert status_of(request) == Status.CANCELLED
    assert not DiaryCell.objects.exists()
    assert request.messages.filter(kind="cancelled").count() == answers[WON] - 1


def test_a_ring_of_visits_that_want_each_others_times_comes_to_an_end() -> None:
    other = ClinicianFactory()
    places = [slot(VISIT + 2 * number * HOUR, clinician=(clinician(), other)[number % 2]) for number in range(8)]
    booked = requests(8)
    for request, place in zip(booked, places, strict=True):
        actions.book(request=request, slot=place, by=staff(), now=NOON)

    def swap(number: int) -> None:
        actions.reschedule(request=booked[number], slot=places[number ^ 1], by=staff(), now=NOON)

    assert compete(8, swap) == {TimeTaken.__name__: 8}
    assert {request.appointments.get().starts_at for request in booked} == {place.starts_at for place in places}


def test_what_is_given_back_while_others_wait_for_it_holds_nobody_up() -> None:
    """Half of them move their visit, by booking or by rescheduling; the other half want its place."""
    count, later = 16, VISIT + 5 * DAY
    movers, waiting = requests(count // 2), requests(count // 2)
    for number, request in enumerate(movers):
        (book if number % 2 else offer)(request, VISIT + number * HOUR)

    def act(number: int) -> None:
        place = number // 2
        if number % 2:
            book(waiting[place], VISIT + place * HOUR)
        elif place % 2:
            actions.reschedule(request=movers[place], slot=slot(later + place * HOUR), by=staff(), now=NOON)
        else:
            book(movers[place], later + place * HOUR)

    answers = compete(count, act)
    assert set(answers) <= {WON, TimeTaken.__name__}
    assert answers[WON] >= count // 2
    assert Appointment.objects.booked().filter(request__in=movers, starts_at__gte=later).count() == count // 2


def test_of_two_at_the_desk_who_saw_the_same_one_acts() -> None:
    request = request_in(Status.CONTACTED)
    seen = last_event(request).pk

    def act(number: int) -> None:
        with actions.as_seen(request, seen):
            book(request, VISIT + number * DAY)

    assert compete(4, act) == {WON: 1, Overtaken.__name__: 3}


def test_one_call_entered_by_many_clicks_is_one_request() -> None:
    details: Any = {**NOTHING, "full_name": "Example Amparo", "email": "amparo@example.org"}

    def enter(number: int) -> str:
        return actions.enter_by_phone(details=details, entry="entry", note="", by=staff(), now=NOON).reference

    assert len(set(race(8, enter))) == 1
    assert ConsultationRequest.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "owe", "act"),
    [
        (Status.NEW, "owe_offered", offer),
        (Status.OFFERED, "owe_booked", lambda request: accept(request, request.appointments.get())),
        (Status.OFFERED, "owe_booked", lambda request: book(request, VISIT + HOUR)),
        (Status.BOOKED, "owe_cancelled", cancel),
    ],
)
def test_killed_in_the_middle_nothing_half_done_is_left(
    status: Status, owe: str, act: Callable[[ConsultationRequest], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    request = request_in(status)
    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(queue, owe, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))
        assert killed(lambda: act(request)) == -signal.SIGKILL
    assert everything() == before
    act(request)
    assert status_of(request) != status


def everything() -> list[Any]:
    rows = (ConsultationRequest, Appointment, DiaryCell, Event, Message)
    return [list(model.objects.order_by("pk").values()) for model in rows]  # type: ignore[attr-defined]
