"""What the owners of accounts are told: owed, sent once, tried again, and never a secret but the invitation itself."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage

from clinic.accounts.models import AccountMail, AccountMailKind
from clinic.accounts.people.mail import WITH_LINK, owe, send_owed, written
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(receptionist: User, at_noon: Any) -> AccountMail:
    owe(receptionist, AccountMailKind.PASSWORD, NOON)
    return AccountMail.objects.get()


def test_what_fails_is_tried_again_later_and_leaves_once(
    owed: AccountMail, at_noon: Any, mailoutbox: list[Any]
) -> None:
    with mock.patch.object(EmailMessage, "send", side_effect=OSError("words of a server")):
        assert send_owed() == 0
    assert send_owed() == 0
    at_noon.move_to(NOON + timedelta(minutes=3))
    assert send_owed() == 1
    assert send_owed() == 0
    assert len(mailoutbox) == 1


def test_a_sender_that_died_is_followed_by_another(owed: AccountMail, at_noon: Any) -> None:
    with mock.patch.object(EmailMessage, "send", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        send_owed()
    assert send_owed() == 0
    at_noon.move_to(NOON + timedelta(minutes=6))
    assert send_owed() == 1


def test_after_three_days_it_is_too_late(owed: AccountMail, at_noon: Any) -> None:
    at_noon.move_to(NOON + timedelta(days=3, minutes=1))
    assert send_owed() == 0


def test_without_a_mail_server_nothing_is_tried(owed: AccountMail, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert send_owed() == 0
    assert AccountMail.objects.get().attempts == 0


def test_whoever_has_no_mailbox_is_owed_nothing(at_noon: Any) -> None:
    owe(User.objects.create_user("ana"), AccountMailKind.PASSWORD, NOON)
    assert not AccountMail.objects.exists()


@pytest.mark.parametrize("kind", AccountMailKind)
def test_every_mail_says_whose_account_it_is_and_what_to_do(receptionist: User, kind: AccountMailKind) -> None:
    email = written(AccountMail(user=receptionist, kind=kind, to=receptionist.email, by="marta", owed_at=NOON))
    assert "Your account: reception" in email.body
    assert ("/admin/welcome/" in email.body) is (kind in WITH_LINK)
    assert kind in WITH_LINK or "If it was not you" in email.body
    assert email.subject == kind.label
