"""The mail of the demo is one line each, and leaves no machine."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.test import Client

from appointments.mail.sender import send_due
from appointments.models import Message
from tests.factories import MessageFactory, message_of

BACKEND = "clinic.demo.mail.EmailBackend"
ORIGIN = "https://clinic.example.org"


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEBUG, settings.EMAIL_BACKEND = True, BACKEND


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon", "demo")
@pytest.mark.parametrize("kind", Message.Kind)
def test_a_mail_that_leaves_is_one_line_that_says_to_whom_which_and_where_it_is_read(
    kind: str, desk: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    message = message_of(kind)
    assert send_due() == 1
    [line] = capsys.readouterr().out.splitlines()
    said, address = line.split(" Read it: ")
    message.refresh_from_db()
    assert said == f"Mail to {message.to}: {message.letter.subject}."
    assert "The letter as it was sent" in desk.get(address.removeprefix(ORIGIN)).content.decode()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "number", [None, "<ABC.received.7@elsewhere.example.org>", "<7.x@clinic.example.org>", "@", ""]
)
def test_a_mail_that_is_none_of_ours_is_said_without_an_address(
    number: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = {} if number is None else {"Message-ID": number}
    EmailMessage("A password", "words", to=["a@example.org", "b@example.org"], headers=headers).send()
    assert capsys.readouterr().out == "Mail to a@example.org, b@example.org: A password\n"


def test_the_demo_mail_is_refused_with_debug_off(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(ImproperlyConfigured, match="EMAIL_BACKEND: found the demo's, expected a mail server"):
        get_connection(BACKEND)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_noon")
def test_what_the_demo_refuses_to_send_stays_owed(settings: Any) -> None:
    settings.DEBUG = False
    message = MessageFactory()
    settings.EMAIL_BACKEND = BACKEND
    with pytest.raises(ImproperlyConfigured):
        send_due()
    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (None, 0)
