"""Where a request stands, in words: every state that the actions can bring it to."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from appointments import actions
from appointments.actions import CallOutcome
from appointments.booking.private.situations import OTHER_TIMES, WORDS, Situation, steps_at
from appointments.booking.private.standing import Standing, standing_at
from appointments.lifecycle import OPEN, Status
from appointments.models import ConsultationRequest
from tests.appointments import stage
from tests.appointments.stage import DAY, HOUR, VISIT
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def standing(request: ConsultationRequest, now: datetime = NOON) -> Standing:
    request.refresh_from_db()
    return standing_at(request, now)


def new(request: ConsultationRequest) -> None:
    pass


def spam(request: ConsultationRequest) -> None:
    actions.mark_spam(request=request, by=stage.staff(), now=NOON)


def contacted(request: ConsultationRequest) -> None:
    stage.call(request)


def offered(request: ConsultationRequest) -> None:
    stage.offer(request, VISIT, VISIT + DAY)


def declined_by_patient(request: ConsultationRequest) -> None:
    offered(request)
    stage.ask_other_times(request)


def offered_again(request: ConsultationRequest) -> None:
    declined_by_patient(request)
    stage.offer(request, VISIT + 2 * DAY)


def withdrawn(request: ConsultationRequest) -> None:
    for time in stage.offer(request, VISIT, VISIT + DAY):
        actions.withdraw(request=request, appointment=time, by=stage.staff(), now=NOON)


def taken_back_to_contacted(request: ConsultationRequest) -> None:
    offered(request)
    stage.withdraw_all(request)


def called_in_vain(request: ConsultationRequest) -> None:
    stage.call(request, CallOutcome.NO_ANSWER)


def booked(request: ConsultationRequest) -> None:
    stage.book(request)


def booked_wants_times(request: ConsultationRequest) -> None:
    stage.book(request)
    stage.ask_other_times(request)


def booked_offered(request: ConsultationRequest) -> None:
    booked_wants_times(request)
    stage.offer(request, VISIT + DAY, VISIT + 2 * DAY)


def called_off(request: ConsultationRequest) -> None:
    stage.book(request)
    actions.call_off(request=request, reason="", by=stage.staff(), now=NOON)


def called_off_while_others_are_offered(request: ConsultationRequest) -> None:
    booked_offered(request)
    actions.call_off(request=request, reason="", by=stage.staff(), now=NOON)


def attended(request: ConsultationRequest) -> None:
    stage.book(request)
    actions.attend(request=request, by=stage.staff(), now=VISIT)


def missed(request: ConsultationRequest) -> None:
    stage.book(request)
    actions.miss(request=request, by=stage.staff(), now=VISIT)


def declined_by_clinic(request: ConsultationRequest) -> None:
    stage.decline(request)


def cancelled(request: ConsultationRequest) -> None:
    stage.cancel(request)


def visit_cancelled(request: ConsultationRequest) -> None:
    stage.book(request)
    stage.cancel(request)


def back_after_a_cancelled_visit(request: ConsultationRequest) -> None:
    visit_cancelled(request)
    stage.reopen(request)


def cancelled_once_more(request: ConsultationRequest) -> None:
    back_after_a_cancelled_visit(request)
    stage.cancel(request)


Story = Callable[[ConsultationRequest], None]

STORIES: list[tuple[Story, Situation]] = [
    (new, Situation.NEW),
    (spam, Situation.NEW),
    (contacted, Situation.CONTACTED),
    (offered, Situation.OFFERED),
    (declined_by_patient, Situation.WANTS_TIMES),
    (offered_again, Situation.OFFERED),
    (withdrawn, Situation.WITHDRAWN),
    (taken_back_to_contacted, Situation.WITHDRAWN),
    (called_in_vain, Situation.NOT_REACHED),
    (booked, Situation.BOOKED),
    (booked_wants_times, Situation.BOOKED_WANTS_TIMES),
    (booked_offered, Situation.BOOKED_OFFERED),
    (called_off, Situation.CALLED_OFF),
    (called_off_while_others_are_offered, Situation.OFFERED),
    (attended, Situation.ATTENDED),
    (missed, Situation.MISSED),
    (declined_by_clinic, Situation.DECLINED),
    (cancelled, Situation.CANCELLED),
    (visit_cancelled, Situation.VISIT_CANCELLED),
    (back_after_a_cancelled_visit, Situation.CONTACTED),
    (cancelled_once_more, Situation.CANCELLED),
]


@pytest.mark.parametrize(("story", "situation"), STORIES)
def test_every_story_comes_to_the_right_words(story: Story, situation: Situation) -> None:
    request = ConsultationRequestFactory()
    story(request)
    found = standing(request)
    assert found.situation == situation
    assert found.notice.title == WORDS[situation].title


@pytest.mark.parametrize(("story", "situation"), STORIES)
def test_what_can_be_asked_is_what_the_action_takes(story: Story, situation: Situation) -> None:
    request = ConsultationRequestFactory()
    story(request)
    if standing(request).other_times:
        stage.ask_other_times(request)
    else:
        with pytest.raises(actions.NotPossible):
            stage.ask_other_times(request)


@pytest.mark.parametrize("is_swept", [False, True])
def test_an_offer_that_ran_out_is_none_whether_or_not_it_was_swept(is_swept: bool) -> None:
    request = ConsultationRequestFactory()
    stage.offer(request, NOON + 5 * DAY)
    later = NOON + 72 * HOUR
    assert standing(request, later - SECOND).situation == Situation.OFFERED
    if is_swept:
        actions.expire_offers(now=later)
    found = standing(request, later)
    assert (found.situation, found.offers) == (Situation.RAN_OUT, [])


def test_a_time_that_is_gone_while_others_are_left_is_told() -> None:
    request = ConsultationRequestFactory()
    first, second = stage.offer(request, VISIT, VISIT + DAY)
    assert not standing(request).is_one_gone
    actions.withdraw(request=request, appointment=first, by=stage.staff(), now=NOON)
    found = standing(request)
    assert (found.offers, found.is_one_gone) == ([second], True)
    stage.ask_other_times(request)
    stage.offer(request, VISIT, now=NOON + HOUR)
    assert not standing(request).is_one_gone


def test_an_appointment_is_past_once_it_should_have_ended() -> None:
    request = ConsultationRequestFactory()
    visit = stage.book(request)
    assert standing(request, visit.ends_at - SECOND).situation == Situation.BOOKED
    assert standing(request, visit.ends_at).situation == Situation.PAST
    stage.ask_other_times(request)
    assert standing(request, visit.ends_at).situation == Situation.PAST_WANTS_TIMES


def test_what_is_past_is_not_to_be_given_back_for_another_time() -> None:
    request = ConsultationRequestFactory()
    visit = stage.book(request)
    others = stage.offer(request, VISIT + DAY, now=VISIT)
    found = standing(request, visit.ends_at)
    assert others
    assert (found.situation, found.booked, found.offers) == (Situation.PAST, visit, [])


@pytest.mark.parametrize(("story", "shown"), [(called_off, True), (visit_cancelled, True), (cancelled, False)])
def test_a_lost_appointment_is_remembered(story: Story, shown: bool) -> None:
    request = ConsultationRequestFactory()
    story(request)
    assert bool(standing(request).lost) is shown


def test_words_for_a_carer_say_who_is_meant() -> None:
    request = ConsultationRequestFactory(for_someone_else=True)
    stage.book(request)
    notice = standing(request).notice
    assert notice.title == "The appointment for Example Carla is booked"
    assert notice.text == "We look forward to seeing Example Carla."


WAY = [
    (Situation.NEW, ["done", "now", "ahead", "ahead"]),
    (Situation.CONTACTED, ["done", "done", "now", "ahead"]),
    (Situation.NOT_REACHED, ["done", "now", "ahead", "ahead"]),
    (Situation.WANTS_TIMES, ["done", "done", "now", "ahead"]),
    (Situation.RAN_OUT, ["done", "done", "now", "ahead"]),
    (Situation.WITHDRAWN, ["done", "done", "now", "ahead"]),
    (Situation.CALLED_OFF, ["done", "done", "now", "ahead"]),
    (Situation.OFFERED, ["done", "done", "done", "now"]),
    (Situation.BOOKED, ["done", "done", "done", "done"]),
    (Situation.BOOKED_WANTS_TIMES, ["done", "done", "done", "done"]),
    (Situation.BOOKED_OFFERED, ["done", "done", "done", "done"]),
]


@pytest.mark.parametrize(("situation", "states"), WAY)
def test_the_way_shows_what_is_done_and_what_is_now(situation: Situation, states: list[str]) -> None:
    assert [step.state for step in steps_at(situation)] == states


@pytest.mark.parametrize("situation", sorted(set(Situation) - {situation for situation, _states in WAY}))
def test_what_is_over_has_no_way_ahead(situation: Situation) -> None:
    assert steps_at(situation) == []


@pytest.mark.parametrize("name", ["", "100 % Example"])
@pytest.mark.parametrize("situation", list(Situation))
def test_every_situation_has_words_for_patient_and_carer(situation: Situation, name: str) -> None:
    request = ConsultationRequestFactory.build(patient_name=name)
    notice = Standing(request, situation).notice
    assert notice.title
    assert notice.text
    assert "%(" not in notice.title + notice.text


def test_other_times_can_be_asked_for_wherever_somebody_has_answered() -> None:
    """As `ask_other_times` has it: not of a new request, nor of a closed one."""
    closed = {Situation(status) for status in set(Status) - OPEN - {Status.SPAM}} | {Situation.VISIT_CANCELLED}
    assert set(OTHER_TIMES) == set(Situation) - closed - {Situation.NEW, Situation.NOT_REACHED}
