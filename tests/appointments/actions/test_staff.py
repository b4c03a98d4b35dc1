"""What staff do with a request, apart from its times. What may happen at all: test_lifecycle."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from appointments import actions
from appointments.actions import CallOutcome, Closed, NotPossible, OfferGone, Overtaken
from appointments.actions.details import NOTHING, Details
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest, Message
from appointments.text import consent
from tests.appointments.stage import (
    DAY,
    HOUR,
    MINUTE,
    VISIT,
    answer,
    book,
    call,
    cancel,
    clinician,
    decline,
    last_event,
    offer,
    owed,
    reopen,
    request_in,
    staff,
    status_of,
    withdraw_all,
)
from tests.factories import NOON, ConsultationRequestFactory, MessageFactory, UserFactory

pytestmark = pytest.mark.django_db

PHONE_ONLY = {"email": "", "phone": "+34600000000"}
DETAILS: Details = {**NOTHING, "full_name": "Example Amparo", "email": "amparo@example.org"}


def tasks(request: ConsultationRequest, now: datetime = NOON) -> list[str]:
    return [message.kind for message in request.messages.to_tell_by_phone(now)]


def correct(request: ConsultationRequest, now: datetime = NOON, **changed: str) -> None:
    actions.correct(request=request, correction=changed, by=staff(), now=now)  # type: ignore[arg-type]


# --- answer, withdraw_all, decline, reopen ----------------------------------------------------------------------------


def test_who_has_every_time_withdrawn_is_contacted_and_was_answered_before() -> None:
    request = request_in(Status.OFFERED)
    withdraw_all(request, NOON + HOUR, "Called back.")
    assert status_of(request) == Status.CONTACTED
    assert request.first_contacted_at == NOON
    assert not request.appointments.offered().exists()
    assert owed(request) == []
    event = last_event(request)
    assert (event.kind, event.by) == ("withdrawn_all", staff())
    assert event.in_words.endswith("(clinic time, UTC)\nCalled back.")


def test_what_was_answered_before_it_was_taken_for_spam_is_answered_after() -> None:
    request = request_in(Status.CONTACTED)
    actions.mark_spam(request=request, by=staff(), now=NOON)
    assert not actions.clear_suspicion(request=request, by=staff(), now=NOON)
    with pytest.raises(NotPossible):
        call(request)
    with pytest.raises(Closed):
        actions.assign(request=request, to=staff(), by=staff(), now=NOON)
    actions.unmark_spam(request=request, by=staff(), now=NOON)
    assert status_of(request) == Status.CONTACTED


def test_the_link_is_sent_again_but_not_twice_within_the_hour() -> None:
    request = request_in(Status.NEW)
    for minutes in (0, 59, 60):
        actions.send_link(request=request, by=staff(), now=NOON + minutes * MINUTE)
    assert request.messages.filter(kind="link").count() == 2
    assert request.events.filter(kind="sent_link").count() == 2
    with pytest.raises(NotPossible):
        actions.send_link(request=request_in(Status.NEW, email="", phone="+34612345678"), by=staff(), now=NOON)


@pytest.mark.parametrize(
    ("status", "left", "is_sent"),
    [
        (Status.CONTACTED, MINUTE, True),
        (Status.CONTACTED, 0 * MINUTE, False),
        (Status.DECLINED, 0 * MINUTE, False),
        (Status.SPAM, DAY, False),
    ],
)
def test_no_link_is_sent_for_spam_nor_to_a_page_that_has_run_out(
    status: Status, left: timedelta, is_sent: bool
) -> None:
    """Not at the very moment either, and neither to who asks on the phone nor to who asks on the site."""
    request = request_in(status)
    ConsultationRequest.objects.update(page_expires_at=NOON + left)
    actions.ask_for_link(email=request.email, address="", now=NOON)
    with transaction.atomic():
        actions.answer_link_wishes(now=NOON)
        assert ("link" in owed(request)) is is_sent
        transaction.set_rollback(True)
    with nullcontext() if is_sent else pytest.raises(NotPossible):
        actions.send_link(request=request, by=staff(), now=NOON)
    assert ("link" in owed(request)) is is_sent


def test_an_answered_request_is_no_robots() -> None:
    request = request_in(Status.NEW, suspect=True)
    answer(request, NOON + HOUR)
    request.refresh_from_db()
    assert (request.suspicion, request.first_contacted_at) == ("", NOON + HOUR)


def test_a_declined_patient_is_written_to_and_reads_why() -> None:
    request = request_in(Status.OFFERED, dedupe_key="key")
    decline(request, reason="We do not treat that.")
    assert status_of(request) == Status.DECLINED
    assert (request.declined_because, request.dedupe_key) == ("We do not treat that.", None)
    assert owed(request) == ["declined"]
    assert last_event(request).in_words == "We do not treat that."


def test_without_an_address_a_declined_patient_is_phoned() -> None:
    request = request_in(Status.NEW, **PHONE_ONLY)
    decline(request)
    assert tasks(request) == ["declined"]


def test_a_request_opened_again_is_not_declined_any_more() -> None:
    request = request_in(Status.NEW)
    decline(request, reason="No.")
    reopen(request)
    assert status_of(request) == Status.CONTACTED
    assert request.declined_because == ""
    assert owed(request) == []
    decline(request, reason="Still no.")  # at the same moment as before: clocks may stand still
    assert owed(request) == ["declined"]


@pytest.mark.parametrize("act", [answer, decline, reopen])
def test_a_booked_request_is_not_moved_past_its_appointment(act: Callable[..., None]) -> None:
    with pytest.raises(NotPossible):
        act(request_in(Status.BOOKED))


def test_while_a_visit_is_booked_the_times_offered_instead_of_it_can_be_withdrawn() -> None:
    request = request_in(Status.BOOKED)
    offer(request, VISIT + 2 * HOUR, VISIT + 3 * HOUR)
    withdraw_all(request)
    assert [time.status for time in request.appointments.order_by("pk")] == ["booked", "released", "released"]
    assert status_of(request) == Status.BOOKED


def test_where_nothing_is_offered_nothing_is_withdrawn() -> None:
    with pytest.raises(OfferGone):
        withdraw_all(request_in(Status.CONTACTED))
    with pytest.raises(Closed):
        withdraw_all(request_in(Status.CANCELLED))


# --- note, call, assign ----------------------------------------------------------------------------------------


def test_a_note_is_added_once_also_to_a_closed_request() -> None:
    request = request_in(Status.CANCELLED)
    for _click in range(2):
        actions.note(request=request, note="Wears a hearing aid.", by=staff(), now=NOON)
    event = request.events.get(kind="noted")
    assert (event.by, event.note) == (staff(), "Wears a hearing aid.")
    actions.note(request=request, note="Wears a hearing aid.", by=UserFactory(), now=NOON)
    assert request.events.filter(kind="noted").count() == 2
    with pytest.raises(Closed):
        actions.note(request=request, note="Hello?", by=None, now=NOON)


def test_who_was_talked_to_is_contacted() -> None:
    request = request_in(Status.NEW, suspect=True)
    call(request, now=NOON + HOUR, note="Prefers mornings.")
    request.refresh_from_db()
    assert (request.status, request.first_contacted_at, request.suspicion) == ("contacted", NOON + HOUR, "")
    event = last_event(request)
    assert (event.kind, event.by, event.in_words) == ("called", staff(), "Talked to them\nPrefers mornings.")


@pytest.mark.parametrize("outcome", [CallOutcome.NO_ANSWER, CallOutcome.LEFT_MESSAGE])
def test_who_was_not_reached_is_written_to_once_a_day_and_still_waits(outcome: CallOutcome, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"  # where the day begins at 11:00 in UTC
    request = request_in(Status.NEW)
    call(request, outcome, datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    call(request, outcome, datetime(2026, 11, 24, 0, 30, tzinfo=UTC))
    assert (status_of(request), request.first_contacted_at) == ("new", None)
    assert owed(request) == ["not_reached"]
    call(request, outcome, datetime(2026, 11, 24, 11, 0, tzinfo=UTC))
    assert owed(request) == ["not_reached", "not_reached"]


def test_who_was_talked_to_is_not_written_that_they_were_not_reached() -> None:
    request = request_in(Status.NEW)
    call(request, CallOutcome.NO_ANSWER)
    call(request, now=NOON + HOUR)
    assert owed(request) == []


def test_who_cannot_be_reached_at_all_is_not_owed_mail() -> None:
    request = request_in(Status.NEW, **PHONE_ONLY)
    call(request, CallOutcome.NO_ANSWER)
    assert owed(request) == []
    closed = request_in(Status.CANCELLED)
    call(closed, CallOutcome.NO_ANSWER)
    assert owed(closed) == []


def test_offers_to_somebody_without_an_address_are_told_by_phone() -> None:
    request = request_in(Status.NEW, **PHONE_ONLY)
    offer(request)
    assert tasks(request) == ["offered"]
    call(request, CallOutcome.NO_ANSWER)
    assert tasks(request) == ["offered"]
    call(request)
    assert tasks(request) == []
    assert request.messages.get().told_at == NOON


def test_mail_that_gave_up_is_told_by_phone() -> None:
    message = MessageFactory(given_up=True)
    assert tasks(message.request) == ["received"]
    call(message.request)
    assert tasks(message.request) == []


def test_a_call_clears_the_suspicion_and_the_tasks_behind_it_together() -> None:
    message = MessageFactory(given_up=True, request__suspect=True)
    assert tasks(message.request) == []
    call(message.request)
    assert tasks(message.request) == []


def test_a_request_is_looked_after_by_one_person_and_said_so_once() -> None:
    request, ana = request_in(Status.NEW), UserFactory(first_name="Example", last_name="Ana")
    for _click in range(2):
        actions.assign(request=request, to=ana, by=staff(), now=NOON)
    request.refresh_from_db()
    event = request.events.get()
    assert (request.assigned_to, event.kind, event.in_words, event.by) == (ana, "assigned", "Example Ana", staff())
    actions.assign(request=request, to=None, by=staff(), now=NOON)
    assert last_event(request).in_words == "Nobody in particular"


# --- spam -------------------------------------------------------------------------------------------------------------


def test_the_mail_of_spam_does_not_leave_and_nothing_is_deleted() -> None:
    message = MessageFactory(request__dedupe_key="key")
    actions.mark_spam(request=message.request, by=staff(), now=NOON)
    request = message.request
    assert (status_of(request), request.dedupe_key) == ("spam", None)
    assert owed(request) == []
    assert last_event(request).kind == "marked_spam"
    with pytest.raises(Closed):
        actions.mark_spam(request=request, by=staff(), now=NOON)


def test_what_was_no_spam_is_new_again_and_its_mail_leaves() -> None:
    message = MessageFactory(request__suspect=True)
    request = message.request
    actions.mark_spam(request=request, by=staff(), now=NOON)
    actions.unmark_spam(request=request, by=staff(), now=NOON + HOUR)
    assert (status_of(request), request.suspicion) == ("new", "")
    assert list(request.messages.due(NOON + HOUR)) == [message]
    assert last_event(request).kind == "unmarked_spam"
    with pytest.raises(NotPossible):
        actions.unmark_spam(request=request, by=staff(), now=NOON)


def test_no_mail_to_a_replaced_address_comes_back_from_spam() -> None:
    """It would carry the link to the private page to a mailbox that may be a stranger's."""
    request = MessageFactory(to="old@example.org", request__email="old@example.org").request
    correct(request, email="new@example.org")
    actions.mark_spam(request=request, by=staff(), now=NOON + HOUR)
    actions.unmark_spam(request=request, by=staff(), now=NOON + 2 * HOUR)
    assert {message.to for message in Message.objects.due(NOON + 2 * HOUR)} == {"new@example.org"}
    assert owed(request) == ["link"]


