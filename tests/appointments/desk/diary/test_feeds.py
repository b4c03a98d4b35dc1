"""The secret address of a diary: made, made anew, stopped, and by whom."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from appointments import actions
from appointments.models import Clinician
from tests.factories import ClinicianFactory, UserFactory

pytestmark = pytest.mark.django_db


def address(clinician: Clinician) -> str:
    return f"/admin/appointments/clinician/{clinician.pk}/feed/"


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_link_is_long_and_never_the_same(receptionist: User) -> None:
    clinician = ClinicianFactory()
    first = actions.give_feed(clinician=clinician, by=receptionist).feed_token
    second = actions.give_feed(clinician=clinician, by=receptionist).feed_token
    assert first
    assert second
    assert first != second
    assert len(second) == 32


def test_stopping_takes_the_link_away(receptionist: User) -> None:
    clinician = ClinicianFactory(feed_token="x" * 32)
    actions.stop_feed(clinician=clinician, by=receptionist)
    clinician.refresh_from_db()
    assert clinician.feed_token is None


def test_the_log_says_who_did_it_and_never_the_secret(receptionist: User) -> None:
    clinician = actions.give_feed(clinician=ClinicianFactory(), by=receptionist)
    actions.stop_feed(clinician=clinician, by=receptionist)
    actions.stop_feed(clinician=clinician, by=receptionist)
    entries = LogEntry.objects.order_by("pk")
    said = [(entry.user, entry.get_change_message()) for entry in entries]
    assert said == [
        (receptionist, f"Added secret calendar link “{clinician}”."),
        (receptionist, f"Deleted secret calendar link “{clinician}”."),
    ]
    assert not any(str(clinician.feed_token) in entry.change_message for entry in entries)


def test_the_buttons_make_a_link_and_stop_it(desk: Client) -> None:
    clinician = ClinicianFactory()
    made = desk.post(address(clinician), {"feed": "make"}, follow=True).content.decode()
    clinician.refresh_from_db()
    link = "https://clinic.example.org" + reverse("appointments:diary_feed", args=[clinician.feed_token])
    assert link.endswith(".ics")
    assert link in made
    assert "Make a new one (the old stops)" in made
    stopped = desk.post(address(clinician), {"feed": "stop"}, follow=True).content.decode()
    assert link not in stopped
    assert "Make a secret link" in stopped


def test_each_button_sends_what_its_form_holds_and_the_admins_token(receptionist: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(receptionist)
    clinician = ClinicianFactory(feed_token="x" * 32)
    shown = client.get(f"/admin/appointments/clinician/{clinician.pk}/change/").content.decode()
    forms = re.findall(rf'<form method="post"[^>]*action="{address(clinician)}".*?</form>', shown, re.DOTALL)
    sent = [dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', form)) for form in forms]
    assert [form["feed"] for form in sent] == ["make", "stop"]
    assert client.post(address(clinician), sent[1]).status_code == 302
    clinician.refresh_from_db()
    assert clinician.feed_token is None


def test_a_get_changes_nothing(desk: Client) -> None:
    clinician = ClinicianFactory()
    assert desk.get(address(clinician))["Location"] == f"/admin/appointments/clinician/{clinician.pk}/change/#feed"
    clinician.refresh_from_db()
    assert clinician.feed_token is None


def test_a_button_that_does_not_exist_does_nothing(desk: Client) -> None:
    clinician = ClinicianFactory(feed_token="x" * 32)
    assert desk.post(address(clinician), {"feed": "sell"}).status_code == 400
    clinician.refresh_from_db()
    assert clinician.feed_token == "x" * 32


def test_without_the_admins_token_nothing_is_done(receptionist: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(receptionist)
    clinician = ClinicianFactory()
    assert client.post(address(clinician), {"feed": "make"}).status_code == 403
    clinician.refresh_from_db()
    assert clinician.feed_token is None


def test_who_sees_patients_makes_the_link_of_their_own_diary_alone() -> None:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_appointment"]))
    own, other = ClinicianFactory(user=user), ClinicianFactory()
    client = browser_of(user)
    page = client.post(address(own), {"feed": "make"}, follow=True).content.decode()
    own.refresh_from_db()
    assert own.feed_token
    assert own.feed_token in page
    assert client.post(address(other), {"feed": "make"}).status_code == 403
    other.refresh_from_db()
    assert other.feed_token is None


def test_who_may_only_look_at_clinicians_does_not_see_the_secret() -> None:
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_clinician", "view_appointment"]))
    clinician = ClinicianFactory(feed_token="x" * 32)
    client = browser_of(user)
    for page in (f"/admin/appointments/clinician/{clinician.pk}/change/", "/admin/appointments/calendar/"):
        assert "x" * 32 not in client.get(page).content.decode()
    assert client.post(address(clinician), {"feed": "stop"}).status_code == 403


def test_a_clinician_whom_nobody_knows_is_not_found(desk: Client) -> None:
    assert desk.post("/admin/appointments/clinician/0/feed/", {"feed": "make"}).status_code == 404
