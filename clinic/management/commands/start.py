"""`manage.py start`, behind `make run`: prepare the database, then serve, with the sender of mail beside it."""

import signal
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from clinic.demo import DEMO_GROUPS, DEMO_PASSWORD, DEMO_STAFF

Process = subprocess.Popen[bytes]

PATIENCE_SECONDS = 20


class Command(BaseCommand):
    help = "Migrate, load the pages, make the demo (with DEBUG on), and serve on loopback until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="a port of this machine, from 1 to 65535")

    def handle(self, *args: Any, port: str, **options: Any) -> None:
        if not port.isdigit() or not 1 <= int(port) <= 65535:
            raise CommandError(f"PORT: found {port!r}, expected a number from 1 to 65535.")
        call_command("migrate", verbosity=0)
        # A database that belongs to somebody is migrated and otherwise left alone.
        if settings.DEBUG or settings.DATABASE_IS_OURS:
            call_command("load_pages")
        if settings.DEBUG:
            call_command("load_demo")
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
        self._announce(port)
        with _running(["runserver", "--noreload", f"127.0.0.1:{port}"], ["run_jobs", "--loop"]) as processes:
            _wait_for_the_first_to_end(processes)

    def _announce(self, port: str) -> None:
        self.stdout.write(f"\n  The site      http://127.0.0.1:{port}/")
        self.stdout.write(f"  The staff     http://127.0.0.1:{port}/admin/")
        if settings.DEBUG:
            self.stdout.write(f"  Sign in as    {DEMO_STAFF}, password {DEMO_PASSWORD}")
            self.stdout.write(f"  or as one of  {', '.join(DEMO_GROUPS)}, with the same password")
        if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
            self.stdout.write("  Mail          is printed here")
        self.stdout.write("  Stop          Ctrl-C\n\n")
        self.stdout.flush()


@contextmanager
def _running(*commands: list[str]) -> Iterator[list[Process]]:
    """Start each command of manage.py; when this ends, for whatever reason, end all of them."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    processes = [subprocess.Popen([sys.executable, "manage.py", *command]) for command in commands]  # noqa: S603
    try:
        yield processes
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for process in processes:
            process.terminate()
        for process in processes:
            _wait_or_kill(process)


def _wait_or_kill(process: Process) -> None:
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for_the_first_to_end(processes: list[Process]) -> None:
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
    ended = next(process for process in processes if process.poll() is not None)
    raise CommandError(f"{ended.args!r} ended with status {ended.returncode}; the rest was stopped.")
