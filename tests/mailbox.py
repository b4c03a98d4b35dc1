"""A real mail server on loopback."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Inbox:
    """A mail server on loopback that keeps what it is given, and refuses when told to."""

    def __init__(self) -> None:
        self.received: list[Parsed] = []
        self.answer = self.answer_to_sender = "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.received.append(BytesParser(policy=default).parsebytes(envelope.original_content or b""))  # type: ignore[arg-type]
        return self.answer

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_sender.startswith("250"):
            envelope.mail_from = address
        return self.answer_to_sender

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def use_mail_server(settings: Any, port: int) -> None:
    """Let the site send to this port of the machine, whether or not anybody listens there."""
    settings.EMAIL_BACKEND = "appointments.mail.smtp.BreakableBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


@contextmanager
def mail_server(port: int, inbox: Inbox | None = None) -> Iterator[Inbox]:
    """A mail server that is up as long as this lasts."""
    inbox = inbox or Inbox()
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()


class Counted(BaseEmailBackend):
    """Sends nothing: writes the Message-ID of each email into the file COUNTED_IN, from any number of processes."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with Path(settings.COUNTED_IN).open("a") as file:
            file.writelines(f"{email.extra_headers['Message-ID']}\n" for email in email_messages)
        return len(email_messages)
