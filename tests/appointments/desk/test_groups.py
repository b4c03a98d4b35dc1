"""Who may do what at the desk: docs/desk.md, as the server keeps it."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from tests.factories import NOON, AppointmentFactory, ConsultationRequestFactory, MessageFactory, UserFactory

pytestmark = pytest.mark.django_db

START = "/admin/"
LIST = "/admin/appointments/consultationrequest/"
MAIL = "/admin/appointments/message/"
CLINICIANS = "/admin/appointments/clinician/"
LOOKS = "/admin/appointments/accesslog/"
NAMES = ["Reception", "Clinician", "Manager"]

SEE = ["consultationrequest", "event", "appointment", "clinician", "workinghours", "timeoff", "extrasession"]
CLINICIAN = {f"view_{model}" for model in SEE} | {"close_consultationrequest"}
RECEPTION = CLINICIAN | {"work_consultationrequest", "view_message"}
MANAGER = (
    RECEPTION
    | {"export_consultationrequest", "add_clinician", "change_clinician", "view_accesslog", "erase_consultationrequest"}
    | {"add_workinghours", "change_workinghours", "delete_workinghours"}
    | {"add_timeoff", "change_timeoff", "delete_timeoff"}
    | {"add_extrasession", "change_extrasession", "delete_extrasession"}
)
ACCOUNTS = {("auth", "Manager"): {"view_user", "add_user", "change_user"}}
EXPECTED = {"Reception": RECEPTION, "Clinician": CLINICIAN, "Manager": MANAGER}
migration = import_module("appointments.migrations.0002_groups")
of_accounts = import_module("clinic.accounts.migrations.0002_groups")


def member_of(name: str) -> Client:
    """A browser in which somebody of this group, and of no other, has signed in."""
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=name))
    client = Client()
    client.force_login(person)
    return client


def given() -> dict[str, set[str]]:
    found = Group.objects.prefetch_related("permissions")
    return {group.name: {permission.codename for permission in group.permissions.all()} for group in found}


@pytest.mark.parametrize("name", NAMES)
def test_a_group_may_what_the_table_says_and_nothing_else(name: str) -> None:
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=name))
    for permission in Permission.objects.select_related("content_type"):
        label = permission.content_type.app_label
        expected = permission.codename in (
            EXPECTED[name] if label == "appointments" else ACCOUNTS.get((label, name), ())
        )
        assert person.has_perm(f"{label}.{permission.codename}") is expected, permission.codename


def test_every_permission_that_was_given_exists() -> None:
    names = set(Permission.objects.filter(content_type__app_label="appointments").values_list("codename", flat=True))
    assert names >= MANAGER


def test_nobody_may_delete_or_type_over_what_patients_sent() -> None:
    kept = {"consultationrequest", "event", "appointment", "message", "diarycell", "linkwish", "accesslog"}
    for codenames in given().values():
        assert not {f"{what}_{model}" for what in ("add", "change", "delete") for model in kept} & codenames


@pytest.mark.parametrize(
    ("address", "open_to"),
    [
        (START, {"Reception", "Clinician", "Manager"}),
        (LIST, {"Reception", "Clinician", "Manager"}),
        (f"{LIST}{{pk}}/change/", {"Reception", "Clinician", "Manager"}),
        (f"{LIST}by-phone/", {"Reception", "Manager"}),
        (f"{LIST}add/", set()),
        (f"{LIST}{{pk}}/delete/", set()),
        (MAIL, {"Reception", "Manager"}),
        (f"{MAIL}{{mail}}/change/", {"Reception", "Manager"}),
        (f"{MAIL}add/", set()),
        (f"{MAIL}{{mail}}/delete/", set()),
        ("/admin/appointments/calendar/", {"Reception", "Clinician", "Manager"}),
        (CLINICIANS, {"Reception", "Clinician", "Manager"}),
        (f"{CLINICIANS}add/", {"Manager"}),
        (f"{CLINICIANS}{{clinician}}/delete/", set()),
        (LOOKS, {"Manager"}),
        (f"{LOOKS}add/", set()),
        (f"{LOOKS}1/delete/", set()),
        ("/admin/auth/user/", {"Manager"}),
        ("/admin/auth/group/", set()),
        ("/admin/education/page/", set()),
    ],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_page_opens_to_whom_it_is_for(name: str, address: str, open_to: set[str]) -> None:
    appointment = AppointmentFactory()
    mail = MessageFactory(request=appointment.request)
    named = address.format(pk=appointment.request.pk, mail=mail.pk, clinician=appointment.clinician_id)
    assert member_of(name).get(named).status_code == (200 if name in open_to else 403)


@pytest.mark.parametrize(("name", "may"), [("Reception", False), ("Clinician", False), ("Manager", True)])
def test_only_managers_take_requests_out(name: str, may: bool) -> None:
    desk, request = member_of(name), ConsultationRequestFactory(full_name="Example Amparo")
    assert ("Export as CSV" in desk.get(LIST).content.decode()) is may
    answer = desk.post(LIST, {"action": "export_as_csv", "_selected_action": [request.pk]})
    assert answer.streaming is may
    assert LogEntry.objects.exists() is may


@pytest.mark.parametrize(("name", "may"), [("Reception", True), ("Clinician", False), ("Manager", True)])
def test_a_bulk_action_obeys_too(name: str, may: bool) -> None:
    desk, request = member_of(name), ConsultationRequestFactory(suspect=True)
    assert ("Checked: not spam" in desk.get(LIST).content.decode()) is may
    desk.post(LIST, {"action": "clear_suspicion", "_selected_action": [request.pk]})
    request.refresh_from_db()
    assert (request.suspicion == "") is may


@pytest.mark.parametrize("name", NAMES)
def test_nobody_deletes_in_bulk(name: str) -> None:
    desk, request = member_of(name), ConsultationRequestFactory()
    for address, row in ((LIST, request), (MAIL, MessageFactory(request=request))):
        desk.post(address, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", NAMES)
def test_nobody_types_over_a_request(name: str) -> None:
    request = ConsultationRequestFactory()
    member_of(name).post(f"{LIST}{request.pk}/change/", {"status": Status.BOOKED, "full_name": "Example Mallory"})
    kept = ConsultationRequest.objects.get(pk=request.pk)
    assert (kept.status, kept.full_name) == (Status.NEW, request.full_name)


@pytest.mark.parametrize(("name", "sees_mail"), [("Reception", True), ("Clinician", False), ("Manager", True)])
def test_the_start_page_shows_what_one_may_see(name: str, sees_mail: bool) -> None:
    MessageFactory(kind="link", given_up=True)
    page = member_of(name).get(START).content.decode()
    assert ("Phone this patient" in page) is sees_mail
    assert ("Write down a request taken by phone" in page) is (name != "Clinician")


@pytest.mark.parametrize(("name", "answers"), [("Reception", True), ("Clinician", False), ("Manager", True)])
def test_the_start_page_asks_of_nobody_what_they_may_not_do(at_noon: Any, name: str, answers: bool) -> None:
    ConsultationRequestFactory(suspect=True)
    ConsultationRequestFactory(status=Status.CONTACTED)
    AppointmentFactory(starts_at=NOON - timedelta(days=1))
    AppointmentFactory(starts_at=NOON + timedelta(days=1), request__full_name="Example Ines")
    page = member_of(name).get(START).content.decode()
    for words in ("May be spam", "Find a time", "Everybody who asked has had an answer", "The last 30 days"):
        assert (words in page) is answers, words
    for words in ("Visits to record", "Example Ines"):
        assert words in page
    filters = member_of(name).get(LIST).content.decode()
    assert ("?queue=find-a-time" in filters) is answers
    assert "?queue=to-record" in filters


@pytest.mark.parametrize("name", NAMES)
def test_everybody_in_a_group_may_leave_a_note(name: str) -> None:
    request = ConsultationRequestFactory()
    page = member_of(name).get(f"{LIST}{request.pk}/change/").content.decode()
    assert f'action="{LIST}{request.pk}/note/"' in page
    member_of(name).post(f"{LIST}{request.pk}/note/", {"note": "She needs the lift"})
    assert request.events.get().note == "She needs the lift"


def test_the_groups_can_be_taken_back_and_made_again() -> None:
    editor = SimpleNamespace(connection=connection)
    of_accounts.take_back(apps, editor)
    migration.take_back(apps, editor)
    assert not Group.objects.filter(name__in=NAMES).exists()
    migration.create_groups(apps, editor)
    migration.create_groups(apps, editor)
    assert given() == EXPECTED
    of_accounts.allow(apps, editor)
    assert given()["Manager"] == MANAGER | ACCOUNTS["auth", "Manager"]


def test_what_a_clinic_added_to_a_group_stays() -> None:
    editor = SimpleNamespace(connection=connection)
    of_accounts.take_back(apps, editor)
    reception = Group.objects.get(name="Reception")
    reception.permissions.add(Permission.objects.get(codename="view_page"))
    member = UserFactory()
    member.groups.add(Group.objects.get(name="Clinician"))
    migration.take_back(apps, editor)
    assert given() == {"Reception": {"view_page"}, "Clinician": set()}
    migration.create_groups(apps, editor)
    assert given()["Reception"] == RECEPTION | {"view_page"}
    assert member.groups.get().name == "Clinician"


def test_permissions_are_there_before_django_itself_makes_them() -> None:
    Permission.objects.filter(content_type__app_label__in=["appointments", "auth"]).delete()
    migration.create_groups(apps, SimpleNamespace(connection=connection))
    assert given() == EXPECTED
