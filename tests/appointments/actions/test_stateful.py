"""Whatever patients, staff and the clock do, in whatever order: the diary equals the appointments, and mail fits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from appointments import actions
from appointments.actions import CallOutcome, Refused, TooManyRequests
from appointments.actions.details import NOTHING, Details
from appointments.diary.check import broken_invariants
from appointments.lifecycle import HOLDS_THE_DIARY, TRANSITIONS, Status
from appointments.models import Appointment, ConsultationRequest, Message, TimeOff
from tests.appointments.stage import HOUR, slot, staff
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory

Kind = Message.Kind
PHONE = "+34600000000"

which = st.integers(0, 5)  # of the requests, or of the times of a request
hours_ahead = st.sampled_from([-1, 1, 2, 3, 24, 48, 49, 200])
whose = st.integers(0, 1)
patient_or_staff = st.booleans()


class Clinic(RuleBasedStateMachine):
    """Four requests, some more by phone, two diaries and a clock. Everything is rolled back in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now: datetime = NOON
        self.clinicians = [ClinicianFactory(), ClinicianFactory(buffer_minutes=0)]
        self.requests = [
            ConsultationRequestFactory(dedupe_key="key"),
            ConsultationRequestFactory(email="", phone=PHONE),
            ConsultationRequestFactory(phone=PHONE),
            ConsultationRequestFactory(suspect=True),
        ]
        self.sequences: dict[str, int] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def attempt(self, number: int, act: Callable[..., object], **given: Any) -> None:
        """Act on a request. What is refused changed nothing; what was done moved it as the lifecycle says."""
        request = self.requests[number % len(self.requests)]
        request.refresh_from_db()
        before, told = request.status, request.events.count()
        try:
            act(request=request, now=self.now, **given)
        except (Refused, TooManyRequests):
            assert request.events.count() == told
        request.refresh_from_db()
        if request.status != before:
            assert Status(request.status) in TRANSITIONS[Status(before)]
            assert request.events.count() > told

    def time(self, ahead: int, whose: int) -> Any:
        return slot(self.now + ahead * HOUR, clinician=self.clinicians[whose])

    def one_of(self, number: int, nth: int) -> Appointment | None:
        times = list(self.requests[number % len(self.requests)].appointments.holding())
        return times[nth % len(times)] if times else None

    @rule(number=which, times=st.lists(st.tuples(hours_ahead, whose), min_size=1, max_size=3))
    def offer(self, number: int, times: list[tuple[int, int]]) -> None:
        self.attempt(number, actions.offer, slots=[self.time(*one) for one in times], by=staff())

    @rule(number=which, nth=which, by_staff=patient_or_staff)
    def accept(self, number: int, nth: int, by_staff: bool) -> None:
        if chosen := self.one_of(number, nth):
            self.attempt(number, actions.accept, appointment=chosen, by=staff() if by_staff else None)

    @rule(number=which, nth=which)
    def withdraw(self, number: int, nth: int) -> None:
        if chosen := self.one_of(number, nth):
            self.attempt(number, actions.withdraw, appointment=chosen, by=staff())

    @rule(number=which, by_staff=patient_or_staff, days=st.sampled_from([[], ["mon"]]))
    def want_other_times(self, number: int, by_staff: bool, days: list[str]) -> None:
        by = staff() if by_staff else None
        self.attempt(number, actions.ask_other_times, days=days, times=[], note="", by=by)

    @rule(number=which, ahead=hours_ahead, whose=whose)
    def book(self, number: int, ahead: int, whose: int) -> None:
        self.attempt(number, actions.book, slot=self.time(ahead, whose), by=staff())

    @rule(number=which, ahead=hours_ahead, whose=whose)
    def reschedule(self, number: int, ahead: int, whose: int) -> None:
        self.attempt(number, actions.reschedule, slot=self.time(ahead, whose), by=staff())

    @rule(number=which, act=st.sampled_from([actions.attend, actions.miss, actions.mark_spam, actions.unmark_spam]))
    def decide(self, number: int, act: Callable[..., object]) -> None:
        self.attempt(number, act, by=staff())

    @rule(number=which, act=st.sampled_from([actions.call_off, actions.cancel, actions.decline]))
    def give_up(self, number: int, act: Callable[..., object]) -> None:
        self.attempt(number, act, reason="", by=staff())

    @rule(number=which)
    def patient_cancels(self, number: int) -> None:
        self.attempt(number, actions.cancel, reason="", by=None)

    @rule(number=which, act=st.sampled_from([actions.answer, actions.withdraw_all, actions.reopen]))
    def note_why(self, number: int, act: Callable[..., object]) -> None:
        self.attempt(number, act, note="", by=staff())

    @rule(number=which, outcome=st.sampled_from(CallOutcome))
    def call(self, number: int, outcome: CallOutcome) -> None:
        self.attempt(number, actions.call, outcome=outcome, note="", by=staff())

    @rule(number=which, act=st.sampled_from([actions.keep, actions.clear_suspicion, actions.send_link]))
    def press(self, number: int, act: Callable[..., object]) -> None:
        self.attempt(number, act, by=staff())

    @rule(number=which, by_staff=patient_or_staff)
    def note(self, number: int, by_staff: bool) -> None:
        self.attempt(number, actions.note, note="Tired", by=staff() if by_staff else None)

    @rule(number=which)
    def assign(self, number: int) -> None:
        self.attempt(number, actions.assign, to=staff(), by=staff())

    @precondition(lambda self: len(self.requests) < 6)
    @rule(email=st.sampled_from(["", "c@example.org"]))
    def somebody_calls(self, email: str) -> None:
        answers: Details = {**NOTHING, "full_name": "Example Dolores", "phone": PHONE, "email": email}
        entry = str(len(self.requests))
        entered = actions.enter_by_phone(details=answers, entry=entry, note="", by=staff(), now=self.now)
        self.requests.append(entered)

    @rule(number=which, email=st.sampled_from(["", "a@example.org", "b@example.org"]))
    def correct(self, number: int, email: str) -> None:
        self.attempt(number, actions.correct, correction={"email": email, "phone": PHONE}, by=None)

    @rule(hours=st.sampled_from([0.5, 3, 24, 48, 100]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def offers_run_out(self) -> None:
        actions.expire_offers(now=self.now)
        assert not Appointment.objects.expired(self.now).exists()

    @rule(arrives=st.booleans())
    def mail_leaves_or_gives_up(self, arrives: bool) -> None:
        due = Message.objects.filter(pk__in=Message.objects.due(self.now).values("pk"))
        due.update(**{"sent_at" if arrives else "gave_up_at": self.now})

    @precondition(lambda self: not TimeOff.objects.exists())
    @rule(whose=whose)
    def somebody_goes_away(self, whose: int) -> None:
        span = {"starts_at": self.now + 24 * HOUR, "ends_at": self.now + 72 * HOUR}
        TimeOff.objects.create(clinician=self.clinicians[whose], **span)

    @invariant()
    def the_diary_equals_the_appointments(self) -> None:
        assert list(broken_invariants()) == []

    @invariant()
    def what_is_closed_is_over(self) -> None:
        for request in ConsultationRequest.objects.all():
            assert request.is_open or (request.wants_times_at, request.dedupe_key) == (None, None)
            assert not request.declined_because or request.status == Status.DECLINED

    @invariant()
    def what_is_still_to_be_said_is_so(self) -> None:
        for message in Message.objects.unsaid().select_related("request", "appointment"):
            assert _fits(message), f"{message.kind}, {message.request.status}"

    @invariant()
    def a_calendar_is_never_told_an_older_state(self) -> None:
        for visit in Appointment.objects.filter(status__in=sorted(HOLDS_THE_DIARY - {"offered"})):
            assert visit.sequence >= self.sequences.get(visit.uid, 0)
            self.sequences[visit.uid] = visit.sequence
        agreed = Appointment.objects.holding().exclude(status="offered").values_list("uid", flat=True)
        assert len(set(agreed)) == len(agreed)


def _fits(message: Message) -> bool:
    """Is what the message says so, and is it for whoever the request is of now?"""
    request, visit = message.request, message.appointment
    if message.kind not in {Kind.REPLACED, Kind.NEW_REQUEST} and message.to != request.email:
        return False
    match Kind(message.kind):
        case Kind.OFFERED:
            return request.appointments.offered().exists()
        case Kind.BOOKED | Kind.CHANGED | Kind.REMINDER:
            return visit is not None and visit.is_booked
        case Kind.DECLINED:
            return request.status == Status.DECLINED
        case Kind.NOT_REACHED:
            return request.is_open
        case _:
            return request.status != Status.SPAM


LIVELY = settings(
    max_examples=12,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_whatever_happens_the_diary_is_right_and_mail_fits() -> None:
    run_state_machine_as_test(Clinic, settings=LIVELY)  # type: ignore[no-untyped-call]