# --- mail that follows a corrected address ----------------------------------------------------------------------------


def test_what_is_owed_follows_a_corrected_address() -> None:
    request = request_in(Status.OFFERED, email="old@example.org")
    correct(request, email="new@example.org")
    assert {(message.kind, message.to) for message in request.messages.standing()} == {
        ("offered", "new@example.org"),
        ("link", "new@example.org"),
    }


def test_mail_that_gave_up_at_a_wrong_address_is_sent_to_the_right_one() -> None:
    request = request_in(Status.OFFERED, email="old@example.org")
    request.messages.update(gave_up_at=NOON, attempts=16, fault="mailbox", last_error="SMTPRecipientsRefused 550")
    MessageFactory(request=request, given_up=True)  # received: the new link says it all
    assert set(tasks(request)) == {"received", "offered"}
    correct(request, email="new@example.org")
    assert tasks(request) == []
    offered = request.messages.get(kind="offered")
    assert (offered.to, offered.attempts, offered.gave_up_at) == ("new@example.org", 0, None)
    assert (offered.fault, offered.last_error) == ("", "")
    assert owed(request) == ["link", "offered"]


def test_mail_that_is_on_its_way_to_the_old_address_is_owed_to_the_new_one_all_the_same() -> None:
    request = request_in(Status.OFFERED, email="old@example.org")
    request.messages.update(leased_until=NOON + HOUR, attempts=1)
    correct(request, email="new@example.org")
    assert request.messages.get(kind="offered").leased_until is None


