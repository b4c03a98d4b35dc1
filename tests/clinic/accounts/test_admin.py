"""Accounts at the desk: managers invite, reset and stop; nobody sets a password, and nobody raises themselves."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from clinic.accounts.models import AccountMail
from clinic.accounts.people.mail import send_owed
from tests.clinic.accounts.hands import app_of, is_in

pytestmark = pytest.mark.django_db

USERS = "/admin/auth/user/"


@pytest.fixture
def manager(db: None) -> User:
    user = User.objects.create_user("marta", "marta@example.org", "a-long-invented-password", is_staff=True)
    user.groups.add(Group.objects.get(name="Manager"))
    return user


@pytest.fixture
def managing(manager: User) -> Client:
    client = Client()
    client.force_login(manager)
    return client


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("ana", "ana@example.org", "a-long-invented-password", is_staff=True)


def changed(browser: Client, user: User, **fields: Any) -> Any:
    """What a browser sends of the form as it is, with these fields changed."""
    page = browser.get(f"{USERS}{user.pk}/change/")
    form = page.context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if name in form.fields and value is not None}
    sent["groups"] = [group.pk for group in sent.get("groups", [])]
    sent["seen"] = page.context["seen"]
    sent |= fields
    return browser.post(f"{USERS}{user.pk}/change/", {name: value for name, value in sent.items() if value != ""})


@pytest.fixture
def with_context(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import client
    from django.test.utils import ContextList

    def stored(kept: Any, signal: Any, sender: Any, template: Any, context: Any, **more: Any) -> None:
        kept.setdefault("templates", []).append(template)
        kept.setdefault("context", ContextList()).append(context.flatten() and context)

    monkeypatch.setattr(client, "store_rendered_templates", stored)


def test_a_manager_invites_a_colleague_and_no_password_is_typed(
    managing: Client, mailoutbox: list[Any], settings: Any
) -> None:
    page = managing.get(f"{USERS}add/").content.decode()
    assert "password" not in page.partition('id="content"')[2]
    group = Group.objects.get(name="Reception")
    answers = {"username": "ines", "first_name": "", "last_name": "", "email": "ines@example.org", "groups": [group.pk]}
    assert managing.post(f"{USERS}add/", answers)["Location"] == USERS
    ines = User.objects.get(username="ines")
    assert (ines.is_staff, ines.is_superuser, ines.has_usable_password()) == (True, False, False)
    assert send_owed() == 1
    assert mailoutbox[0].to == ["ines@example.org"]
    assert "https://clinic.example.org/admin/welcome/" in mailoutbox[0].body


def test_without_a_mailbox_nobody_is_invited(managing: Client) -> None:
    managing.post(f"{USERS}add/", {"username": "ines", "email": ""})
    assert not User.objects.filter(username="ines").exists()


def test_a_lost_factor_is_reset_after_asking_once_and_its_owner_is_told(
    managing: Client, colleague: User, mailoutbox: list[Any]
) -> None:
    app_of(colleague)
    other = Client()
    other.force_login(colleague)
    address = f"{USERS}{colleague.pk}/reset/"
    assert "Reset, and invite" in managing.get(address).content.decode()
    assert is_in(other)
    managing.post(address)
    assert not is_in(other)
    assert not colleague.totpdevice_set.exists()  # type: ignore[attr-defined]
    send_owed()
    assert "reset by marta" in mailoutbox[0].body


@pytest.mark.usefixtures("with_context")
def test_who_is_stopped_is_out_at_once(managing: Client, colleague: User) -> None:
    other = Client()
    other.force_login(colleague)
    assert changed(managing, colleague, is_active="").status_code == 302
    assert not is_in(other)


@pytest.mark.usefixtures("with_context")
def test_a_manager_puts_people_into_groups_and_makes_no_superuser(managing: Client, colleague: User) -> None:
    group = Group.objects.get(name="Reception")
    assert changed(managing, colleague, groups=[group.pk], is_superuser="on").status_code == 302
    colleague.refresh_from_db()
    assert [group.name for group in colleague.groups.all()] == ["Reception"]
    assert not colleague.is_superuser


@pytest.mark.usefixtures("with_context")
def test_another_mailbox_is_told_to_the_old_one(managing: Client, colleague: User, mailoutbox: list[Any]) -> None:
    assert changed(managing, colleague, email="thief@example.org").status_code == 302
    send_owed()
    assert mailoutbox[0].to == ["ana@example.org"]
    assert "marta wrote another address" in mailoutbox[0].body
    assert "thief" not in mailoutbox[0].body


@pytest.mark.parametrize("whose", ["a superuser", "themselves"])
def test_a_manager_touches_neither_superusers_nor_their_own_rights(
    managing: Client, manager: User, receptionist: User, whose: str
) -> None:
    user = receptionist if whose == "a superuser" else manager
    assert managing.post(f"{USERS}{user.pk}/change/", {"username": user.username}).status_code == 403
    assert managing.post(f"{USERS}{user.pk}/reset/").status_code == 403
    assert managing.get("/admin/auth/group/").status_code == 403
    assert managing.post(f"{USERS}{user.pk}/delete/").status_code == 403


@pytest.mark.parametrize("name", ["Reception", "Clinician"])
def test_nobody_else_sees_accounts(colleague: User, name: str) -> None:
    colleague.groups.add(Group.objects.get(name=name))
    browser = Client()
    browser.force_login(colleague)
    for address in (USERS, f"{USERS}add/", f"{USERS}{colleague.pk}/change/", f"{USERS}{colleague.pk}/reset/"):
        assert browser.get(address).status_code == 403


def test_nobody_types_the_password_of_somebody_else(desk: Client, colleague: User) -> None:
    assert desk.get(f"{USERS}{colleague.pk}/password/").status_code in (302, 404)
    page = desk.get(f"{USERS}{colleague.pk}/change/").content.decode()
    assert "Reset the sign-in" in page
    assert 'name="password' not in page
    assert AccountMail.objects.count() == 0


def test_the_list_says_who_has_a_second_factor(desk: Client, colleague: User) -> None:
    app_of(colleague)
    page = desk.get(USERS).content.decode()
    assert page.count('alt="True"') >= 1
    assert "password" not in page
