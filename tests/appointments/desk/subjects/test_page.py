"""What a person may ask of us: all that we have of them, and that it is erased."""

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from appointments import actions
from appointments.desk.subjects.everything import as_data, in_words
from appointments.lifecycle import Status
from appointments.models import AccessLog, ConsultationRequest
from tests.appointments.actions.test_erasing import CANARY, with_canaries
from tests.appointments.stage import decline, request_in, staff
from tests.factories import NOON, ConsultationRequestFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def person(request: ConsultationRequest) -> str:
    return f"/admin/appointments/consultationrequest/{request.pk}/person/"


def press(desk: Client, request: ConsultationRequest, do: str, *others: ConsultationRequest) -> Any:
    return desk.post(person(request), {"do": do, "requests": [one.pk for one in (request, *others)]})


def test_everything_that_was_typed_is_in_both_ways_of_telling_it() -> None:
    request = with_canaries()
    request.refresh_from_db()
    data, words = json.dumps(as_data(request), default=str), str(in_words(request))
    typed = [
        *(request.full_name, request.patient_name, request.relationship, request.email, request.phone),
        *(request.message, request.access_notes, f"Called {CANARY}", f"{CANARY} again", f"Ring at {CANARY}"),
        *(f"{CANARY}@example.org", f"No {CANARY} here", f"<p>{CANARY}</p>"),
    ]
    assert [text for text in typed if text not in data] == []
    assert [text for text in typed if text not in words and "<p>" not in text] == []
    for word in ("Fatigue", "Phone call", "Someone I care for", "Note added"):
        assert word in words


def test_no_secret_and_nobody_else_is_told() -> None:
    request = with_canaries()
    anna = UserFactory(is_staff=True, username="anna", first_name="Example", last_name="Anna")
    actions.log_look(kind=AccessLog.Kind.VIEWED, request=request, by=anna, address="192.0.2.77", now=NOON)
    for told in (json.dumps(as_data(request), default=str), str(in_words(request))):
        assert request.token not in told
        assert "192.0.2.77" not in told
        assert "anna" not in told.lower()


def test_a_manager_reads_and_takes_out_what_was_ticked_and_that_is_written_down(desk: Client) -> None:
    mine = ConsultationRequestFactory(full_name="Example Amparo", email="amparo@example.org")
    husband = ConsultationRequestFactory(full_name="Example Bruno", email="AMPARO@example.org")
    stranger = ConsultationRequestFactory()
    page = desk.get(person(mine)).content.decode()
    assert re.findall(r'name="requests" value="(\d+)"[^>]*checked', page) == [str(mine.pk)]
    assert "Example Bruno" in page
    assert stranger.spoken_reference not in page
    paper = press(desk, mine, "read").content.decode()
    assert "Example Amparo" in paper
    assert "Example Bruno" not in paper
    data = json.loads(press(desk, mine, "data", husband).content)
    assert [*data] == [mine.spoken_reference, husband.spoken_reference]
    written = AccessLog.objects.filter(kind="exported").values_list("request", flat=True)
    assert sorted(written) == sorted([mine.pk, mine.pk, husband.pk])


def test_erasing_takes_two_steps(desk: Client) -> None:
    request = ConsultationRequestFactory(full_name="Example Amparo")
    decline(request)
    asked = press(desk, request, "ask").content.decode()
    assert "Nobody can bring it back." in asked
    request.refresh_from_db()
    assert request.full_name == "Example Amparo"
    done = desk.get(press(desk, request, "erase")["Location"]).content.decode()
    assert "1 request is erased." in done
    assert "Example Amparo" not in done
    assert 'action="/admin/appointments/consultationrequest' not in done  # nothing is left to do


def test_what_is_open_is_named_and_nothing_goes(desk: Client) -> None:
    closed, still_open = request_in(Status.DECLINED), ConsultationRequestFactory()
    ConsultationRequest.objects.update(email="same@example.org")
    asked = press(desk, closed, "ask", still_open).content.decode()
    assert "Nothing can be erased yet." in asked
    assert still_open.spoken_reference in asked
    assert press(desk, closed, "erase", still_open).status_code == 303
    assert not ConsultationRequest.objects.exclude(erased_at=None).exists()


@pytest.mark.parametrize(
    ("sent", "status"), [({}, 422), ({"requests": ["0"]}, 422), ({"requests": ["x"]}, 422), ({"do": "dance"}, 400)]
)
def test_what_makes_no_sense_is_said(desk: Client, sent: dict[str, Any], status: int) -> None:
    request = ConsultationRequestFactory()
    if "do" in sent:
        sent = sent | {"requests": [request.pk]}
    assert desk.post(person(request), sent).status_code == status


def test_a_request_of_somebody_else_cannot_be_slipped_in(desk: Client) -> None:
    request, stranger = ConsultationRequestFactory(), request_in(Status.DECLINED)
    assert press(desk, request, "erase", stranger).status_code == 422
    stranger.refresh_from_db()
    assert not stranger.erased_at


@pytest.mark.parametrize(("name", "may"), [("Reception", False), ("Clinician", False), ("Manager", True)])
@pytest.mark.parametrize("do", ["read", "data", "ask", "erase"])
def test_it_is_for_managers(client: Client, name: str, may: bool, do: str) -> None:
    request = request_in(Status.DECLINED)
    colleague = UserFactory(is_staff=True)
    colleague.groups.add(Group.objects.get(name=name))
    client.force_login(colleague)
    assert (press(client, request, do).status_code != 403) is may
    request.refresh_from_db()
    assert bool(request.erased_at) is (may and do == "erase")


def test_an_erased_request_can_still_be_opened_and_says_so(desk: Client) -> None:
    request = request_in(Status.ATTENDED)
    actions.erase(request=request, by=staff(), address="", now=NOON)
    screen = desk.get(f"/admin/appointments/consultationrequest/{request.pk}/change/")
    assert screen.status_code == 200
    page = screen.content.decode()
    assert "<h1>Erased" in page.replace("\n", "")
    assert "Every word of this request was erased:" in page
    for nonsense in ("who asked for themselves", "tell them by phone", "erase it"):
        assert nonsense not in page
    assert "Erased" in desk.get("/admin/appointments/consultationrequest/").content.decode()
