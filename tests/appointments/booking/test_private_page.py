"""What the owner of a private page may do there."""

from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from appointments.lifecycle import CLOSED, OPEN, Status
from appointments.mail import sender as outbox
from appointments.models import ConsultationRequest
from tests.appointments.conftest import FORM_TYPE
from tests.factories import NOON, ConsultationRequestFactory, MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

REACH = {"email": "amparo@example.org", "phone": "", "contact_by": ""}


@pytest.fixture
def request_() -> ConsultationRequest:
    return ConsultationRequestFactory(full_name="Example Amparo", email="amparo@example.org", access_needs=["hearing"])


def post(request: ConsultationRequest, what: str, answers: dict[str, Any], **headers: str) -> HttpResponse:
    address = f"{request.get_absolute_url()}{what}/"
    body = urlencode({"source": ""} | answers, doseq=True)
    return Client().post(address, body, content_type=FORM_TYPE, headers=headers)  # type: ignore[return-value]


def kinds(request: ConsultationRequest) -> list[str]:
    return [event.kind for event in request.events.all()]


def test_a_correction_is_saved_shown_and_told_in_the_timeline(request_: ConsultationRequest, client: Client) -> None:
    sent = post(
        request_, "correct", REACH | {"phone": "612 34 56 78", "access_needs": ["wheelchair"], "contact_by": "phone"}
    )
    assert (sent.status_code, sent["Location"]) == (303, f"{request_.get_absolute_url()}?done=correct")
    request_.refresh_from_db()
    assert (request_.phone, request_.contact_by, request_.access_needs) == ("+34612345678", "phone", ["wheelchair"])
    [event] = request_.events.all()
    assert event.kind == "corrected"
    assert "Access needs before: Help with hearing" in event.in_words
    page = client.get(sent["Location"]).content.decode()
    assert "Your changes are saved" in page
    assert "+34 612 34 56 78" in page


def test_a_correction_never_changes_who_the_request_is_about(request_: ConsultationRequest) -> None:
    post(request_, "correct", REACH | {"full_name": "Example Mallory", "patient_name": "x", "requested_for": "other"})
    request_.refresh_from_db()
    assert (request_.full_name, request_.patient_name, request_.requested_for) == ("Example Amparo", "", "self")


def test_a_correction_that_changes_nothing_leaves_no_trace(request_: ConsultationRequest) -> None:
    post(request_, "correct", REACH | {"access_needs": ["hearing"]})
    request_.refresh_from_db()
    assert kinds(request_) == []
    assert request_.changed_at is None


def test_a_new_email_address_gets_a_new_link_and_the_old_mailbox_none(
    request_: ConsultationRequest, client: Client
) -> None:
    MessageFactory(request=request_, to="amparo@example.org")
    old = request_.get_absolute_url()
    sent = post(request_, "correct", REACH | {"email": "right@example.org"})
    request_.refresh_from_db()
    assert sent["Location"] == f"{request_.get_absolute_url()}?done=moved"
    assert "This page has a new address" in client.get(sent["Location"]).content.decode()
    assert client.get(old).status_code == 404
    assert client.get(sent["Location"]).status_code == 200
    assert [(message.kind, message.to) for message in request_.messages.standing()] == [("link", "right@example.org")]


def test_an_old_mailbox_that_was_written_to_is_told_without_a_link(request_: ConsultationRequest) -> None:
    MessageFactory(request=request_, to="amparo@example.org", sent_at=NOON)
    post(request_, "correct", REACH | {"email": "right@example.org"})
    outbox.send_due()
    request_.refresh_from_db()
    to_old, to_new = sorted(mail.outbox, key=lambda sent: sent.to)
    assert (to_old.to, to_new.to) == (["amparo@example.org"], ["right@example.org"])
    assert "/requests/" not in to_old.body
    assert request_.token in to_new.body


def test_a_first_email_address_keeps_the_link() -> None:
    request = ConsultationRequestFactory(email="", phone="+34612345678")
    sent = post(request, "correct", REACH | {"phone": "612345678"})
    assert sent["Location"] == f"{request.get_absolute_url()}?done=correct"


def test_an_address_that_comes_back_gets_a_link_that_works(request_: ConsultationRequest, client: Client) -> None:
    for address in ("b@example.org", "amparo@example.org", "b@example.org"):
        request_.refresh_from_db()
        post(request_, "correct", REACH | {"email": address})
    outbox.send_due()
    request_.refresh_from_db()
    last = [sent for sent in mail.outbox if sent.to == ["b@example.org"]][-1]
    assert request_.token in last.body


def test_the_page_is_no_mailer(request_: ConsultationRequest) -> None:
    statuses = [post(request_, "note", {"note": f"note {number}"}).status_code for number in range(16)]
    assert statuses == [303] * 15 + [429]
    assert post(request_, "correct", REACH | {"email": "next@example.org"}).status_code == 429
    assert not request_.messages.exists()


def test_a_second_click_does_nothing_more(request_: ConsultationRequest) -> None:
    for what, answers in (("note", {"note": "once"}), ("cancel", {"reason": ""})):
        assert {post(request_, what, answers).status_code for _ in range(2)} == {303}
    assert kinds(request_) == ["noted", "cancelled"]


