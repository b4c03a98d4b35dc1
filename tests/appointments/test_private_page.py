"""What the owner of a private page may do there."""

from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from appointments import actions
from appointments.lifecycle import CLOSED, OPEN, Status
from appointments.models import ConsultationRequest, Message
from tests.appointments.conftest import FORM_TYPE
from tests.factories import NOON, ConsultationRequestFactory

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
        request_, "contact", REACH | {"phone": "612 34 56 78", "access_needs": ["wheelchair"], "contact_by": "phone"}
    )
    assert (sent.status_code, sent["Location"]) == (303, f"{request_.get_absolute_url()}?done=correct")
    request_.refresh_from_db()
    assert (request_.phone, request_.contact_by, request_.access_needs) == ("+34612345678", "phone", ["wheelchair"])
    [event] = request_.events.all()
    assert event.kind == "corrected"
    assert "['hearing']" in event.note
    page = client.get(sent["Location"]).content.decode()
    assert "Your changes are saved" in page
    assert "+34 612 34 56 78" in page


def test_a_correction_never_changes_who_the_request_is_about(request_: ConsultationRequest) -> None:
    post(request_, "contact", REACH | {"full_name": "Example Mallory", "patient_name": "x", "requested_for": "other"})
    request_.refresh_from_db()
    assert (request_.full_name, request_.patient_name, request_.requested_for) == ("Example Amparo", "", "self")


def test_a_correction_that_changes_nothing_leaves_no_trace(request_: ConsultationRequest) -> None:
    post(request_, "contact", REACH | {"access_needs": ["hearing"]})
    request_.refresh_from_db()
    assert kinds(request_) == []
    assert request_.changed_at is None


def test_a_new_email_address_is_sent_the_link(request_: ConsultationRequest) -> None:
    post(request_, "contact", REACH | {"email": "new@example.org"})
    assert [(message.kind, message.to) for message in request_.messages.all()] == [
        (Message.Kind.LINK, "new@example.org")
    ]


def test_a_correction_with_a_mistake_keeps_every_answer_and_changes_nothing(request_: ConsultationRequest) -> None:
    response = post(request_, "contact", {"email": "", "phone": "", "access_notes": "I read lips"})
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


CHANGES = [("contact", REACH | {"phone": "612345678"}), ("note", {"note": "x"}), ("cancel", {"reason": ""})]


@pytest.mark.parametrize(("what", "answers"), CHANGES)
@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_request_no_longer_changes(what: str, answers: dict[str, Any], status: str) -> None:
    request = ConsultationRequestFactory(status=status)
    response = post(request, what, answers)
    assert response.status_code == 409
    assert "Nothing was changed" in response.content.decode()
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
    assert {Client().get(address, answers).status_code, Client().head(address).status_code} == {405}
    assert post(request_, what, answers, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Client().post(address, b"{}", content_type="application/json").status_code == 415
    assert kinds(request_) == []


@pytest.mark.parametrize(("what", "answers"), CHANGES)
def test_without_the_database_the_answers_are_kept(
    what: str, answers: dict[str, Any], request_: ConsultationRequest
) -> None:
    for name in ("correct", "add_note", "cancel"):
        mock.patch.object(actions, name, side_effect=OperationalError).start()
    response = post(request_, what, answers | {"access_notes": "canary", "note": "canary", "reason": "canary"})
    mock.patch.stopall()
    assert response.status_code == 503
    assert "canary" in response.content.decode()


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
    assert marked in desk.get(f"{news}{request_.pk}/change/").content.decode()
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
