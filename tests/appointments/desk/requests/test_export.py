"""Requests as a table for a spreadsheet."""

import csv
import io
import logging
import unicodedata
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from appointments.desk.requests.export import COLUMNS, TITLES, rows
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
    assert f"account {entry.user_id} exported requests: 1" in caplog.text
    assert "Amparo" not in caplog.text + entry.change_message + entry.object_repr
    assert "1 request exported" in desk.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_long_table_costs_the_same_number_of_queries(django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        AppointmentFactory()
    with django_assert_max_num_queries(2):
        list(rows(ConsultationRequest.objects.all(), NOON + timedelta(days=1)))


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\u200b=", "\u00a0=", "−"]
)
def test_a_formula_is_only_text(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "0301234567",
        "030 1234567",
        "007",
        "(030) 12 34",
        "612345678901",
        "12345678",
        "1234-5678",
        "1E234567",
        "12e3",
        "612345678",
        "1,5E8",
        "612 34 56 78",
        "\uff10\uff11\uff12",
    ],
)
def test_digits_that_are_no_amount_stay_as_they_are_written(text: str) -> None:
    """A spreadsheet drops leading zeros, writes long numbers as powers of ten, and reads `1E234567` as one."""
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0", "45", "365", "2026-11-23 12:00", "K7M3-92QF", "12 Monday", "0x1F"])
def test_amounts_and_moments_stay_what_a_spreadsheet_counts_with(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["Example Amparo", "K7M3-92QF", "amparo@example.org", "", "O'Brien", "Monday, Friday"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    "text", [f"a;{FORMULA}", f'a";{FORMULA}', f"a\t{FORMULA}", f"a\n{FORMULA}", f"a, {FORMULA}", f"|{FORMULA}"]
)
def test_no_formula_starts_where_a_program_may_split_a_cell(text: str) -> None:
    assert "'=" in cell(text) or cell(text) == f"a {FORMULA}"


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6), st.sampled_from(["=", "+1", "-", "@A1", ";", ",", "\t", "\n", '"', "'", " ", "＝", "|"])
    ),
    max_size=8,
)


@given(PIECES.map("".join))
def test_no_cell_can_start_a_formula_however_it_is_split(text: str) -> None:
    """Read back by the rules of the format, and by programs that split at another sign, quotes or not."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([cell(text), "next"])
    assert next(csv.reader(io.StringIO(line.getvalue()))) == [cell(text), "next"]
    for separator in ",;\t|\n\r":
        for part in line.getvalue().split(separator):
            seen = part.strip().lstrip('"').strip()
            assert unicodedata.normalize("NFKC", seen[:1])[:1] not in {*"=+-@"}


def test_every_column_has_a_name_of_its_own() -> None:
    names = [str(name) for name, _value in COLUMNS]
    assert len(names) == len(set(names))