def test_with_an_address_a_task_to_phone_becomes_mail_and_without_one_mail_becomes_a_task() -> None:
    request = request_in(Status.OFFERED, phone="+34600000000", email="")
    assert tasks(request) == ["offered"]
    correct(request, email="new@example.org")
    assert tasks(request) == []
    assert owed(request) == ["link", "offered"]
    correct(request, email="")
    assert tasks(request) == ["offered"]
    assert owed(request) == ["offered"]


def test_a_notice_of_replacement_follows_nobody() -> None:
    request = request_in(Status.NEW, email="a@example.org")
    MessageFactory(request=request, sent_at=NOON)
    for email in ("b@example.org", "a@example.org", "c@example.org"):
        correct(request, email=email)
    assert {message.to for message in request.messages.filter(kind="replaced")} == {"a@example.org"}
    assert owed(request) == ["link", "replaced"]


# --- enter_by_phone ---------------------------------------------------------------------------------------------------


def enter(entry: str = "entry", details: Details = DETAILS) -> ConsultationRequest:
    return actions.enter_by_phone(details=details, entry=entry, note="Called at noon.", by=staff(), now=NOON)


def test_a_request_taken_by_phone_is_contacted_and_written_to() -> None:
    request = enter()
    assert (request.status, request.submitted_at, request.first_contacted_at) == ("contacted", NOON, NOON)
    assert (request.consent_version, request.consented_at) == (f"{consent.VERSION} by phone", NOON)
    event = request.events.get()
    assert (event.kind, event.by, event.note) == ("entered", staff(), "Called at noon.")
    assert owed(request) == ["received"]


