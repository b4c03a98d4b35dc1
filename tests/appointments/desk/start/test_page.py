"""The page that the desk opens on."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from appointments.lifecycle import Status
from appointments.models import Event, Message
from tests.factories import (
    NOON,
    AppointmentFactory,
    ConsultationRequestFactory,
    MessageFactory,
    UserFactory,
    message_of,
)

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START = "/admin/"
LIST = "/admin/appointments/consultationrequest/"


@pytest.fixture(autouse=True)
def noon(at_noon: Any) -> None:
    """Every page here is looked at, at noon."""


def shown(desk: Client, address: str = START) -> str:
    """The text of the page, white space collapsed."""
    page = desk.get(address).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page.split('id="content"')[1]).replace("\xa0", " ").split())


def test_an_empty_desk_says_something_kind(desk: Client) -> None:
    page = shown(desk)
    assert "Nobody is waiting for you." in page
    assert "No more visits today." in page
    assert "No visits tomorrow." in page
    assert "No request came in." in page


def test_a_row_tells_what_is_needed_for_the_call(desk: Client) -> None:
    request = ConsultationRequestFactory(
        for_someone_else=True,
        full_name="Example Bruno",
        submitted_at=NOON - 50 * HOUR,
        contact_by="phone",
        phone="+34612345678",
        days=["mon"],
        times=["morning"],
        visit_type="video",
        topics=["fatigue"],
        access_needs=["wheelchair"],
        assigned_to=UserFactory(username="lucia"),
    )
    page = shown(desk)
    for words in (
        "Example Bruno for Example Carla",
        request.spoken_reference,
        "Waiting for 2 days, 2 hours",
        "Reach them Phone call",
        "Suits them Monday, Morning",
        "Visit By video",
        "Needs Room for a wheelchair or scooter",
        "About Fatigue",
        "Looked after by lucia",
    ):
        assert words in page
    assert f'href="{LIST}{request.pk}/change/"' in desk.get(START).content.decode()


def test_a_call_is_one_click_away(desk: Client, settings: Any) -> None:
    settings.REPLY_WORKING_DAYS = 2
    overdue = ConsultationRequestFactory(phone="+34612345671", submitted_at=NOON - 9 * DAY)
    new = ConsultationRequestFactory(phone="+34612345672;ext=12")
    unreached = ConsultationRequestFactory(phone="+34612345673", status=Status.DECLINED)
    MessageFactory(request=unreached, kind=Message.Kind.DECLINED, given_up=True)
    ConsultationRequestFactory(phone="+34612345674", status=Status.CONTACTED)
    page = desk.get(START).content.decode()
    links = [f'href="tel:{request.phone}">{request.readable_phone}</a>' for request in (overdue, new, unreached)]
    assert [page.count(link) for link in links] == [1, 1, 1]
    assert page.count('href="tel:') == 3


def test_who_has_no_time_is_shown_with_how_that_came_about(desk: Client) -> None:
    request = ConsultationRequestFactory(status=Status.CONTACTED, submitted_at=NOON - 3 * DAY)
    Event.objects.create(request=request, kind=Event.Kind.CALLED_OFF, at=NOON - 2 * HOUR)
    page = shown(desk)
    assert "No time is offered or booked now." in page
    assert "Appointment called off by the clinic, 2 hours ago First asked 3 days ago" in page


def test_a_video_visit_without_a_link_asks_for_it(desk: Client) -> None:
    AppointmentFactory(visit_type="video", clinician__name="Dr Example Ortega")
    page = shown(desk)
    assert "Write how the call is joined: the patient was told that it comes." in page
    assert "Dr Example Ortega: Wednesday 25 November 2026, 12:00 (clinic time, UTC)" in page


def test_overdue_comes_first_and_only_where_something_was_promised(desk: Client, settings: Any) -> None:
    ConsultationRequestFactory(submitted_at=NOON - 9 * DAY)
    ConsultationRequestFactory()
    assert "Overdue" not in shown(desk)
    settings.REPLY_WORKING_DAYS = 2
    page = shown(desk)
    assert page.index("Overdue") < page.index("New")


def test_every_section_leads_to_its_list(desk: Client) -> None:
    for _ in range(9):
        ConsultationRequestFactory()
    page = desk.get(START).content.decode()
    assert f'href="{LIST}?queue=new"' in page
    assert "See all 9" in page


def test_who_has_no_email_is_phoned_with_the_words_and_the_times(desk: Client) -> None:
    request = AppointmentFactory(offered=True, request__email="", request__phone="+34612345678").request
    MessageFactory(request=request, kind=Message.Kind.OFFERED)
    page = shown(desk)
    assert "No email address." in page
    assert "“We can offer you times. Which one suits you?”" in page
    assert "Wednesday 25 November 2026, 12:00 (clinic time, UTC)" in page


def test_whose_mail_failed_is_phoned_about_the_appointment(desk: Client) -> None:
    appointment = AppointmentFactory()
    MessageFactory(request=appointment.request, appointment=appointment, kind=Message.Kind.BOOKED, given_up=True)
    page = shown(desk)
    assert (
        "Could not be delivered: Monday 23 November 2026, 13:00 (clinic time, UTC). Check the address, and tell" in page
    )
    assert "“Your appointment is booked: Wednesday 25 November 2026, 12:00 (clinic time, UTC).”" in page


def test_the_reason_is_said_where_no_appointment_can_be_offered(desk: Client) -> None:
    request = ConsultationRequestFactory(status=Status.DECLINED, declined_because="We only see adults.")
    MessageFactory(request=request, kind=Message.Kind.DECLINED, given_up=True)
    assert "“We cannot offer you an appointment. We only see adults.”" in shown(desk)


@pytest.mark.parametrize("kind", sorted(set(Message.Kind) - {Message.Kind.NEW_REQUEST, Message.Kind.REPLACED}))
def test_what_is_said_is_known_for_every_mail_to_a_patient(desk: Client, kind: str) -> None:
    message_of(kind)
    Message.objects.update(gave_up_at=NOON, attempts=1)
    page = desk.get(START).content.decode()
    assert "Say:" in page
    assert "To the patient" not in page


def test_visits_show_who_comes_and_what_they_need(desk: Client) -> None:
    AppointmentFactory(
        starts_at=NOON + 3 * HOUR,
        clinician__name="Dr Example Ortega",
        request__access_needs=["hearing"],
        request__full_name="Example Hiro",
    )
    AppointmentFactory(starts_at=NOON + DAY, request__full_name="Example Ines")
    page = shown(desk)
    assert "Still today 1 Monday 23 November 2026 15:00 Example Hiro At the clinic, Dr Example Ortega" in page
    assert "Help with hearing" in page
    assert "Tomorrow 1 Tuesday 24 November 2026 12:00 Example Ines" in page


def test_on_a_friday_the_next_day_is_no_saturday(at_noon: Any, desk: Client, receptionist: User) -> None:
    at_noon.move_to(NOON + 4 * DAY)
    desk.force_login(receptionist)
    AppointmentFactory(starts_at=NOON + 7 * DAY, request__full_name="Example Ines")
    page = shown(desk)
    assert "Monday 30 1 Monday 30 November 2026 12:00 Example Ines" in page
    assert "omorrow" not in page


def test_a_visit_that_is_over_asks_whether_the_patient_came(desk: Client) -> None:
    AppointmentFactory(starts_at=NOON - DAY, clinician__name="Dr Example Ortega")
    page = shown(desk)
    assert "Visits to record" in page
    assert "Dr Example Ortega: Sunday 22 November 2026, 12:00 (clinic time, UTC)" in page


def test_an_offer_says_when_it_runs_out(desk: Client) -> None:
    AppointmentFactory(offered=True)
    assert "1 time offered. The first runs out: Thursday 26 November 2026, 12:00 (clinic time, UTC)" in shown(desk)


def test_mail_that_does_not_leave_is_said_out_loud(desk: Client) -> None:
    MessageFactory(created_at=NOON - 3 * HOUR)
    assert "Mail does not leave. Nothing has left since: Monday 23 November 2026, 09:00" in shown(desk)


def test_the_graph_can_be_read_without_seeing_it(desk: Client) -> None:
    ConsultationRequestFactory(first_contacted_at=NOON, submitted_at=NOON - 26 * HOUR)
    ConsultationRequestFactory()
    page = desk.get(START).content.decode()
    graph = re.search(r"<svg viewBox.*?</details>", page, re.DOTALL)
    assert graph
    assert 'role="img" aria-labelledby="graph-words"' in graph[0]
    assert graph[0].count("<rect ") == 2
    assert graph[0].count('<th scope="row">') == 30
    assert "2 requests came in. Busiest: Sunday 22 November, with 1." in shown(desk)
    assert "Half are answered within 1 day 2 hours" in shown(desk)


def test_the_policy_finds_nothing_inline(desk: Client) -> None:
    ConsultationRequestFactory()
    page = desk.get(START).content.decode()
    assert not re.findall(r"<style|\sstyle=|<script>|\son[a-z]+=", page)


def test_hostile_text_is_shown_as_text(desk: Client) -> None:
    hostile = "<script>alert(1)</script>"
    request = ConsultationRequestFactory(full_name=hostile, declined_because=hostile, status=Status.DECLINED)
    MessageFactory(request=request, kind=Message.Kind.DECLINED, given_up=True, last_error=hostile)
    assert hostile not in desk.get(START).content.decode()


def test_djangos_own_list_stays_within_reach(desk: Client) -> None:
    page = desk.get(START).content.decode()
    for address in (LIST, "/admin/appointments/message/", "/admin/auth/user/", "/admin/auth/group/"):
        assert f'href="{address}"' in page
    assert "What there is to do" not in shown(desk, "/admin/appointments/")


def test_who_may_not_see_requests_gets_the_list_alone(client: Client) -> None:
    editor: User = UserFactory(is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_page"))
    client.force_login(editor)
    ConsultationRequestFactory(full_name="Example Amparo")
    page = shown(client)
    assert "What there is to do" not in page
    assert "Example Amparo" not in page
    assert "Pages" in page


def test_a_page_of_any_length_costs_the_same(desk: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        ConsultationRequestFactory(suspect=number % 2, assigned_to=UserFactory())
        AppointmentFactory(starts_at=NOON + number * HOUR)
        AppointmentFactory(offered=True)
        MessageFactory(request__status=Status.CONTACTED, given_up=True, kind=Message.Kind.LINK)
        AppointmentFactory(starts_at=NOON + 2 * DAY + number * HOUR, visit_type="video")
    with django_assert_max_num_queries(42):
        desk.get(START)
