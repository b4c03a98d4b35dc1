"""Requests as a table for a spreadsheet."""

import csv
import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from appointments.desk.requests.export import COLUMNS, rows
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import ConsultationRequest
from tests.factories import NOON, AppointmentFactory, ConsultationRequestFactory, UserFactory

LIST = "/admin/appointments/consultationrequest/"
FORMULA = "=1+1"


def table(lines: Any) -> list[dict[str, str]]:
    text = b"".join(lines).decode("utf-8-sig") if not isinstance(lines, str) else lines
    return list(csv.DictReader(io.StringIO(text)))


def exported(desk: Client, query: str = "", **chosen: Any) -> list[dict[str, str]]:
    everybody = [*ConsultationRequest.objects.values_list("pk", flat=True)]
    form = {"action": "export_as_csv", "_selected_action": everybody} | chosen
    response = desk.post(f"{LIST}{query}", form)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return table(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_line_tells_what_reception_works_with(at_noon: Any, desk: Client) -> None:
    visit = AppointmentFactory(
        clinician__name="Dr Example Ortega",
        request=ConsultationRequestFactory(
            for_someone_else=True,
            reference="K7M392QF",
            full_name="Example Bruno",
            email="bruno@example.org",
            phone="+34612345678",
            contact_by="phone",
            status=Status.BOOKED,
            visit_type="video",
            days=["mon", "wed"],
            times=["morning"],
            access_needs=["hearing"],
            topics=["fatigue", "pain"],
        ),
    )
    assert visit.request.status == Status.BOOKED
    assert exported(desk) == [
        {
            "Reference": "K7M3-92QF",
            "Status": "Booked",
            "May be spam": "",
            "Submitted": "2026-11-23 12:00",
            "Days without an answer": "0",
            "First answered": "",
            "Asked for other times": "",
            "Name of the sender": "Example Bruno",
            "Name of the patient": "Example Carla",
            "Phone": "'+34 612 34 56 78",
            "Email": "bruno@example.org",
            "Contact by": "Phone call",
            "Visit": "By video",
            "Days": "Monday, Wednesday",
            "Times": "Morning",
            "Access needs": "Help with hearing",
            "Topics": "Fatigue, Pain",
            "Looked after by": "",
            "Appointment": "2026-11-25 12:00",
            "Minutes": "45",
            "Clinician": "Dr Example Ortega",
        }
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "written"), [({"first_name": "Example", "last_name": "Bruno"}, "Example Bruno"), ({}, "bruno")]
)
def test_who_looks_after_it_is_written_as_colleagues_read_it_on_every_screen(
    desk: Client, names: dict[str, str], written: str
) -> None:
    request = ConsultationRequestFactory(assigned_to=UserFactory(username="bruno", is_staff=True, **names))
    assert exported(desk)[0]["Looked after by"] == written
    assert written in desk.get(f"{LIST}{request.pk}/change/").content.decode()


@pytest.mark.django_db
def test_what_patients_wrote_stays_at_the_desk(desk: Client) -> None:
    ConsultationRequestFactory(message="canary message", access_notes="canary notes", declined_because="canary reason")
    assert "canary" not in str(exported(desk))


@pytest.mark.django_db
def test_an_appointment_that_is_off_or_only_offered_is_none(desk: Client) -> None:
    request = AppointmentFactory(offered=True).request
    AppointmentFactory(request=request, status=AppointmentStatus.CANCELLED)
    assert exported(desk)[0]["Appointment"] == ""


@pytest.mark.django_db
def test_the_appointment_is_on_the_clinics_clock(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    AppointmentFactory()
    assert exported(desk)[0]["Appointment"] == "2026-11-25 13:00"


@pytest.mark.django_db
def test_the_file_opens_in_a_spreadsheet_and_is_kept_nowhere(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory(full_name="Example Álvaro")
    response = desk.post(LIST, {"action": "export_as_csv", "_selected_action": [request.pk]})
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert body.startswith(b"\xef\xbb\xbf")
    assert "Álvaro" in body.decode()
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Disposition"] == 'attachment; filename="requests-2026-11-23.csv"'


@pytest.mark.django_db
def test_all_that_the_filter_finds_goes_out_and_no_more(desk: Client) -> None:
    for _ in range(60):  # more than a page
        ConsultationRequestFactory(topics=["pain"])
    ConsultationRequestFactory(topics=["fatigue"])
    first = ConsultationRequest.objects.all()[1]
    lines = exported(desk, "?topic=pain", _selected_action=[first.pk], select_across="1")
    assert len(lines) == 60
    assert {line["Topics"] for line in lines} == {"Pain"}


@pytest.mark.django_db
def test_only_the_chosen_ones_go_out(desk: Client) -> None:
    wanted = ConsultationRequestFactory()
    ConsultationRequestFactory()
    assert [line["Reference"] for line in exported(desk, _selected_action=[wanted.pk])] == [wanted.spoken_reference]


@pytest.mark.django_db
def test_an_export_is_written_down_without_what_was_searched_for(
    desk: Client, caplog: pytest.LogCaptureFixture
) -> None:
    ConsultationRequestFactory(full_name="Example Amparo")
    with caplog.at_level(logging.INFO, "appointments"):
        exported(desk, "?status__exact=new&q=Amparo")
    entry = LogEntry.objects.get()
    assert entry.user.get_username() == "reception"
    assert entry.object_repr == "1 request exported"
    assert entry.change_message == "status__exact=new&a search"
    assert '"event": "exported", "by": "reception", "address": "127.0.0.1", "requests": 1' in caplog.text
    assert "Amparo" not in caplog.text + entry.change_message + entry.object_repr
    assert "1 request exported" in desk.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_long_table_costs_the_same_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        AppointmentFactory()
    with django_assert_max_num_queries(2):
        list(rows(ConsultationRequest.objects.all(), NOON + timedelta(days=1)))


def test_every_column_has_a_name_of_its_own() -> None:
    names = [str(name) for name, _value in COLUMNS]
    assert len(names) == len(set(names))
