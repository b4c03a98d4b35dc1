"""A request that somebody makes by phone, written down at the desk."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest, Event, Message
from tests.appointments.desk.requests.test_screen import member
from tests.factories import NOON, answers

pytestmark = pytest.mark.django_db

BY_PHONE = "/admin/appointments/consultationrequest/by-phone/"


def entry_of(page: str) -> str:
    found = re.search(r'name="entry" value="([^"]+)"', page)
    assert found
    return found[1]


def test_a_call_becomes_a_request_that_was_talked_to(at_noon: Any, desk: Client) -> None:
    entry = entry_of(desk.get(BY_PHONE).content.decode())
    sent = answers(
        entry=entry, email="", phone="612 34 56 78", days=["mon"], note="Sounds tired", message="My legs are stiff"
    )
    response = desk.post(BY_PHONE, sent)
    request = ConsultationRequest.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/admin/appointments/consultationrequest/{request.pk}/change/"
    assert (request.status, request.phone, request.days) == (Status.CONTACTED, "+34612345678", ["mon"])
    assert request.consent_version.endswith("by phone")
    event = Event.objects.get()
    assert (event.kind, event.note, event.at) == (Event.Kind.ENTERED, "Sounds tired", NOON)
    assert not Message.objects.exists()
    page = desk.get(response["Location"]).content.decode()
    assert f"Their reference is {request.spoken_reference}" in page
    assert "Book by phone" in page


def test_with_an_address_the_caller_gets_the_link(at_noon: Any, desk: Client) -> None:
    desk.post(BY_PHONE, answers(entry="one"))
    assert Message.objects.get().to == "amparo@example.org"


def test_sent_twice_it_is_one_request(at_noon: Any, desk: Client) -> None:
    entry = entry_of(desk.get(BY_PHONE).content.decode())
    places = {desk.post(BY_PHONE, answers(entry=entry))["Location"] for _ in range(2)}
    assert len(places) == 1
    assert ConsultationRequest.objects.count() == 1
    other = entry_of(desk.get(BY_PHONE).content.decode())
    desk.post(BY_PHONE, answers(entry=other))
    assert ConsultationRequest.objects.count() == 2


def test_a_mistake_keeps_every_answer(at_noon: Any, desk: Client) -> None:
    hostile = '"><script>alert(1)</script>'
    sent = answers(
        entry="one",
        full_name=hostile,
        email="",
        message="Stiff <legs>",
        topics=["pain"],
        access_needs=["hearing"],
        note="Call <back>",
        consent=None,
    )
    response = desk.post(BY_PHONE, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in re.sub(r"\s+", " ", page)
    assert "There is a problem" in page
    assert entry_of(page) == "one"
    for words in (escape(hostile), "Stiff &lt;legs&gt;", "Call &lt;back&gt;"):
        assert words in page
    assert hostile not in page
    assert len(re.findall(r'value="(?:pain|hearing|self)"[^>]*checked', page)) == 3
    assert not ConsultationRequest.objects.exists()


def test_a_carer_may_call_for_somebody(at_noon: Any, desk: Client) -> None:
    desk.post(
        BY_PHONE,
        answers(entry="one", requested_for="other", patient_name="Example Carla", has_permission="on"),
    )
    assert ConsultationRequest.objects.get().patient == "Example Carla"


@pytest.mark.parametrize("permissions", [["view"], ["work"], ["view", "close"]])
def test_only_those_who_answer_requests_enter_them(client: Client, permissions: list[str]) -> None:
    client.force_login(member(*permissions))
    assert client.get(BY_PHONE).status_code == 403
    assert client.post(BY_PHONE, answers(entry="one")).status_code == 403
    assert not ConsultationRequest.objects.exists()


def test_the_form_is_for_staff_alone(client: Client) -> None:
    assert "/admin/login/" in client.get(BY_PHONE)["Location"]


def test_the_trap_and_the_source_are_not_asked(desk: Client) -> None:
    page = desk.get(BY_PHONE).content.decode()
    assert 'name="website"' not in page
    assert 'name="source"' not in page
    assert "The caller agrees that" in page
