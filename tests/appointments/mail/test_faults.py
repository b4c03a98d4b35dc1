"""Whose fault it is that an email did not leave, and what follows: shown with a real mail server."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from appointments.mail import sender
from appointments.mail.faults import fault_of
from appointments.models import Message
from appointments.models.outbox import MailFault
from tests.factories import NOON, MessageFactory
from tests.mailbox import Inbox, mail_server, use_mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def inbox(settings: Any, free_port: int) -> Iterator[Inbox]:
    use_mail_server(settings, free_port)
    with mail_server(free_port) as inbox:
        yield inbox


AFTER_DATA = [
    ("550 no such mailbox", MailFault.MAILBOX),
    ("550 5.1.1 unknown user", MailFault.MAILBOX),
    ("552 5.2.2 mailbox full", MailFault.MAILBOX),
    ("554 transaction failed", MailFault.MAILBOX),
    ("550 5.7.26 this mail is not signed", MailFault.EMAIL),
    ("550 5.1.8 sender's domain is unknown", MailFault.EMAIL),
    ("550 SPF is mentioned by somebody", MailFault.MAILBOX),
    ("530 5.7.0 sign in first", MailFault.OURS),
    ("535 5.7.8 wrong password", MailFault.OURS),
    ("421 closing", MailFault.AWAY),
    ("450 busy", MailFault.MAILBOX_NOW),
    ("451 4.7.1 come back in five minutes", MailFault.MAILBOX_NOW),
    ("499 never heard of", MailFault.MAILBOX_NOW),
    ("500 never heard of", MailFault.OURS),
]


@pytest.mark.parametrize(("answer", "fault"), AFTER_DATA)
def test_an_answer_is_judged_by_its_codes_and_only_the_mailbox_is_given_up(
    inbox: Inbox, answer: str, fault: MailFault
) -> None:
    inbox.answer = answer
    message = MessageFactory()
    sender.send_due()
    message.refresh_from_db()
    assert (message.fault, bool(message.gave_up_at)) == (fault, fault == MailFault.MAILBOX)
    code, words = answer.split(" ", 1)
    assert fault_of(smtplib.SMTPDataError(int(code), words.encode())) == fault
    assert fault_of(smtplib.SMTPRecipientsRefused({message.to: (int(code), words.encode())})) == fault


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (smtplib.SMTPSenderRefused(550, b"5.1.1 who are you", "clinic@example.org"), MailFault.OURS),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), MailFault.OURS),
        (smtplib.SMTPHeloError(550, b"no"), MailFault.OURS),
        (smtplib.SMTPSenderRefused(451, b"4.3.0 busy", "clinic@example.org"), MailFault.AWAY),
        (smtplib.SMTPServerDisconnected(), MailFault.AWAY),
        (smtplib.SMTPConnectError(421, b"full"), MailFault.AWAY),
        (ConnectionRefusedError(), MailFault.AWAY),
        (TimeoutError(), MailFault.AWAY),
    ],
)
def test_what_the_server_refuses_before_it_hears_of_the_mailbox_is_no_fault_of_the_mailbox(
    error: Exception, fault: MailFault
) -> None:
    assert fault_of(error) == fault


def test_what_waited_for_our_server_leaves_when_it_is_back_however_long_it_was_away(
    settings: Any, free_port: int, at_noon: Any
) -> None:
    use_mail_server(settings, free_port)
    owed = [MessageFactory() for _ in range(3)]
    for hours in range(24 * 9):
        at_noon.move_to(NOON + timedelta(hours=hours))
        assert sender.send_due() == 0
    at_noon.move_to(NOON + timedelta(hours=hours) + sender.LONGEST_PAUSE_OF_SERVER)
    with mail_server(free_port) as inbox:
        assert sender.send_due() == 3
    assert sorted(mail["To"] for mail in inbox.received) == sorted(message.to for message in owed)


@pytest.mark.parametrize("answer", ["550 5.1.8 who are you", "553 no such sender", "530 5.7.0 sign in first"])
def test_what_the_server_refused_because_of_us_leaves_once_it_takes_us_again(
    inbox: Inbox, at_noon: Any, answer: str
) -> None:
    owed = [MessageFactory() for _ in range(3)]
    inbox.answer_to_sender = answer
    for days in range(20):
        at_noon.move_to(NOON + timedelta(days=days))
        assert sender.send_due() == 0
    assert {*Message.objects.values_list("fault", "gave_up_at")} == {(MailFault.OURS, None)}
    inbox.answer_to_sender = "250 OK"
    at_noon.move_to(NOON + timedelta(days=20))
    assert sender.send_due() == 3
    assert sorted(mail["To"] for mail in inbox.received) == sorted(message.to for message in owed)


def test_where_the_server_is_away_the_others_are_not_tried_in_vain(settings: Any, free_port: int) -> None:
    use_mail_server(settings, free_port)
    for _ in range(3):
        MessageFactory()
    sender.send_due()
    assert list(Message.objects.order_by("-attempts").values_list("attempts", flat=True)) == [1, 0, 0]


def test_one_dead_mailbox_does_not_hold_up_the_others(inbox: Inbox) -> None:
    MessageFactory(to="nobody@example.org")
    MessageFactory()
    assert sender.send_due() == 1


def test_many_mails_need_one_connection(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        MessageFactory()
    connections = []
    connect = smtplib.SMTP.connect
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda *args: connections.append(args) or connect(*args))
    assert sender.send_due() == 3
    assert len(connections) == 1
