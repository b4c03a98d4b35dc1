"""One's own sign-in: every change asks for the password, is mailed to its owner, and leaves a way in."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from clinic.accounts.factors.recovery import codes_left, make_codes, use_code
from clinic.accounts.models import AccountMail, Passkey, StaffSession
from tests.clinic.accounts.hands import PASSWORD, Key, app_of, code_of, is_in, options_of

pytestmark = pytest.mark.django_db

NEW = "correct horse battery staple"


class AppThatRead:
    """An app that has read the picture."""

    def __init__(self, key: str) -> None:
        self.bin_key = bytes.fromhex(key)


def key_added(desk: Client) -> Key:
    key = Key()
    answer = key.made_for(options_of(desk.get("/admin/account/add/")))
    desk.post("/admin/account/add/", {"name": "blue", "answer": answer, "password": PASSWORD})
    return key


def test_an_app_is_added_and_with_it_come_the_codes(desk: Client, receptionist: User, at_noon: Any) -> None:
    desk.get("/admin/account/add/")
    code = code_of(AppThatRead(desk.session["app_key"]))
    page = desk.post("/admin/account/add/", {"code": code, "password": PASSWORD}).content.decode()
    assert page.count("<li><code>") == 10
    assert receptionist.totpdevice_set.get().confirmed  # type: ignore[attr-defined]
    assert AccountMail.objects.get().kind == "factor_added"


def test_a_new_app_takes_the_place_of_the_old_one_only_once_it_works(
    desk: Client, receptionist: User, at_noon: Any
) -> None:
    old = app_of(receptionist)
    desk.get("/admin/account/add/")
    assert desk.post("/admin/account/add/", {"code": "000000", "password": PASSWORD}).status_code == 422
    assert receptionist.totpdevice_set.get() == old  # type: ignore[attr-defined]
    code = code_of(AppThatRead(desk.session["app_key"]))
    desk.post("/admin/account/add/", {"code": code, "password": PASSWORD})
    assert receptionist.totpdevice_set.get() != old  # type: ignore[attr-defined]


@pytest.mark.parametrize("password", ["", "wrong"])
def test_nothing_changes_without_the_password(desk: Client, receptionist: User, at_noon: Any, password: str) -> None:
    key_added(desk)
    make_codes(receptionist)
    before = AccountMail.objects.count()
    page = desk.get("/admin/account/add/")
    sent = {"password": password}
    pk = Passkey.objects.get().pk
    answers = [
        desk.post("/admin/account/codes/", sent),
        desk.post(f"/admin/account/passkeys/{pk}/remove/", sent),
        desk.post("/admin/account/add/", sent | {"code": code_of(AppThatRead(desk.session["app_key"]))}),
        desk.post("/admin/account/add/", sent | {"name": "red", "answer": Key().made_for(options_of(page))}),
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    assert (Passkey.objects.count(), codes_left(receptionist)) == (1, 10)
    assert AccountMail.objects.count() == before


def test_new_codes_end_the_old_ones(desk: Client, receptionist: User) -> None:
    old = make_codes(receptionist)[0]
    page = desk.post("/admin/account/codes/", {"password": PASSWORD}).content.decode()
    new = re.findall("<code>(.+?)</code>", page)
    assert not use_code(receptionist, old)
    assert use_code(receptionist, new[0])
    assert new[0] not in desk.get("/admin/account/").content.decode()


def test_the_last_factor_stays_where_one_must_have_one(
    desk: Client, receptionist: User, settings: Any, at_noon: Any
) -> None:
    key_added(desk)
    session = desk.session
    session["factor"] = "passkey"
    session.save()
    settings.SECOND_FACTOR = True
    address = f"/admin/account/passkeys/{Passkey.objects.get().pk}/remove/"
    assert "your only second factor" in desk.post(address, {"password": PASSWORD}).content.decode()
    app_of(receptionist)
    assert desk.post(address, {"password": PASSWORD}).status_code == 302
    assert not Passkey.objects.exists()


def test_nobody_removes_the_passkey_of_somebody_else(desk: Client) -> None:
    key_added(desk)
    other = Client()
    other.force_login(User.objects.create_superuser("ana", password=PASSWORD))
    address = f"/admin/account/passkeys/{Passkey.objects.get().pk}/remove/"
    assert other.post(address, {"password": PASSWORD}).status_code == 404


def test_sessions_are_listed_and_ended_and_their_keys_are_not_shown(desk: Client, receptionist: User) -> None:
    other = Client()
    other.force_login(receptionist)
    page = desk.get("/admin/account/").content.decode()
    for session in StaffSession.objects.all():
        assert session.session_key not in page
    [number] = re.findall(r"sessions/(\w{16})/end/", page)
    desk.post(f"/admin/account/sessions/{number}/end/")
    assert is_in(desk)
    assert not is_in(other)


def test_all_others_end_at_once(desk: Client, receptionist: User) -> None:
    others = [Client(), Client()]
    for other in others:
        other.force_login(receptionist)
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("ana"))
    desk.post("/admin/account/sessions/others/end/")
    assert is_in(desk)
    assert not any(map(is_in, others))
    assert is_in(stranger)


def test_a_session_of_somebody_else_is_not_found(desk: Client, receptionist: User) -> None:
    other = Client()
    other.force_login(receptionist)
    [number] = re.findall(r"sessions/(\w{16})/end/", desk.get("/admin/account/").content.decode())
    stranger = Client()
    stranger.force_login(User.objects.create_superuser("ana"))
    assert stranger.post(f"/admin/account/sessions/{number}/end/").status_code == 404
    assert is_in(other)


def test_a_new_password_ends_every_other_session_and_renews_this_one(desk: Client, receptionist: User) -> None:
    other = Client()
    other.force_login(receptionist)
    before = desk.session.session_key
    answers = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert desk.post("/admin/password_change/", answers)["Location"] == "/admin/account/"
    assert is_in(desk)
    assert not is_in(other)
    assert desk.session.session_key != before
    assert StaffSession.objects.count() == 1
    assert AccountMail.objects.get().kind == "password"


@pytest.mark.parametrize("address", ["/admin/account/", "/admin/account/add/", "/admin/password_change/"])
def test_who_is_not_signed_in_sees_nothing_of_it(client: Client, db: None, address: str) -> None:
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
