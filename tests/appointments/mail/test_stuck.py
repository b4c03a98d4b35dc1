"""“Mail does not leave” is said when nothing leaves, and not because of one dead mailbox."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.mail import sender
from appointments.models import Message
from appointments.models.outbox import MailFault
from tests.factories import NOON, MessageFactory
from tests.mailbox import Inbox, mail_server, use_mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

HOUR = timedelta(hours=1)


@pytest.fixture
def inbox(settings: Any, free_port: int) -> Iterator[Inbox]:
    use_mail_server(settings, free_port)
    with mail_server(free_port) as inbox:
        yield inbox


def alarm(desk: Client) -> tuple[bool, int]:
    """Whether the start page says so, and what a monitor reads."""
    page = desk.get("/admin/").content.decode()
    assert "What there is to do" in page
    return "Mail does not leave" in page, desk.get("/readyz").json()["oldest_unsent_mail"]


@pytest.mark.parametrize("answer", ["450 busy", "452 4.2.2 full", "550 5.7.1 policy"])
def test_one_mailbox_that_takes_nothing_is_no_alarm(desk: Client, inbox: Inbox, at_noon: Any, answer: str) -> None:
    inbox.answer = answer
    MessageFactory()
    sender.send_due()
    at_noon.move_to(NOON + 7 * HOUR)  # within the desk's session
    assert alarm(desk) == (False, 0)
    assert Message.objects.owed().exists()


@pytest.mark.parametrize("answer", ["530 5.7.0 sign in first", "535 5.7.8 wrong password", "421 closing"])
def test_a_server_that_takes_nothing_from_us_is_one_whichever_command_it_answers(
    desk: Client, inbox: Inbox, at_noon: Any, answer: str
) -> None:
    inbox.answer = answer
    MessageFactory()
    sender.send_due()
    at_noon.move_to(NOON + 7 * HOUR)  # within the desk's session
    assert alarm(desk) == (True, 7 * 3600)


def test_where_the_sender_or_the_server_is_away_it_is_said_after_an_hour(desk: Client, at_noon: Any) -> None:
    MessageFactory()
    MessageFactory(fault=MailFault.AWAY, attempts=3)
    at_noon.move_to(NOON + HOUR)
    assert alarm(desk) == (False, 3600)
    at_noon.move_to(NOON + HOUR + timedelta(seconds=1))
    assert alarm(desk) == (True, 3601)


def test_as_long_as_some_mail_leaves_it_is_not_said(desk: Client, at_noon: Any) -> None:
    MessageFactory()
    at_noon.move_to(NOON + 5 * HOUR)
    MessageFactory(sent_at=NOON + 5 * HOUR)
    assert alarm(desk) == (False, 0)
    at_noon.move_to(NOON + 7 * HOUR)
    assert alarm(desk) == (True, 7200)
