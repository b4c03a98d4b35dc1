"""From nothing to a clinic at work and back, and what happens to a database that another version made."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from appointments.diary.check import broken_invariants
from appointments.models import ConsultationRequest
from clinic.demo.cast import STORIES
from education.models import Page

APPS = ["appointments", "education"]


@pytest.fixture
def whole_again(transactional_db: None) -> Iterator[None]:
    """However a test ends, the next one finds every table."""
    yield
    call_command("migrate", verbosity=0)


def test_a_clinic_at_work_goes_back_to_nothing_and_forward_again(
    whole_again: None, settings: Any, at_noon: Any
) -> None:
    settings.DEBUG = True
    for _ in range(2):
        for app in APPS:
            call_command("migrate", app, "zero", verbosity=0)
        assert [table for table in connection.introspection.table_names() if table.startswith(tuple(APPS))] == []
        call_command("migrate", verbosity=0)
        call_command("load_pages", verbosity=0)
        call_command("load_demo", verbosity=0)
        assert ConsultationRequest.objects.count() == len(STORIES)
        assert Page.objects.exists()
        assert list(broken_invariants()) == []


@pytest.mark.parametrize("app", APPS)
def test_migrations_know_nothing_of_the_code_that_will_change_after_them(app: str) -> None:
    for path in Path(django_settings.BASE_DIR, app, "migrations").glob("0*.py"):
        imported = {word for line in path.read_text().splitlines() if "import" in line.split() for word in line.split()}
        assert not [word for word in imported if word.split(".")[0] in {"appointments", "education", "clinic"}], path


def ended(database: Path, *command: str) -> subprocess.CompletedProcess[str]:
    theirs = {"DJANGO_SETTINGS_MODULE": "clinic.settings", "DATABASE_URL": f"sqlite:///{database}"}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=django_settings.BASE_DIR,
        env=os.environ | theirs | {"DEBUG": "true"},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table of today."""
    database = tmp_path_factory.mktemp("older") / "older.sqlite3"
    assert ended(database, "migrate", "--verbosity=0").returncode == 0
    return database


OLDER = {
    "a migration that is no more": (
        "start",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('appointments', '0002_diary', '2026-11-24')",
        "appointments.0002_diary is unknown here",
    ),
    "a table without a column": (
        "start",
        "ALTER TABLE education_revision RENAME COLUMN in_short TO summed_up",
        "education_revision has no in_short",
    ),
    "a table less": ("migrate", "DROP TABLE appointments_linkwish", "appointments_linkwish has no answered_at"),
}


@pytest.mark.processes
@pytest.mark.parametrize(("command", "made_older", "said"), OLDER.values(), ids=OLDER.keys())
def test_an_older_database_is_refused_in_a_sentence_that_says_what_to_do(
    empty: Path, tmp_path: Path, command: str, made_older: str, said: str
) -> None:
    older = tmp_path / "older.sqlite3"
    shutil.copy(empty, older)
    with sqlite3.connect(older) as tables:
        tables.execute(made_older)
    refused = ended(older, command)
    assert refused.returncode == 1
    assert "older.sqlite3 was made by another version of this site" in refused.stderr
    assert said in refused.stderr
    assert "delete or move it and start again" in refused.stderr
    assert "Traceback" not in refused.stderr
