"""`manage.py start`, behind `make run`: prepare the database, then serve, with the sender of mail beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from appointments.diary.check import zone_has_changed
from clinic.checks import another_versions_database
from clinic.demo import DEMO_GROUPS, DEMO_PASSWORD, DEMO_STAFF

Process = subprocess.Popen[bytes]

PATIENCE_SECONDS = 20


class Command(BaseCommand):
    help = "Migrate, load the pages, make the demo (with DEBUG on), and serve on loopback until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000", help="a port of this machine, from 1 to 65535")
        parser.add_argument("--fresh", action="store_true", help="throw the demo's database away first")

    def handle(self, *args: Any, port: str, fresh: bool, **options: Any) -> None:
        if not port.isdigit() or not 1 <= int(port) <= 65535:
            raise CommandError(f"PORT: found {port!r}, expected a number from 1 to 65535.")
        if _is_taken(int(port)):
            raise CommandError(f"PORT: another program listens on {port}. Take another port: PORT=9000 make run")
        if fresh:
            throw_away_the_demo()
        for problem in another_versions_database():
            raise CommandError(f"{problem.msg} {problem.hint}")
        call_command("migrate", verbosity=0)
        changed = zone_has_changed()
        if changed:
            self.stderr.write(changed)
        # A database that belongs to somebody is migrated and otherwise left alone.
        if settings.DEBUG or settings.DATABASE_IS_OURS:
            call_command("load_pages")
        if settings.DEBUG:
            call_command("load_demo")
        else:
            call_command("collectstatic", interactive=False, verbosity=0)
        self._serve(port)

    def _serve(self, port: str) -> None:
        """The server says its own lines first, so that what matters stands last."""
        with _running() as processes:
            processes.append(_started("runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"))
            _wait_until_it_serves(processes[0], int(port))
            processes.append(_started("run_jobs", "--loop"))
            self._announce(port)
            _wait_for_the_first_to_end(processes)

    def _announce(self, port: str) -> None:
        self.stdout.write(f"\n  The site      http://127.0.0.1:{port}/")
        self.stdout.write(f"  The staff     http://127.0.0.1:{port}/admin/")
        if settings.DEBUG:
            self.stdout.write(f"  Sign in as    {DEMO_STAFF}, password {DEMO_PASSWORD}")
            self.stdout.write(f"  or as one of  {', '.join(DEMO_GROUPS)}, with the same password")
        if settings.EMAIL_BACKEND == "clinic.demo.mail.EmailBackend":
            self.stdout.write("  Mail          leaves as a line here, with the address where it is read")
        self.stdout.write("  Stop          Ctrl-C\n\n")
        self.stdout.flush()


def _is_taken(port: int) -> bool:
    """Whether another program listens there."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def throw_away_the_demo() -> None:
    """Remove the demo's database. Refused where the database is anything else."""
    if not (settings.DEBUG and settings.DATABASE_IS_OURS):
        raise CommandError("DATABASE_URL, DEBUG: found a database of yours, expected the demo's. Nothing was removed.")
    connection.close()
    name = str(settings.DATABASES["default"]["NAME"])
    for file in (name, f"{name}-wal", f"{name}-shm"):
        Path(file).unlink(missing_ok=True)


@contextmanager
def _running() -> Iterator[list[Process]]:
    """A list for the processes that are started. When this ends, for whatever reason, all of them end."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    processes: list[Process] = []
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


def _started(*command: str) -> Process:
    """A command of manage.py, in a process of its own. What it says is seen at once, also through a pipe to a log."""
    said = {"DJANGO_RUNSERVER_HIDE_WARNING": "true", "PYTHONUNBUFFERED": "true"}  # the warning: it is for the demo
    environment = os.environ | said
    return subprocess.Popen([sys.executable, "manage.py", *command], env=environment)  # noqa: S603


def _wait_until_it_serves(server: Process, port: int) -> None:
    """Or until it ended, which is told by whoever waits for that."""
    while server.poll() is None and not _answers(port):
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


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
