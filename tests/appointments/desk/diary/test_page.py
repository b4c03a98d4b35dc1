"""The calendar at the desk. It is Monday 23 November 2026, noon."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from appointments.models import Clinician
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

CALENDAR = "/admin/appointments/calendar/"


def staff(*codenames: str) -> tuple[User, Client]:
    """Somebody with these permissions, and their browser."""
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return user, client


def page(client: Client, **asked: str) -> str:
    return client.get(CALENDAR, asked).content.decode()


def test_a_visit_is_shown_with_name_reference_time_and_what_it_takes(desk: Client) -> None:
    request = ConsultationRequestFactory(
        for_someone_else=True, status="booked", reference="K7M392QF", access_needs=["wheelchair"]
    )
    visit = AppointmentFactory(request=request, visit_type="video", directions="Room 2")
    shown = page(desk)
    for words in ("12:00–12:45", "Booked", "K7M3-92QF", "Example Carla", "By video", "Room 2", "Wheelchair"):
        assert words in shown
    assert f"/admin/appointments/consultationrequest/{request.pk}/change/" in shown
    assert visit.clinician.name in shown


def test_access_needs_are_marked_in_a_word_each(desk: Client) -> None:
    request = ConsultationRequestFactory(
        status="booked", access_needs=["wheelchair", "gone", "longer_visit"], access_notes="Please ring twice"
    )
    AppointmentFactory(request=request)
    marks = re.search(r'<ul class="marks" aria-label="Access needs">(.*?)</ul>', page(desk))
    assert marks
    assert re.findall("<li>([^<]*)</li>", marks[1]) == ["Wheelchair", "Longer visit", "See notes"]


@pytest.mark.parametrize("status", ["booked", "attended", "missed"])
def test_every_status_has_words_and_a_look_of_its_own(desk: Client, status: str) -> None:
    visit = AppointmentFactory(status=status)
    shown = page(desk)
    assert f'class="cal-entry is-{status}"' in shown
    assert visit.get_status_display() in shown


def test_an_offered_time_says_until_when_it_is_held(desk: Client) -> None:
    AppointmentFactory(offered=True)
    assert "held until Thu 26 Nov, 12:00" in page(desk)


def test_a_week_starts_on_monday_and_leaves_out_an_empty_weekend(desk: Client) -> None:
    ClinicianFactory(working=True)
    shown = page(desk, day="2026-11-26")
    assert "23 November – 29 November 2026" in shown
    assert 'id="day-2026-11-23"' in shown
    assert 'id="day-2026-11-28"' not in shown


def test_a_visit_on_a_sunday_brings_the_sunday_back(desk: Client) -> None:
    AppointmentFactory(starts_at=NOON.replace(day=29))
    assert 'id="day-2026-11-29"' in page(desk)


def test_a_day_shows_that_day_alone(desk: Client) -> None:
    ClinicianFactory(working=True)
    shown = page(desk, day="2026-11-24", view="day")
    assert shown.count('<section class="day') == 1
    assert "Tuesday 24 November 2026" in shown


def test_today_is_marked_in_words_and_for_screen_readers(desk: Client) -> None:
    ClinicianFactory(working=True)
    shown = page(desk)
    assert shown.count('<span class="today">Today</span>') == 1
    assert 'aria-current="date">Monday 23</a>' in shown


def test_the_neighbors_are_links_that_keep_the_diary(desk: Client) -> None:
    clinician = ClinicianFactory(working=True)
    shown = page(desk, clinician=str(clinician.pk))
    for day in ("2026-11-16", "2026-11-30"):
        assert f"?clinician={clinician.pk}&amp;day={day}&amp;view=week" in shown


@pytest.mark.parametrize("view", ["day", "week"])
def test_another_day_is_asked_for_in_the_same_diary_and_view(desk: Client, view: str) -> None:
    clinician = ClinicianFactory()
    shown = page(desk, day="2026-11-24", view=view, clinician=str(clinician.pk))
    form = re.search(r'<form method="get".*?</form>', shown, re.DOTALL)
    assert form
    named = [re.search(rf'<input [^>]*name="{name}"[^>]*>', form[0]) for name in ("clinician", "view", "day")]
    values = [f'value="{clinician.pk}"', f'value="{view}"', 'value="2026-11-24"']
    assert [value in field[0] for value, field in zip(values, named, strict=True) if field] == [True] * 3
    assert "csrf" not in form[0]


def test_everybodys_diary_stays_everybodys_on_another_day() -> None:
    user, client = staff("view_appointment")
    ClinicianFactory(user=user)
    shown = page(client, clinician="")
    assert re.search(r'<form method="get".*?name="clinician"(?! value).*?</form>', shown, re.DOTALL)


def test_one_diary_leaves_out_the_others(desk: Client) -> None:
    mine, other = AppointmentFactory(), AppointmentFactory(starts_at=NOON.replace(day=24))
    shown = page(desk, clinician=str(mine.clinician.pk))
    assert mine.request.spoken_reference in shown
    assert other.request.spoken_reference not in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"day": "yesterday"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"view": "year"},
        {"clinician": "0"},
        {"clinician": "x"},
        {"clinician": "9" * 40},
    ],
)
def test_an_address_that_means_nothing_leads_to_today(desk: Client, asked: dict[str, str]) -> None:
    response = desk.get(CALENDAR, asked)
    assert (response.status_code, response["Location"]) == (302, CALENDAR)
    assert "The calendar has no such page" in page(desk)


@pytest.mark.parametrize("day", ["2000-01-01", "2099-12-31"])
def test_the_first_and_the_last_page_are_pages(desk: Client, day: str) -> None:
    assert desk.get(CALENDAR, {"day": day}).status_code == 200


def test_without_clinicians_it_says_how_to_begin(desk: Client) -> None:
    assert "Add the first clinician" in page(desk)


def test_who_sees_patients_opens_their_own_diary_and_may_see_all(desk: Client, receptionist: User) -> None:
    own = AppointmentFactory(clinician=ClinicianFactory(user=receptionist)).request.spoken_reference
    other = AppointmentFactory().request.spoken_reference
    assert own in page(desk)
    assert other not in page(desk)
    assert other in page(desk, clinician="")


def test_the_calendar_needs_its_permission() -> None:
    _user, client = staff("view_consultationrequest")
    assert client.get(CALENDAR).status_code == 403
    assert Client().get(CALENDAR).status_code == 302


def test_who_may_not_see_requests_sees_neither_names_nor_needs() -> None:
    request = ConsultationRequestFactory(status="booked", access_needs=["wheelchair"])
    AppointmentFactory(request=request)
    _user, client = staff("view_appointment")
    shown = page(client)
    assert request.spoken_reference in shown
    assert request.full_name not in shown
    assert "Wheelchair" not in shown
    assert "/consultationrequest/" not in shown


def test_a_name_is_text_whatever_it_holds(desk: Client) -> None:
    AppointmentFactory(request=ConsultationRequestFactory(status="booked", full_name="<b>Example</b>"))
    assert "<b>Example</b>" not in page(desk)


def test_nothing_is_inline(desk: Client) -> None:
    AppointmentFactory()
    shown = page(desk)
    assert " style=" not in shown
    assert "<style" not in shown
    assert "onclick" not in shown


def test_times_are_on_the_clinics_clock(desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    AppointmentFactory(starts_at=NOON.replace(day=24, hour=20))
    shown = page(desk)
    assert "09:00–09:45" in shown
    assert shown.index('id="day-2026-11-25"') < shown.index("09:00–09:45") < shown.index('id="day-2026-11-26"')
    assert "(NZDT)" in shown


@pytest.mark.parametrize(("day", "zones"), [("2026-03-29", "CET, then CEST"), ("2026-10-25", "CEST, then CET")])
def test_the_week_in_which_clocks_change_says_so(desk: Client, settings: Any, day: str, zones: str) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    ClinicianFactory(working=True)
    AppointmentFactory(starts_at=NOON.replace(month=int(day[5:7]), day=int(day[8:])))
    shown = page(desk, day=day)
    assert f"({zones})" in shown
    assert shown.count("The clocks change on this day") == 1


def test_a_full_week_asks_the_database_no_more_than_an_empty_one(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for clinician in Clinician.objects.filter(pk__in=[ClinicianFactory(working=True).pk for _ in range(4)]):
        for day in (23, 24, 25, 26):
            AppointmentFactory(clinician=clinician, starts_at=NOON.replace(day=day, hour=15))
    with django_assert_max_num_queries(9):
        assert page(desk, clinician="").count("is-booked") >= 16
