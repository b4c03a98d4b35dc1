"""`manage.py run_jobs`: the work that nobody waits for. Lost links, offers that run out, traces, staff, mail."""

import logging
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from appointments.actions import answer_link_wishes, erase_what_is_due, expire_offers, forget_looks, forget_senders
from appointments.diary.check import zone_has_changed
from appointments.mail.sender import send_due
from clinic.accounts.lock import forget_attempts
from clinic.accounts.people.mail import send_owed
from clinic.accounts.sessions import SessionStore
from clinic.common.clock import SETTLED_SECONDS, SteadyClock
from clinic.common.ending import Ending, held_back
from clinic.management.clock import remember, remembered_clock

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5
# In one pass; what is left has its turn in the next.
MOST_ERASED = 20
MOST_FORGOTTEN = 1_000
PASS_SECONDS = 10  # then the other jobs have their turn, however slow the mail server is


class Pass:
    """Every job once, and the mail for PASS_SECONDS at most. Begins nothing once it is to end, or the clock jumped."""

    def __init__(self, clock: SteadyClock, ending: Ending) -> None:
        self.clock, self.ending = clock, ending
        self.ends = monotonic() + PASS_SECONDS
        self.is_cut = self.has_failed = False
        self.sent = 0

    def may_go_on(self) -> bool:
        self.is_cut = monotonic() >= self.ends
        return not self.is_cut and not self.ending.is_asked() and self.clock.is_steady()

    def run(self) -> None:
        self._survive(self._clock)
        for job in (self._links, self._offers, self._traces, self._looks, self._retention, self._staff, self._mail):
            if self.may_go_on():
                self._survive(job)

    def _survive(self, job: Callable[[], None]) -> None:
        """Whatever goes wrong, the other jobs and the next pass are there: a database that is away comes back."""
        try:
            job()
        except Exception as error:
            self.has_failed = True
            # Its class alone: what a database says of a row repeats the row.
            logger.error("a job failed with %s; it is tried again", type(error).__name__)

    def _clock(self) -> None:
        self.clock.is_steady()
        remember(self.clock)

    def _links(self) -> None:
        answer_link_wishes(now=timezone.now())

    def _offers(self) -> None:
        expire_offers(now=timezone.now())

    def _traces(self) -> None:
        forget_senders(now=timezone.now())

    def _looks(self) -> None:
        forget_looks(most=MOST_FORGOTTEN, now=timezone.now())

    def _retention(self) -> None:
        erase_what_is_due(most=MOST_ERASED, now=timezone.now())

    def _staff(self) -> None:
        SessionStore.clear_expired()
        forget_attempts(timezone.now())
        send_owed(self.may_go_on)

    def _mail(self) -> None:
        self.sent = send_due(self.may_go_on)


class Command(BaseCommand):
    help = "Everything that nobody waits for: once, or with --loop until stopped. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: Any, loop: bool, **options: Any) -> None:
        clock = remembered_clock()
        with held_back() as ending:
            _warn_of_another_zone()
            sent = _until_told(clock, ending) if loop else _until_done(clock, ending)
        self.stdout.write(f"{sent} sent")


def _warn_of_another_zone() -> None:
    """Once, at the start. A database that is away is waited for by the jobs, and asked by `check_diary`."""
    with suppress(DatabaseError):
        changed = zone_has_changed()
        if changed:
            logger.warning("%s", changed)


def _until_done(clock: SteadyClock, ending: Ending) -> int:
    """Pass after pass, until the time of one suffices."""
    sent = 0
    while True:
        each = Pass(clock, ending)
        each.run()
        sent += each.sent
        if each.has_failed:
            raise CommandError("A job failed; the line before says with what. The others were done.")
        if not clock.is_steady():
            raise CommandError(
                f"The clock jumped. {sent} sent, and the rest left: run it again in {SETTLED_SECONDS} s."
            )
        if not each.is_cut:
            return sent


def _until_told(clock: SteadyClock, ending: Ending) -> int:
    sent, is_steady = 0, True
    while True:
        was_steady, is_steady = is_steady, clock.is_steady()
        if was_steady and not is_steady:
            logger.error("the clock jumped; nothing is sent or released until it has run for %s s", SETTLED_SECONDS)
        each = Pass(clock, ending)
        each.run()
        close_old_connections()
        sent += each.sent
        if ending.is_asked_within(0 if each.is_cut else PAUSE_SECONDS):
            return sent
