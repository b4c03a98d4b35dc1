"""Choosing one of the times that are offered: once more asked, once booked, and never by a link that is followed."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from appointments import actions
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, ConsultationRequest
from tests.appointments import stage
from tests.appointments.booking.private import (
    accept,
    choose_address,
    get,
    kinds,
    post,
    read,
    snapshot,
    statuses,
    ticked,
)
from tests.appointments.conftest import FORM_TYPE
from tests.appointments.stage import HOUR
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_choosing_asks_once_more_and_yes_books(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    question = get(choose_address(offers[0]))
    assert question.status_code == 200
    assert (question["Cache-Control"], question["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    words = read(question)
    for part in ("Book this time?", "Saturday 28 November 2026, 12:00", "Yes, book this time", "No, go back"):
        assert part in words
    answer = accept(offers[0])
    assert (answer.status_code, answer["Location"]) == (303, f"{request_.get_absolute_url()}?done=accept")
    assert statuses(request_) == [AppointmentStatus.BOOKED, AppointmentStatus.RELEASED]
    page = read(get(answer["Location"]))
    assert "Thank you. This time is yours." in page
    assert "Your appointment is booked" in page


def test_a_second_click_gets_the_same_good_answer(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    answers = {(answer.status_code, answer["Location"]) for answer in (accept(offers[0]), accept(offers[0]))}
    assert answers == {(303, f"{request_.get_absolute_url()}?done=accept")}
    assert kinds(request_) == ["offered", "accepted"]
    assert get(choose_address(offers[0]))["Location"] == request_.get_absolute_url()


def test_the_question_says_what_is_given_back(booked: Appointment, offers: list[Appointment]) -> None:
    words = read(get(choose_address(offers[0])))
    assert "You have an appointment on Wednesday 25 November 2026, 12:00 (clinic time, UTC)." in words
    accept(offers[0])
    assert statuses(booked.request) == [
        AppointmentStatus.CANCELLED,
        AppointmentStatus.BOOKED,
        AppointmentStatus.RELEASED,
    ]


def test_no_time_is_known_but_those_of_the_page(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    other = ConsultationRequestFactory()
    before = snapshot()
    assert get(f"{other.get_absolute_url()}times/{offers[0].pk}/").status_code == 404
    assert post(other, "accept", {"time": offers[0].pk}).status_code == 404
    for number in (0, 10**9, 10**30):
        assert get(f"{request_.get_absolute_url()}times/{number}/").status_code == 404
        assert post(request_, "accept", {"time": number}).status_code == 404
    assert snapshot() == before


def test_no_page_is_known_but_by_its_token(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    wrong = f"/requests/{'x' * 32}/"
    assert get(f"{wrong}times/{offers[0].pk}/").status_code == 404
    for what in ("accept", "ask-other-times"):
        answer = Client().post(f"{wrong}{what}/", f"time={offers[0].pk}", content_type=FORM_TYPE)
        assert answer.status_code == 404
    ConsultationRequest.objects.update(page_expires_at=NOON)
    assert get(choose_address(offers[0])).status_code == 404
    assert accept(offers[0]).status_code == 404


@pytest.mark.parametrize("answers", [{}, {"time": ""}, {"time": "soon"}, {"time": "1 OR 1=1"}])
def test_no_time_at_all_leads_back_to_the_times(
    request_: ConsultationRequest, offers: list[Appointment], answers: dict[str, str]
) -> None:
    response = post(request_, "accept", answers)
    page = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#times">Choose one of the times</a>' in page
    assert 'id="times"' in page


def ran_out(offer: Appointment, at_noon: Any) -> None:
    at_noon.move_to(NOON + 72 * HOUR)


def ran_out_and_swept(offer: Appointment, at_noon: Any) -> None:
    ran_out(offer, at_noon)
    actions.expire_offers(now=NOON + 72 * HOUR)


def withdrawn(offer: Appointment, at_noon: Any) -> None:
    actions.withdraw(request=offer.request, appointment=offer, by=stage.staff(), now=NOON)


def another_accepted(offer: Appointment, at_noon: Any) -> None:
    sibling = offer.request.appointments.offered().exclude(pk=offer.pk)[0]
    stage.accept(offer.request, sibling)


def declined_elsewhere(offer: Appointment, at_noon: Any) -> None:
    stage.ask_other_times(offer.request)


def cancelled_elsewhere(offer: Appointment, at_noon: Any) -> None:
    stage.cancel(offer.request)


TOO_LATE = [
    (ran_out, "Tell us below which times suit you"),
    (ran_out_and_swept, "Tell us below which times suit you"),
    (withdrawn, "Choose another of the times below"),
    (another_accepted, "you have the appointment that you see below"),
    (declined_elsewhere, "Tell us below which times suit you"),
    (cancelled_elsewhere, "send a new request"),
]


@pytest.mark.parametrize(("what_happened", "advice"), TOO_LATE)
@pytest.mark.parametrize("is_asked_first", [True, False])
def test_what_is_too_late_says_kindly_what_to_do_now(
    what_happened: Callable[..., None],
    advice: str,
    is_asked_first: bool,
    offers: list[Appointment],
    at_noon: Any,
) -> None:
    what_happened(offers[0], at_noon)
    before = snapshot()
    response = get(choose_address(offers[0])) if is_asked_first else accept(offers[0])
    page = read(response)
    assert response.status_code == 409
    assert advice in page
    assert "Nothing was changed" in page
    assert offers[0].request.spoken_reference in page
    assert response["Cache-Control"] == "no-store"
    assert snapshot() == before


@pytest.mark.parametrize("method", ["get", "head"])
def test_reading_and_prefetching_change_nothing(
    request_: ConsultationRequest, booked: Appointment, offers: list[Appointment], method: str
) -> None:
    """Mail scanners follow every link they find, and try the addresses of forms too."""
    before = snapshot()
    page = request_.get_absolute_url()
    addresses = [page, f"{page}?done=accept", *map(choose_address, offers), choose_address(booked)]
    addresses += [f"{page}{what}/" for what in ("accept", "ask-other-times", "cancel", "note", "correct")]
    addresses += [f"{page}accept/?time={offers[0].pk}", f"{page}appointment.ics"]
    for address in addresses:
        answer = getattr(Client(), method)(address, headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code in (200, 303), address
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
    assert snapshot() == before


def test_the_question_cannot_be_posted(offers: list[Appointment]) -> None:
    before = snapshot()
    assert Client().post(choose_address(offers[0])).status_code in (403, 405)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("what", "kept"), [("accept", "Nothing was booked."), ("ask-other-times", "Your answers are below.")]
)
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example.org"}])
def test_what_comes_from_another_site_is_refused(
    what: str, kept: str, headers: dict[str, str], request_: ConsultationRequest, offers: list[Appointment]
) -> None:
    before = snapshot()
    response = post(request_, what, {"time": offers[0].pk, "note": "canary"}, **headers)
    assert response.status_code == 403
    assert kept in read(response)
    assert what != "ask-other-times" or ">\ncanary</textarea>" in response.content.decode()
    assert snapshot() == before


@pytest.mark.parametrize("what", ["accept", "ask-other-times"])
def test_only_a_urlencoded_form_is_read(what: str, request_: ConsultationRequest, offers: list[Appointment]) -> None:
    address = f"{request_.get_absolute_url()}{what}/"
    assert Client().post(address, b"{}", content_type="application/json").status_code == 415


@pytest.mark.parametrize("away", ["appointments.booking.private.page.find", "appointments.actions.offers.record"])
def test_without_the_database_the_choice_can_be_sent_again(away: str, offers: list[Appointment]) -> None:
    before = snapshot()
    with mock.patch(away, side_effect=OperationalError("canary")):
        response = accept(offers[0])
    page = response.content.decode()
    assert (response.status_code, response["Cache-Control"], response["Retry-After"]) == (503, "no-store", "60")
    assert "We could not book this time yet" in page
    assert f'name="time" value="{offers[0].pk}"' in page
    assert "Yes, book this time" in page
    assert "canary" not in page
    assert snapshot() == before
    assert accept(offers[0]).status_code == 303


@pytest.mark.parametrize("away", ["appointments.booking.private.page.find", "appointments.actions.offers.record"])
def test_without_the_database_the_wishes_are_kept(
    away: str, request_: ConsultationRequest, offers: list[Appointment]
) -> None:
    with mock.patch(away, side_effect=OperationalError):
        response = post(request_, "ask-other-times", {"days": ["tue"], "note": "kept"})
    page = response.content.decode()
    assert response.status_code == 503
    assert ">\nkept</textarea>" in page
    assert ticked(page, "days") == ["tue"]


def test_what_an_address_says_was_done_is_only_told_while_it_is_so(
    request_: ConsultationRequest, offers: list[Appointment]
) -> None:
    page = request_.get_absolute_url()
    assert "Thank you" not in read(get(f"{page}?done=accept"))
    assert "Thank you" not in read(get(f"{page}?done=ask_other_times"))
    accept(offers[0])
    assert "Thank you" in read(get(f"{page}?done=accept"))
    stage.cancel(request_)
    assert "Thank you" not in read(get(f"{page}?done=accept"))
