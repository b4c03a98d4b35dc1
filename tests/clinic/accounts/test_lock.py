"""The lock: on a name and an address, longer each time, and silent about which accounts there are."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from clinic.accounts import lock
from clinic.accounts.models import AccountMail, Attempts
from clinic.accounts.people.mail import send_owed
from tests.factories import NOON

pytestmark = pytest.mark.django_db

RIGHT = "a-long-invented-password"
WAIT = "Too many attempts did not work."


def tried(password: str, name: str = "reception", address: str = "203.0.113.9") -> Any:
    return Client(REMOTE_ADDR=address).post("/admin/login/", {"username": name, "password": password})


def is_in(response: Any) -> bool:
    return bool(response.status_code == 302)


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(receptionist: User, at_noon: Any) -> None:
    for _ in range(5):
        assert WAIT not in tried("wrong").content.decode()
    assert f"{WAIT} Try again in 1 minute." in tried(RIGHT).content.decode()
    at_noon.move_to(NOON + timedelta(seconds=61))
    assert is_in(tried(RIGHT))


def test_each_further_failure_doubles_the_pause_up_to_an_hour(receptionist: User, at_noon: Any) -> None:
    for _ in range(5):
        tried("wrong")
    at_noon.move_to(NOON + timedelta(minutes=1))
    tried("wrong")
    assert "in 2 minutes" in tried(RIGHT).content.decode()
    pauses = [lock.pause_after(failures) // timedelta(minutes=1) for failures in (0, 4, 5, 6, 7, 10, 11, 999)]
    assert pauses == [0, 0, 1, 2, 4, 32, 60, 60]


def test_who_guesses_shuts_out_nobody_at_another_address_nor_anybody_else(receptionist: User, at_noon: Any) -> None:
    User.objects.create_user("ana", "", RIGHT, is_staff=True)
    for _ in range(9):
        tried("wrong")
    assert is_in(tried(RIGHT, address="192.0.2.1"))
    assert is_in(tried(RIGHT, name="ana"))


def test_a_whole_sign_in_forgives_what_failed_before(receptionist: User, at_noon: Any) -> None:
    for _ in range(4):
        tried("wrong")
    assert is_in(tried(RIGHT))
    assert not Attempts.objects.exists()


def test_a_day_later_nothing_counts_any_more(receptionist: User, at_noon: Any) -> None:
    for _ in range(5):
        tried("wrong")
    lock.forget_attempts(NOON + timedelta(hours=23))
    assert Attempts.objects.exists()
    lock.forget_attempts(NOON + timedelta(hours=25))
    assert not Attempts.objects.exists()


def test_no_word_tells_whether_there_is_such_an_account(receptionist: User, at_noon: Any) -> None:
    User.objects.create_user("gone", "", RIGHT, is_staff=True, is_active=False)
    User.objects.create_user("outside", "", RIGHT)
    for _ in range(7):
        said = {said_to(name) for name in ("reception", "nobody", "gone", "outside")}
        assert len(said) == 1


def said_to(name: str) -> str:
    page: str = tried("wrong", name=name).content.decode()
    return page.partition('class="errornote"')[2].partition("</p>")[0]


def test_a_password_is_hashed_once_whether_there_is_an_account_or_not(
    receptionist: User, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *args: (hashed.append("once"), encode(self, *args))[1])
    for name in ("reception", "nobody"):
        tried("wrong", name=name)
    assert hashed == ["once", "once"]


def test_the_owner_is_told_once_an_hour_and_nobody_else(
    receptionist: User, at_noon: Any, mailoutbox: list[Any]
) -> None:
    for _ in range(5):
        tried("wrong"), tried("wrong", name="nobody")
    for minutes in (2, 70):
        at_noon.move_to(NOON + timedelta(minutes=minutes))
        tried("wrong")
    assert AccountMail.objects.count() == 2
    assert send_owed() == 2
    assert send_owed() == 0
    assert {*mailoutbox[0].to} == {"reception@example.org"}
    assert "somebody gave wrong passwords" in mailoutbox[0].body


@pytest.mark.django_db(transaction=True)
def test_of_many_who_try_at_once_five_may(at_noon: Any) -> None:
    def knocked(_number: int) -> bool:
        with closing(connection):
            return lock.knock("reception", "203.0.113.9", NOON) == timedelta(0)

    with ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(knocked, range(12))) == 5


def test_neither_name_nor_address_is_kept(receptionist: User, at_noon: Any) -> None:
    tried("wrong", name="a password in the wrong field")
    kept = Attempts.objects.values().get()
    assert "password" not in str(kept)
    assert "203.0.113.9" not in str(kept)
