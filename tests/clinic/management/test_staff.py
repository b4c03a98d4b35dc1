"""`manage.py staff`: accounts without a password of ours, from the first one on."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from clinic.accounts.models import AccountMail
from tests.clinic.accounts.hands import app_of, is_in

pytestmark = pytest.mark.django_db


def staff(*said: str) -> str:
    out = StringIO()
    call_command("staff", *said, stdout=out)
    return out.getvalue()


def test_a_new_colleague_has_no_password_but_an_invitation(at_noon: Any) -> None:
    told = staff("add", "ana", "--email=ana@example.org", "--group=Reception", "--group=Manager")
    ana = User.objects.get()
    assert not ana.has_usable_password()
    assert ana.is_staff
    assert sorted(ana.groups.values_list("name", flat=True)) == ["Manager", "Reception"]
    assert "https://clinic.example.org/admin/welcome/" in told
    assert AccountMail.objects.get().kind == "invited"
    link = told.splitlines()[-1].removeprefix("https://clinic.example.org")
    assert "Your name at sign-in is ana." in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (["add", "ana", "--group=Gardener"], "expected one of Clinician, Manager, Reception"),
        (["add", "ana b"], "valid username"),
        (["add", "ana", "--email=ana"], "valid email"),
        (["add", "reception"], "manage.py staff reset reception"),
        (["stop", "nobody"], "manage.py staff list"),
    ],
)
def test_what_cannot_be_done_says_what_can(receptionist: User, said: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        staff(*said)
    assert not User.objects.filter(username="ana").exists()


def test_who_is_stopped_is_out_at_once(receptionist: User, desk: Client) -> None:
    staff("stop", "reception")
    assert not is_in(desk)
    assert "reception: superuser; no second factor; last sign-in" in staff("list")
    assert "; stopped" in staff("list")


def test_a_reset_takes_everything_away_and_invites_anew(receptionist: User, desk: Client) -> None:
    app_of(receptionist)
    assert "; second factor;" in staff("list")
    told = staff("reset", "reception")
    receptionist.refresh_from_db()
    assert "/admin/welcome/" in told
    assert not receptionist.has_usable_password()
    assert "no second factor" in staff("list")
    assert not is_in(desk)
    assert AccountMail.objects.get().by == "manage.py"
