"""The addresses that calendars read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Appointment, Clinician, ConsultationRequest, Event
from appointments.text.tokens import new_token
from tests.factories import NOON, AppointmentFactory, ClinicianFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def file_of(request: ConsultationRequest) -> str:
    return f"{request.get_absolute_url()}appointment.ics"


@pytest.fixture
def clinician() -> Clinician:
    return ClinicianFactory(feed_token=new_token())


def feed_of(clinician: Clinician) -> str:
    return f"/diary/{clinician.feed_token}.ics"


def test_the_booked_appointment_can_be_downloaded(client: Client) -> None:
    booked = AppointmentFactory()
    response = client.get(file_of(booked.request))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="appointment.ics"'
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    calendar = Calendar.from_ical(response.content)
    [event] = calendar.events
    assert (calendar["METHOD"], event.start) == ("PUBLISH", booked.starts_at)


@pytest.mark.parametrize("status", [status for status in AppointmentStatus if status != AppointmentStatus.BOOKED])
def test_without_a_booked_appointment_there_is_no_file(client: Client, status: AppointmentStatus) -> None:
    appointment = AppointmentFactory(status=status, expires_at=NOON + timedelta(hours=1))
    assert client.get(file_of(appointment.request)).status_code == 404


def test_wrong_and_expired_secrets_get_one_and_the_same_answer(client: Client) -> None:
    booked = AppointmentFactory(request__page_expires_at=NOON)
    expired, wrong = client.get(file_of(booked.request)), client.get(f"/requests/{'x' * 32}/appointment.ics")
    assert (expired.status_code, wrong.status_code) == (404, 404)
    assert expired.content == wrong.content.replace(b"x" * 32, booked.request.token.encode())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_calendar_files_are_only_read(client: Client, clinician: Clinician, method: str) -> None:
    booked = AppointmentFactory(clinician=clinician)
    for address in (file_of(booked.request), feed_of(clinician)):
        assert getattr(client, method)(address).status_code == 405


def test_reading_changes_nothing_and_sets_no_cookie(client: Client, clinician: Clinician) -> None:
    booked = AppointmentFactory(clinician=clinician)
    before = list(Appointment.objects.values()), list(ConsultationRequest.objects.values())
    for address in (file_of(booked.request), feed_of(clinician)):
        for response in (client.get(address), client.head(address)):
            assert response.status_code == 200
            assert not response.cookies
    assert before == (list(Appointment.objects.values()), list(ConsultationRequest.objects.values()))
    assert not Event.objects.exists()


def test_a_feed_holds_what_stands_in_the_diary_around_now(client: Client, clinician: Clinician) -> None:
    def visit(days: float, **details: Any) -> str:
        appointment = AppointmentFactory(clinician=clinician, starts_at=NOON + timedelta(days=days), **details)
        return f"{appointment.uid}@clinic.example.org"

    shown = [
        visit(-30, status=AppointmentStatus.ATTENDED, request__status=Status.ATTENDED),
        visit(-1, status=AppointmentStatus.MISSED, request__status=Status.MISSED),
        visit(2),
        visit(3, offered=True),
        visit(364),
    ]
    visit(-31)
    visit(365)
    visit(4, status=AppointmentStatus.CANCELLED)
    visit(5, status=AppointmentStatus.RELEASED)
    AppointmentFactory(starts_at=NOON + timedelta(days=2))
    response = client.get(feed_of(clinician))
    assert [str(event.uid) for event in Calendar.from_ical(response.content).events] == shown
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_a_feed_is_told_again_only_when_it_changed(client: Client, clinician: Clinician, at_noon: Any) -> None:
    booked = AppointmentFactory(clinician=clinician)
    known = client.get(feed_of(clinician))["ETag"]
    at_noon.move_to(NOON + timedelta(hours=1))
    assert client.get(feed_of(clinician), headers={"if-none-match": known}).status_code == 304
    Appointment.objects.filter(pk=booked.pk).update(starts_at=NOON + timedelta(days=3))
    assert client.get(feed_of(clinician), headers={"if-none-match": known}).status_code == 200


def test_a_revoked_feed_is_gone(client: Client, clinician: Clinician) -> None:
    address = feed_of(clinician)
    assert client.get(address).status_code == 200
    Clinician.objects.update(feed_token=None)
    assert client.get(address).status_code == 404
    for never in ("x" * 32, "None", "", "short"):
        assert client.get(f"/diary/{never}.ics").status_code == 404


def test_a_feed_costs_four_statements_however_long_it_is(
    client: Client, clinician: Clinician, django_assert_num_queries: Any
) -> None:
    for day in range(1, 6):
        AppointmentFactory(clinician=clinician, starts_at=NOON + timedelta(days=day))
    with django_assert_num_queries(4):  # whose it is, the visits, when they were moved, and that it was read
        client.get(feed_of(clinician))
