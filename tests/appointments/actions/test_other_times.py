"""None of these times: what the patient says instead, and what becomes of the times."""

import pytest

from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Appointment, ConsultationRequest
from tests.appointments import stage
from tests.appointments.booking.private import get, kinds, page_of, post, read, snapshot, statuses, ticked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_none_of_these_times_gives_them_back_and_says_what_happens_next(
    request_: ConsultationRequest, offers: list[Appointment]
) -> None:
    sent = post(request_, "ask-other-times", {"days": ["tue", "fri"], "times": ["evening"], "note": "Not in <May>"})
    assert (sent.status_code, sent["Location"]) == (303, f"{request_.get_absolute_url()}?done=ask_other_times")
    request_.refresh_from_db()
    assert (request_.status, request_.days, request_.times) == (Status.CONTACTED, ["tue", "fri"], ["evening"])
    assert statuses(request_) == [AppointmentStatus.RELEASED] * 2
    page = read(get(sent["Location"]))
    assert "The clinic looks for other times." in page
    assert "We know that you need another time" in page
    assert "Someone from the clinic looks for times that suit you and contacts you." in page


def test_the_form_starts_from_what_the_request_says(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    html = get(request_.get_absolute_url()).content.decode()
    assert (ticked(html, "days"), ticked(html, "times")) == (["mon"], ["morning"])


def test_asking_for_another_time_keeps_the_booked_one(request_: ConsultationRequest, booked: Appointment) -> None:
    assert post(request_, "ask-other-times", {"days": ["fri"]}).status_code == 303
    assert statuses(request_) == [AppointmentStatus.BOOKED]
    page = page_of(request_)
    assert "Your appointment is booked" in page
    assert "Until we have agreed on it, this one stays yours." in page


def test_other_times_with_a_mistake_keep_every_answer_and_stand_open(
    request_: ConsultationRequest, offers: list[Appointment]
) -> None:
    before = snapshot()
    response = post(request_, "ask-other-times", {"days": ["tue", "someday"], "note": "long " * 200})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'id="other-times" open' in page
    assert '<a href="#other-days_0">Choose from the days in the list</a>' in page
    assert '<a href="#other-note">Shorten this to 500 characters. It has' in page
    assert ticked(page, "days") == ["tue"]
    assert snapshot() == before


def test_a_second_click_on_other_times_asks_once(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    answers = {"days": ["tue"], "note": "x"}
    assert [post(request_, "ask-other-times", answers).status_code for _ in range(2)] == [303, 303]
    assert kinds(request_) == ["offered", "asked_other_times"]


def test_other_times_are_limited_as_every_change_is(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    statuses = [post(request_, "ask-other-times", {"note": f"note {number}"}).status_code for number in range(16)]
    assert statuses == [303] * 15 + [429]


def test_of_a_new_request_no_other_times_are_wanted(request_: ConsultationRequest) -> None:
    assert 'id="other-times"' not in get(request_.get_absolute_url()).content.decode()
    response = post(request_, "ask-other-times", {"note": "kept"})
    assert response.status_code == 409
    assert "That is not possible at the moment" in read(response)
    assert ">\nkept</textarea>" in response.content.decode()


def test_of_a_closed_request_no_other_times_are_wanted(request_: ConsultationRequest, booked: Appointment) -> None:
    stage.cancel(request_)
    response = post(request_, "ask-other-times", {"note": "kept"})
    assert response.status_code == 409
    assert "This request is closed" in read(response)
    assert ">\nkept</textarea>" in response.content.decode()
