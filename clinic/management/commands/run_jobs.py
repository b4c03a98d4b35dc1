"""`manage.py run_jobs`: the work that nobody waits for. Lost links, offers that run out, and the mail that is owed."""

import logging
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from appointments.actions import answer_link_wishes, expire_offers
from appointments.mail.sender import send_due

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 5
ENDING = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    help = "Everything that nobody waits for: once, or with --loop until stopped. Any number may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: Any, loop: bool, **options: Any) -> None:
        if not loop:
            self.stdout.write(f"{run_all()} sent")
            return
        # Held back and asked for between runs: a handler could interrupt a run anywhere, also another handler.
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        while True:
            _run_and_survive()
            if signal.sigtimedwait(ENDING, PAUSE_SECONDS):
                return


def run_all() -> int:
    """Every job, once. Answers how many messages left."""
    answer_link_wishes(now=timezone.now())
    expire_offers(now=timezone.now())
    return send_due()


def _run_and_survive() -> None:
    """Whatever goes wrong, the loop is there for the next try: a database that is away comes back."""
    try:
        run_all()
    except Exception as error:
        # Its class alone: what a database says of a row repeats the row.
        logger.error("jobs failed with %s; trying again in %s seconds", type(error).__name__, PAUSE_SECONDS)
    finally:
        close_old_connections()
