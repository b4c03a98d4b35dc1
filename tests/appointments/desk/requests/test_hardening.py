"""What an attacker who reads along, or types addresses by hand, does not get."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from appointments.lifecycle import Status
from appointments.mail import ics
from appointments.models import Clinician
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = pytest.mark.django_db

REQUESTS = "/admin/appointments/consultationrequest/"
CLINICIANS = "/admin/appointments/clinician/"


def browser_of(group: str) -> Client:
    colleague: User = UserFactory(is_staff=True)
    colleague.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(colleague)
    return client


@pytest.mark.parametrize("lookup", ["feed_token__startswith", "feed_token__gte", "feed_token", "user__password__gte"])
@pytest.mark.parametrize("group", ["Reception", "Clinician", "Manager"])
def test_a_list_is_not_asked_for_secrets_that_it_does_not_show(group: str, lookup: str) -> None:
    ClinicianFactory(feed_token="A" * 32)
    answer = browser_of(group).get(CLINICIANS, {lookup: "A"})
    assert answer.status_code in {302, 400}
    if answer.status_code == 302:
        assert "e=1" in answer["Location"]  # Django's way to refuse a lookup


def test_who_may_only_look_does_not_get_the_patients_link() -> None:
    request = AppointmentFactory().request
    clinician, reception = browser_of("Clinician"), browser_of("Reception")
    assert clinician.get(f"{REQUESTS}{request.pk}/letter/").status_code == 403
    assert reception.get(f"{REQUESTS}{request.pk}/letter/").status_code == 200
    screen = clinician.get(f"{REQUESTS}{request.pk}/change/").content.decode()
    assert request.token not in screen
    assert "/letter/" not in screen


def test_who_may_only_look_does_not_see_the_mail_nor_takes_the_news_from_others(at_noon: Any) -> None:
    request = ConsultationRequestFactory(read_at=NOON - timedelta(hours=2), changed_at=NOON - timedelta(hours=1))
    request.messages.create(kind="received", to="canary@example.org", created_at=NOON, next_try_at=NOON)
    screen = browser_of("Clinician").get(f"{REQUESTS}{request.pk}/change/").content.decode()
    assert "canary@example.org" not in screen
    request.refresh_from_db()
    assert request.is_changed_since_read
    browser_of("Reception").get(f"{REQUESTS}{request.pk}/change/")
    request.refresh_from_db()
    assert not request.is_changed_since_read


@pytest.mark.parametrize("gone", ["sees nobody", "account closed"])
def test_the_feed_of_who_has_left_stops(client: Client, gone: str) -> None:
    clinician: Clinician = ClinicianFactory(feed_token="f" * 32, user=UserFactory())
    assert client.get(f"/diary/{'f' * 32}.ics").status_code == 200
    if gone == "sees nobody":
        Clinician.objects.update(is_active=False)
    else:
        User.objects.filter(pk=clinician.user_id).update(is_active=False)
    assert client.get(f"/diary/{'f' * 32}.ics").status_code == 404


@pytest.mark.parametrize("ticked", ["abc", "", "9" * 19, "1\0"])
def test_rows_that_no_list_shows_are_refused(desk: Client, ticked: str) -> None:
    pressed = {"action": "export_as_csv", "_selected_action": ticked}
    assert desk.post(REQUESTS, pressed).status_code == 400


ODD = [
    REQUESTS + "?submitted_at__gte=0001-01-01 00:00:00%2B14:00",
    REQUESTS + "?submitted_at__lt=9999-12-31 23:59:59-12:00",
    REQUESTS + "?status__exact=%00&status__exact=new",
    "/admin/appointments/message/?created_at__gte=0001-01-01 00:00:00%2B14:00",
]


@pytest.mark.parametrize("address", ODD)
def test_addresses_that_somebody_made_up_are_no_fault_of_ours(desk: Client, address: str) -> None:
    assert desk.get(address).status_code < 500  # PostgreSQL finds nothing where SQLite cannot hold the moment


def test_a_name_is_one_line_and_a_word_in_the_calendar(desk: Client) -> None:
    clinician = ClinicianFactory(name="Example, Prieto; nurse\\x", feed_token="f" * 32)
    content = ics.feed(clinician, []).decode()
    assert "NAME:Visits: Example\\, Prieto\\; nurse\\\\x" in content.replace("\r\n ", "")
    rows = {
        f"{name}-{part}_FORMS": "0"
        for name in ("working_hours", "time_off", "extra_sessions")
        for part in ("TOTAL", "INITIAL")
    }
    typed = {"name": "Example\u202e\r\nBCC: x", "is_active": "on", "visit_minutes": "45", "longer_visit_minutes": "60"}
    typed |= {"buffer_minutes": "15", "notice_hours": "24", "horizon_days": "90"} | rows
    assert desk.post(f"{CLINICIANS}add/", typed).status_code == 302
    assert Clinician.objects.latest("pk").name == "Example BCC: x"
    answer = desk.post(f"{CLINICIANS}add/", typed | {"name": "Example", "notice_hours": "10000000000000"})
    assert answer.status_code == 200
    assert not Clinician.objects.filter(name="Example").exists()


@pytest.mark.parametrize("path", ["appointment.ics", "times/999/", ""])
def test_nothing_below_a_private_address_is_kept_by_a_cache(client: Client, path: str) -> None:
    request = ConsultationRequestFactory(status=Status.NEW)
    for address in (f"{request.get_absolute_url()}{path}", f"/requests/{'x' * 32}/{path}"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