def test_a_correction_with_a_mistake_keeps_every_answer_and_changes_nothing(request_: ConsultationRequest) -> None:
    response = post(request_, "correct", {"email": "", "phone": "", "access_notes": "I read lips"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert "I read lips" in page
    assert 'id="correct" open' in page
    request_.refresh_from_db()
    assert request_.email == "amparo@example.org"


def test_a_note_is_added_and_shown(request_: ConsultationRequest, client: Client) -> None:
    hostile = "<b>Mornings</b>\nare best"
    post(request_, "note", {"note": hostile})
    assert kinds(request_) == ["noted"]
    assert escape("<b>Mornings</b>") + "<br>are best" in client.get(request_.get_absolute_url()).content.decode()
    assert post(request_, "note", {"note": "  "}).status_code == 422


def test_a_cancelled_request_says_so_and_can_be_sent_anew(request_: ConsultationRequest, client: Client) -> None:
    ConsultationRequest.objects.filter(pk=request_.pk).update(dedupe_key="k")
    sent = post(request_, "cancel", {"reason": "I feel better"})
    request_.refresh_from_db()
    assert (request_.status, request_.dedupe_key) == (Status.CANCELLED, None)
    assert request_.events.get().note == "I feel better"
    page = client.get(sent["Location"]).content.decode()
    assert "This request is cancelled" in page
    assert "Change something" not in page


CHANGES = [("correct", REACH | {"phone": "612345678"}), ("note", {"note": "x"}), ("cancel", {"reason": ""})]


@pytest.mark.parametrize(("what", "answers"), CHANGES)
@pytest.mark.parametrize("status", sorted(CLOSED - {Status.CANCELLED}))
def test_a_closed_request_no_longer_changes(what: str, answers: dict[str, Any], status: str) -> None:
    request = ConsultationRequestFactory(status=status)
    response = post(request, what, answers)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Nothing was changed" in page
    assert what != "note" or ">\nx</textarea>" in page
    assert kinds(request) == []


@pytest.mark.parametrize(("what", "answers"), CHANGES)
@pytest.mark.parametrize("status", sorted(OPEN))
def test_an_open_request_can_be_changed_wherever_it_stands(what: str, answers: dict[str, Any], status: str) -> None:
    request = ConsultationRequestFactory(status=status, email="amparo@example.org")
    assert post(request, what, answers).status_code == 303
    assert len(kinds(request)) == 1


@pytest.mark.parametrize(("what", "answers"), CHANGES)
def test_a_link_that_is_followed_changes_nothing(
    what: str, answers: dict[str, Any], request_: ConsultationRequest
) -> None:
    address = f"{request_.get_absolute_url()}{what}/"
    followed = [Client().get(address, answers), Client().head(address)]
    assert {(answer.status_code, answer["Location"]) for answer in followed} == {(303, request_.get_absolute_url())}
    assert post(request_, what, answers, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().post(address, b"{}", content_type="application/json").status_code == 415
    assert kinds(request_) == []


@pytest.mark.parametrize(("what", "answers"), CHANGES)
@pytest.mark.parametrize("away", ["appointments.booking.private.page.find", "appointments.actions.patient.record"])
def test_without_the_database_the_answers_are_kept(
    what: str, answers: dict[str, Any], away: str, request_: ConsultationRequest
) -> None:
    canary = {"access_notes": "canary", "note": "canary", "reason": "canary"}
    with mock.patch(away, side_effect=OperationalError("canary in the database's own words")):
        response = post(request_, what, answers | canary)
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert ">\ncanary</textarea>" in response.content.decode()


def test_a_change_after_staff_have_read_it_is_marked_for_them(
    request_: ConsultationRequest, desk: Client, at_noon: Any
) -> None:
    news = "/admin/appointments/consultationrequest/"
    marked = "Changed by the patient since you read it"
    post(request_, "note", {"note": "before anybody read it"})
    assert marked not in desk.get(news).content.decode()
    desk.get(f"{news}{request_.pk}/change/")
    at_noon.move_to(NOON.replace(minute=5))
    post(request_, "note", {"note": "after"})
    assert marked in desk.get(f"{news}?news=changed").content.decode()
    at_noon.move_to(NOON.replace(minute=6))
    assert "News since you last read it" in desk.get(f"{news}{request_.pk}/change/").content.decode()
    assert marked not in desk.get(news).content.decode()


def test_a_slip_in_the_email_address_is_pointed_out(client: Client) -> None:
    slipped = ConsultationRequestFactory(email="amparo@gmial.com")
    right = ConsultationRequestFactory(email="amparo@example.org")
    assert "Did you mean <strong>amparo@gmail.com</strong>" in client.get(slipped.get_absolute_url()).content.decode()
    assert "Did you mean" not in client.get(right.get_absolute_url()).content.decode()


def test_the_page_prints_questions_on_the_topics_ticked(client: Client) -> None:
    page = client.get(
        ConsultationRequestFactory(topics=["pain", "no-longer-offered"]).get_absolute_url()
    ).content.decode()
    assert "<h3>Pain</h3>" in page
    assert "<h3>At every visit</h3>" in page
    assert "<h3>Fatigue</h3>" not in page
