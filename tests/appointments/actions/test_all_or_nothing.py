"""Whichever write of an action fails, nothing of it was done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import OperationalError, connection, transaction
from django.db.models import Model, QuerySet

from appointments import actions
from appointments.actions import CallOutcome
from appointments.actions.details import NOTHING
from appointments.lifecycle import Status
from appointments.models import (
    AccessLog,
    Appointment,
    Clinician,
    ConsultationRequest,
    LinkWish,
    Message,
    RefusedForm,
    SentLetter,
)
from appointments.text.tokens import new_token
from tests.appointments.actions.test_shape import DONE
from tests.appointments.stage import (
    DAY,
    HOUR,
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
from tests.factories import NOON, ClinicianFactory, MessageFactory

pytestmark = pytest.mark.django_db

Request = ConsultationRequest
Bring = Callable[[], Any]
Act = Callable[[Any], object]
LATER = VISIT + 3 * HOUR
ASKED = NOTHING | {"full_name": "Example Amparo", "email": "amparo@example.org"}
CORRECTION = {"email": "new@example.org", "phone": "+34600000000"}


def new() -> Request:
    """Somebody was written to already, and more is owed."""
    request = request_in(Status.NEW)
    MessageFactory(request=request, sent_at=NOON)
    MessageFactory(request=request, kind="not_reached", occasion="2026-11-23")
    return request


def suspect() -> Request:
    return request_in(Status.NEW, suspect=True)


def spam() -> Request:
    request = new()
    actions.mark_spam(request=request, by=staff(), now=NOON)
    return request


def offered() -> Request:
    request = new()
    offer(request, VISIT, VISIT + 2 * HOUR)
    return request


def booked() -> Request:
    request = request_in(Status.BOOKED)
    MessageFactory(request=request, kind="not_reached", occasion="2026-11-23")
    return request


def booked_and_offered() -> Request:
    request = booked()
    offer(request, LATER)
    return request


def wants_another_time() -> Request:
    request = booked()
    ask_other_times(request)
    return request


def declined() -> Request:
    return request_in(Status.DECLINED)


def lost_link() -> None:
    actions.ask_for_link(email=request_in(Status.NEW).email, address="192.0.2.1", now=NOON)


def refused_before() -> None:
    RefusedForm.objects.create(sent_from="somebody", refused_at=NOON - HOUR)


def remembered() -> None:
    """A refused form, and a wish that was answered."""
    refused_before()
    lost_link()
    actions.answer_link_wishes(now=NOON)


def looked_long_ago() -> None:
    actions.log_look(kind=AccessLog.Kind.VIEWED, request=new(), by=staff(), address="", now=NOON)


def with_a_letter() -> Request:
    """Cancelled, and its patient was written to."""
    request = booked_and_offered()
    cancel(request)
    SentLetter.objects.create(message=request.messages.all()[0], subject="Hello", text="Hello", html="Hello")
    return request


def with_feed() -> Clinician:
    return ClinicianFactory(feed_token=new_token())


def time_of(request: Request) -> Appointment:
    return request.appointments.offered()[0]


def of_staff(action: Callable[..., object], **given: Any) -> Act:
    return lambda request: action(request=request, by=staff(), **{"now": NOON} | given)


# How it comes to that, and what is done then. What follows a colon is another way through the same action.
ACTS: dict[str, tuple[Bring, Act]] = {
    "accept": (offered, lambda request: accept(request, time_of(request))),
    "accept: instead of what is booked": (booked_and_offered, lambda request: accept(request, time_of(request))),
    "accept: by phone": (booked_and_offered, lambda request: accept(request, time_of(request), by=staff())),
    "answer": (suspect, answer),
    "answer_link_wishes": (lost_link, lambda _: actions.answer_link_wishes(now=NOON)),
    "ask_for_link": (
        lambda: None,
        lambda _: actions.ask_for_link(email="a@example.org", address="192.0.2.1", now=NOON),
    ),
    "ask_other_times": (offered, ask_other_times),
    "assign": (new, lambda request: actions.assign(request=request, to=staff(), by=staff(), now=NOON)),
    "attend": (booked_and_offered, of_staff(actions.attend, now=VISIT)),
    "book": (offered, lambda request: book(request, LATER)),
    "call: reached": (new, call),
    "call: nobody there": (
        lambda: request_in(Status.NEW),
        lambda request: call(request, CallOutcome.NO_ANSWER),
    ),
    "call_off": (booked_and_offered, of_staff(actions.call_off, reason="Ill")),
    "cancel": (booked_and_offered, cancel),
    "cancel: by phone": (booked_and_offered, lambda request: cancel(request, by=staff())),
    "clear_suspicion": (suspect, of_staff(actions.clear_suspicion)),
    "correct": (offered, of_staff(actions.correct, correction=CORRECTION)),
    "count_refused": (refused_before, lambda _: actions.count_refused(address="192.0.2.1", now=NOON)),
    "decline": (offered, decline),
    "enter_by_phone": (
        lambda: None,
        lambda _: actions.enter_by_phone(details=ASKED, entry="1", note="", by=staff(), now=NOON),  # type: ignore[arg-type]
    ),
    "erase": (with_a_letter, of_staff(actions.erase, address="192.0.2.1")),
    "erase_what_is_due": (with_a_letter, lambda _: actions.erase_what_is_due(most=9, now=NOON + 400 * DAY)),
    "expire_offers": (offered, lambda _: actions.expire_offers(now=VISIT)),
    "forget_looks": (looked_long_ago, lambda _: actions.forget_looks(most=9, now=NOON + 1200 * DAY)),
    "forget_senders": (remembered, lambda _: actions.forget_senders(now=NOON + DAY + HOUR)),
    "give_feed": (ClinicianFactory, lambda clinician: actions.give_feed(clinician=clinician, by=staff())),
    "keep": (wants_another_time, of_staff(actions.keep)),
    "log_export": (
        new,
        lambda request: actions.log_export(requests=[request.pk], by=staff(), address="", now=NOON),
    ),
    "log_feed": (ClinicianFactory, lambda clinician: actions.log_feed(clinician=clinician, address="", now=NOON)),
    "log_look": (new, of_staff(actions.log_look, kind=AccessLog.Kind.VIEWED, address="192.0.2.1")),
    "log_search": (lambda: None, lambda _: actions.log_search(by=staff(), address="", now=NOON)),
    "mark_read": (new, lambda request: actions.mark_read(request=request, now=NOON)),
    "mark_spam": (new, of_staff(actions.mark_spam)),
    "miss": (booked_and_offered, of_staff(actions.miss, now=VISIT)),
    "note": (new, of_staff(actions.note, note="Comes by car.")),
    "offer": (new, lambda request: offer(request, VISIT, LATER)),
    "reopen": (declined, reopen),
    "reschedule": (
        booked_and_offered,
        lambda request: actions.reschedule(request=request, slot=slot(LATER + HOUR), by=staff(), now=NOON),
    ),
    "send_link": (new, of_staff(actions.send_link)),
    "stop_feed": (with_feed, lambda clinician: actions.stop_feed(clinician=clinician, by=staff())),
    "submit": (
        lambda: None,
        lambda _: actions.submit(details=ASKED, source="", address="192.0.2.1", is_trapped=False, now=NOON),  # type: ignore[arg-type]
    ),
    "unmark_spam": (spam, of_staff(actions.unmark_spam)),
    "withdraw": (
        offered,
        lambda request: actions.withdraw(request=request, appointment=time_of(request), by=staff(), now=NOON),
    ),
    "withdraw_all": (offered, withdraw_all),
}


class Writes:
    """Counts what is written to the database, and lets the write numbered `fails` find the disk full."""

    def __init__(self, fails: int = 0) -> None:
        self.fails, self.seen = fails, 0

    def __call__(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            self.seen += 1
            if self.seen == self.fails:
                raise OperationalError("The disk is full.")
        return execute(sql, *given)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of ours and of the log, without its number, which a database may skip."""
    tables: list[type[Model]] = [*apps.get_app_config("appointments").get_models(), LogEntry]
    return {table.__name__: [_plain(row) for row in table._default_manager.order_by("pk").values()] for table in tables}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