def test_a_caller_is_written_to_in_the_language_of_the_clinic_whatever_the_desk_speaks() -> None:
    with override("de"):
        assert (enter().language, enter().consent_language) == ("en", "en")


def test_sent_twice_it_is_one_request() -> None:
    assert enter() == enter()
    assert enter("another entry") != enter()
    assert ConsultationRequest.objects.count() == 2
    assert Message.objects.count() == 2


def test_without_an_address_nothing_is_owed_to_who_is_on_the_phone() -> None:
    request = enter(details={**DETAILS, "email": "", "phone": "+34600000000"})
    assert owed(request) == []


# --- two at one desk --------------------------------------------------------------------------------------------------


def test_who_acts_on_what_has_changed_is_told_what() -> None:
    request = request_in(Status.CONTACTED)
    seen = last_event(request).pk
    cancel(request, by=staff())
    with pytest.raises(Overtaken) as overtaken, actions.as_seen(request, seen):
        offer(request)
    assert [event.kind for event in overtaken.value.events] == ["cancelled"]
    assert not request.appointments.exists()


def test_who_has_seen_it_all_may_act_and_what_is_refused_then_is_undone() -> None:
    request = request_in(Status.CONTACTED)
    with actions.as_seen(request, last_event(request).pk):
        offer(request)
    other = request_in(Status.CONTACTED)
    with pytest.raises(actions.TimeTaken), actions.as_seen(other, last_event(other).pk):
        offer(other, VISIT)
    assert status_of(other) == Status.CONTACTED
    assert clinician().appointments.count() == 1


def test_opening_a_request_reads_what_the_patient_changed() -> None:
    request = ConsultationRequestFactory(changed_at=NOON, read_at=NOON - DAY)
    assert request.is_changed_since_read
    actions.mark_read(request=request, now=NOON + HOUR)
    request.refresh_from_db()
    assert not request.is_changed_since_read


def test_staff_looked_and_it_is_no_spam() -> None:
    request = request_in(Status.NEW, suspect=True)
    assert actions.clear_suspicion(request=request, by=staff(), now=NOON)
    assert not actions.clear_suspicion(request=request, by=staff(), now=NOON)
    assert [event.kind for event in request.events.all()] == ["cleared_suspicion"]


def test_every_sentence_of_a_refusal_is_one() -> None:
    request = request_in(Status.CANCELLED)
    with pytest.raises(Closed) as closed:
        book(request)
    assert str(closed.value) == "This request is closed."


def test_what_was_offered_to_who_is_declined_is_free_again() -> None:
    request = request_in(Status.OFFERED)
    decline(request)
    assert not request.appointments.holding().exists()
    book(request_in(Status.NEW), VISIT)
