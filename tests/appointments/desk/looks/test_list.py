"""What managers read of who looked, and what is worth a second look."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from appointments import actions
from appointments.desk.looks import second_look
from appointments.desk.looks.second_look import many_of_others, of_colleagues
from appointments.lifecycle import Status
from appointments.models import AccessLog, ConsultationRequest
from tests.appointments.stage import request_in
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LOOKS = "/admin/appointments/accesslog/"
Kind = AccessLog.Kind
SECOND = timedelta(seconds=1)


def look(request: ConsultationRequest, by: User, now: datetime = NOON, kind: Kind = Kind.VIEWED) -> None:
    actions.log_look(kind=kind, request=request, by=by, address="192.0.2.7", now=now)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_look, "MANY", 2)


def test_the_list_tells_who_when_what_and_from_where(desk: Client, receptionist: User) -> None:
    request = ConsultationRequestFactory()
    look(request, receptionist)
    actions.log_search(by=receptionist, address="", now=NOON)
    actions.log_feed(clinician=ClinicianFactory(name="Dr Example Ortega"), address="192.0.2.9", now=NOON)
    page = desk.get(LOOKS).content.decode()
    for words in (
        request.spoken_reference,
        "192.0.2.7",
        "Opened",
        "Searched",
        "A calendar program",
        "Dr Example Ortega",
    ):
        assert words in page


@pytest.mark.parametrize(("query", "found"), [("request={first}", 2), ("by={anna}", 2), ("kind__exact=printed", 1)])
def test_it_is_narrowed_by_request_person_and_kind(desk: Client, receptionist: User, query: str, found: int) -> None:
    first, second = ConsultationRequestFactory(), ConsultationRequestFactory()
    anna = UserFactory(is_staff=True, username="anna")
    look(first, anna)
    look(first, receptionist, kind=Kind.PRINTED)
    look(second, anna)
    listed = desk.get(f"{LOOKS}?{query.format(first=first.pk, anna=anna.pk)}")
    assert listed.context_data["cl"].result_count == found  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["0", "x", "1" * 30, "", "-1"])
def test_a_request_that_is_none_is_no_error(desk: Client, number: str) -> None:
    assert desk.get(LOOKS, {"request": number}, follow=True).status_code == 200


def test_the_screen_of_a_request_leads_to_its_looks(desk: Client) -> None:
    request = ConsultationRequestFactory()
    page = desk.get(f"/admin/appointments/consultationrequest/{request.pk}/change/").content.decode()
    assert f'href="{LOOKS}?request={request.pk}"' in page


def test_the_log_leaves_as_a_table_and_that_is_in_the_security_log(
    desk: Client, receptionist: User, caplog: pytest.LogCaptureFixture
) -> None:
    request = ConsultationRequestFactory()
    look(request, receptionist)
    form = {"action": "export", "_selected_action": [row.pk for row in AccessLog.objects.all()]}
    with caplog.at_level("INFO", "security"):
        answer: Any = desk.post(LOOKS, form)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert request.spoken_reference in text
    assert '192.0.2.7"' in text
    assert '"exported"' in caplog.text


def test_many_requests_of_others_in_one_day_are_worth_a_second_look(few: None, desk: Client) -> None:
    anna = UserFactory(is_staff=True, first_name="Example", last_name="Anna")
    for _ in range(3):
        look(request := ConsultationRequestFactory(), anna)
        look(request, anna, NOON + SECOND)
    (found,) = many_of_others(NOON + SECOND)
    assert (found.who, found.day, found.number) == ("Example Anna", NOON.date(), 3)
    page = desk.get(LOOKS).content.decode()
    assert "Worth a second look" in page
    assert f'<a href="?by={anna.pk}">Example Anna</a>: 3 requests on' in page


def test_work_is_no_curiosity(few: None) -> None:
    anna = UserFactory(is_staff=True)
    for number in range(4):
        look(request := request_in(Status.NEW), anna)
        if number == 0:
            actions.note(request=request, note="Called", by=anna, now=NOON + timedelta(days=29))
        if number == 1:
            ConsultationRequest.objects.filter(pk=request.pk).update(assigned_to=anna)
    assert many_of_others(NOON + SECOND) == []  # two are left, which is not many
    look(request_in(Status.NEW), anna)
    assert [look.number for look in many_of_others(NOON + SECOND)] == [3]


def test_days_are_those_of_the_clinics_clock_and_of_the_last_month(few: None, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    anna, late = UserFactory(is_staff=True), datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    for _ in range(3):
        look(ConsultationRequestFactory(), anna, late)
    assert [look.day.isoformat() for look in many_of_others(late + SECOND)] == ["2026-11-24"]
    assert many_of_others(late + timedelta(days=30, seconds=1)) == []


def test_a_colleagues_own_request_is_worth_a_second_look(desk: Client) -> None:
    UserFactory(is_staff=True, first_name="Éxample", last_name="Ortega-López")
    anna = UserFactory(is_staff=True, first_name="Anna", last_name="")
    theirs = ConsultationRequestFactory(full_name="Example María Ortega López")
    other = ConsultationRequestFactory(full_name="Example Anna Person")
    for request in (theirs, other):
        look(request, anna)
    assert [found.request for found in of_colleagues(NOON + SECOND)] == []  # a hyphen joins two names to one
    UserFactory(is_staff=True, first_name="Example", last_name="Ortega López")
    assert [found.request for found in of_colleagues(NOON + SECOND)] == [theirs]
    assert f'<a href="?request={theirs.pk}">{theirs.spoken_reference}</a>' in desk.get(LOOKS).content.decode()
