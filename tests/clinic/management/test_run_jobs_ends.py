"""An end is heard while a mail server is slow: real processes, real signals and a real server, on either database."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core.management import call_command

from appointments.models import Message
from tests.factories import MessageFactory
from tests.mailbox import Inbox, mail_server, use_mail_server
from tests.processes import TIMEOUT_SECONDS, begun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

ENDS = pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])


class SlowInbox(Inbox):
    """Does not answer one command, or the email itself, until it is let go."""

    def __init__(self, slow_at: str) -> None:
        super().__init__()
        self.slow_at, self.is_asked, self.goes_on = slow_at, Event(), Event()

    async def wait(self, at: str) -> None:
        if at == self.slow_at:
            self.is_asked.set()
            await asyncio.to_thread(self.goes_on.wait, TIMEOUT_SECONDS)

    async def handle_MAIL(self, *rest: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self.wait("MAIL")
        return await super().handle_MAIL(*rest)

    async def handle_RCPT(self, *rest: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self.wait("RCPT")
        return await super().handle_RCPT(*rest)

    async def handle_DATA(self, *rest: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await self.wait("DATA")
        return await super().handle_DATA(*rest)


def run_jobs() -> None:
    call_command("run_jobs", loop=True)


def outcome() -> list[tuple[Any, ...]]:
    """Of each message, the tried first: whether it was sent, its attempts, its lease and its last error."""
    rows = Message.objects.order_by("-attempts").values_list("sent_at", "attempts", "leased_until", "last_error")
    return [(bool(sent_at), *rest) for sent_at, *rest in rows]


NEVER_BEGUN, SENT = (False, 0, None, ""), (True, 1, None, "")


@contextmanager
def two_mails_and_a_slow_server(settings: Any, port: int, slow_at: str) -> Iterator[tuple[SlowInbox, Any]]:
    """The server, which is asked by now, and the process that asked it."""
    use_mail_server(settings, port)
    for _ in range(2):
        MessageFactory()
    inbox = SlowInbox(slow_at)
    with begun(run_jobs) as (jobs, begin), mail_server(port, inbox):
        try:
            begin()
            assert inbox.is_asked.wait(TIMEOUT_SECONDS)
            yield inbox, jobs
        finally:
            inbox.goes_on.set()


@ENDS
@pytest.mark.parametrize("slow_at", ["MAIL", "RCPT"])
def test_what_the_server_has_not_got_whole_is_broken_off_and_as_if_never_begun(
    settings: Any, free_port: int, slow_at: str, asked: signal.Signals
) -> None:
    with two_mails_and_a_slow_server(settings, free_port, slow_at) as (inbox, jobs):
        os.kill(jobs.pid, asked)
        jobs.join(TIMEOUT_SECONDS)
        assert jobs.exitcode == 0
        assert not inbox.goes_on.is_set()
    assert outcome() == [NEVER_BEGUN, NEVER_BEGUN]
    assert inbox.received == []


@ENDS
def test_what_the_server_has_whole_is_waited_for_and_the_next_not_begun(
    settings: Any, free_port: int, asked: signal.Signals
) -> None:
    with two_mails_and_a_slow_server(settings, free_port, "DATA") as (inbox, jobs):
        os.kill(jobs.pid, asked)
        inbox.goes_on.set()
        jobs.join(TIMEOUT_SECONDS)
        assert jobs.exitcode == 0
    assert outcome() == [SENT, NEVER_BEGUN]
    assert len(inbox.received) == 1


def test_a_server_that_never_says_a_word_keeps_nobody_from_ending(settings: Any, free_port: int) -> None:
    use_mail_server(settings, free_port)
    MessageFactory()
    with socket.create_server(("127.0.0.1", free_port)) as silent, begun(run_jobs) as (jobs, begin):
        silent.settimeout(TIMEOUT_SECONDS)
        begin()
        with silent.accept()[0]:
            os.kill(jobs.pid, signal.SIGTERM)
            jobs.join(TIMEOUT_SECONDS)
        assert jobs.exitcode == 0
    assert outcome() == [NEVER_BEGUN]