@pytest.mark.parametrize("name", ACTS)
def test_whichever_write_of_an_action_fails_every_table_is_as_before(name: str) -> None:
    bring, act = ACTS[name]
    subject = bring()
    staff(), clinician()
    before = everything()
    with undone(), connection.execute_wrapper(writes := Writes()):
        act(subject)
        after = everything()
    assert writes.seen
    assert after != before
    for number in range(1, writes.seen + 1):
        with connection.execute_wrapper(Writes(fails=number)), pytest.raises(OperationalError):
            act(subject)
        transaction.set_rollback(False)  # the statement never reached the database: it can be asked on
        assert everything() == before, f"write {number} of {writes.seen}"


def test_every_action_stands_in_the_table() -> None:
    assert {name.split(":")[0] for name in ACTS} == set(DONE)


def test_of_several_wishes_each_is_answered_alone() -> None:
    """The second cannot be answered now: the first is, and waits for nobody."""
    lost_link(), lost_link()
    with connection.execute_wrapper(Writes(fails=4)), pytest.raises(OperationalError):
        actions.answer_link_wishes(now=NOON)
    transaction.set_rollback(False)
    assert [bool(wish.answered_at) for wish in LinkWish.objects.order_by("pk")] == [True, False]
    assert Message.objects.filter(kind="link").count() == 1


@pytest.mark.parametrize("name", ACTS)
def test_an_action_locks_what_it_changes_within_its_own_transaction(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of one, PostgreSQL refuses, and SQLite would let it pass."""
    bring, act = ACTS[name]
    subject, lock, depths = bring(), QuerySet.select_for_update, []
    staff(), clinician()

    def noted(rows: Any, *given: Any, **named: Any) -> Any:
        depths.append(len(connection.savepoint_ids))
        return lock(rows, *given, **named)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    outside = len(connection.savepoint_ids)
    act(subject)
    assert [depth for depth in depths if depth <= outside] == []
