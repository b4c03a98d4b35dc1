"""The commands that operators run."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import CommandError, call_command

from clinic.management.commands.start import throw_away_the_demo
from tests.factories import MessageFactory


@pytest.mark.django_db
def test_run_jobs_sends_what_is_owed_and_says_how_much(at_noon: Any, capsys: pytest.CaptureFixture[str]) -> None:
    MessageFactory()
    call_command("run_jobs")
    assert capsys.readouterr().out == "1 sent\n"
    assert len(mail.outbox) == 1


def test_a_port_that_is_none_is_named() -> None:
    with pytest.raises(CommandError, match="PORT: found 'eighty', expected a number"):
        call_command("start", port="eighty")


def test_a_port_that_is_taken_is_named(free_port: int) -> None:
    with (
        socket.create_server(("127.0.0.1", free_port)),
        pytest.raises(CommandError, match=f"PORT: another program listens on {free_port}."),
    ):
        call_command("start", port=str(free_port))


def test_a_fresh_demo_takes_nothing_but_the_demos_database(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3-shm", "other.sqlite3"):
        (tmp_path / name).touch()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", tmp_path / "demo.sqlite3")
    for is_debug, is_ours in [(True, False), (False, True), (False, False)]:
        settings.DEBUG, settings.DATABASE_IS_OURS = is_debug, is_ours
        with pytest.raises(CommandError, match="Nothing was removed"):
            throw_away_the_demo()
    assert len(list(tmp_path.iterdir())) == 4
    settings.DEBUG = settings.DATABASE_IS_OURS = True
    throw_away_the_demo()
    assert [path.name for path in tmp_path.iterdir()] == ["other.sqlite3"]


@pytest.mark.processes
def test_start_serves_and_ends_everything_it_started_however_it_is_asked(tmp_path: Path, free_port: int) -> None:
    """The first time it makes the demo, and the second time it finds it."""
    for asked in (signal.SIGTERM, signal.SIGINT):
        with started_at(free_port, f"sqlite:///{tmp_path}/demo.sqlite3") as started:
            said = until_it_serves(started)
            assert f"http://127.0.0.1:{free_port}/" in said
            assert "Sign in as    demo" in said
            assert said.index("Starting development server") < said.index("The site ")
            assert len(group(started.pid)) == 3
            # As a terminal does it: the whole group is asked, and an impatient person asks more than once.
            for _ in range(3):
                os.killpg(started.pid, asked)
            started.communicate(timeout=60)
            assert group(started.pid) == []


@contextmanager
def started_at(port: int, database: str) -> Iterator[subprocess.Popen[str]]:
    """`start` as somebody types it into a terminal. Nothing that it started outlives the test."""
    theirs = {"DJANGO_SETTINGS_MODULE": "clinic.settings", "DATABASE_URL": database, "DEBUG": "true"}
    with subprocess.Popen(
        [sys.executable, "-u", "manage.py", "start", "--port", str(port)],
        cwd=django_settings.BASE_DIR,
        env=os.environ | theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=as_in_a_terminal,
    ) as started:
        try:
            yield started
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)


def as_in_a_terminal() -> None:
    """Whoever was started in the background, as a suite may be, does not hear Ctrl-C, and hands that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until_it_serves(started: subprocess.Popen[str]) -> str:
    """What the command prints until it has said where everything is, or until it ends."""
    said = ""
    for line in started.stdout or []:
        said += line
        if "Ctrl-C" in line:
            break
    return said


@pytest.mark.processes
def test_a_database_that_belongs_to_somebody_is_migrated_and_left_alone(tmp_path: Path, free_port: int) -> None:
    production = {
        "DEBUG": "false",
        "SECRET_KEY": "invented-" * 8,
        "PUBLIC_ORIGIN": "https://clinic.example.org",
        "ALLOWED_HOSTS": "clinic.example.org",
        "DATABASE_URL": f"sqlite:///{tmp_path}/theirs.sqlite3",
    }
    script = (
        "import django; django.setup()\n"
        "from unittest import mock\n"
        "from django.core.management import call_command\n"
        "with mock.patch('clinic.management.commands.start.Command._serve'):\n"
        f"    call_command('start', port='{free_port}')\n"
        "from education.models import Page\n"
        "from django.contrib.auth.models import User\n"
        "print(Page.objects.count(), User.objects.count())\n"
    )
    environment = os.environ | production | {"DJANGO_SETTINGS_MODULE": "clinic.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.split()[-2:] == ["0", "0"]


def group(leader: int) -> list[int]:
    """The processes of one process group that are alive."""
    listed = subprocess.run(["ps", "-eo", "pid=,pgid=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(pid) for pid, pgid, state in rows if int(pgid) == leader and not state.startswith("Z")]
