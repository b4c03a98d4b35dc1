"""The cast and the stage of every test. Warnings are errors and sockets other than loopback are closed (pyproject)."""

import gc
import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db.models.signals import post_migrate
from django.test import Client, TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

from clinic.accounts import sessions
from clinic.management import clock
from tests.browser import CHROMIUM
from tests.factories import NOON, answers
from tests.stock import put_groups_back, put_pages, remember_groups

CALLS = ("EMERGENCY_NUMBER", "EMERGENCY_TEXT", "URGENT_CARE_LINE", "CRISIS_LINE")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A database for each worker; SQLite in a real file: races between processes mean nothing in memory."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        remember_groups()
    with_tables = [app for app in apps.get_app_configs() if app.models_module]
    post_migrate.connect(put_groups_back, sender=with_tables[-1])


@pytest.fixture(scope="session", autouse=True)
def nothing_is_kept_of_templates() -> Iterator[None]:
    """The test client copies the context of each of a page's thousand templates; no test asks for one of them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.test.client.store_rendered_templates", lambda *kept, **signal: None)
        yield


@pytest.fixture(autouse=True)
def quiet_settings(settings: Any) -> None:
    """The same clinic in every test, whatever the machine's environment says."""
    settings.PUBLIC_ORIGIN = "https://clinic.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.DOCTOR_NAME = "Dr Miguel Ley Nacher"
    settings.NOTIFICATION_ADDRESS = "desk@example.org"
    settings.DEFAULT_FROM_EMAIL = "clinic@example.org"
    settings.PHONE_REGION = "ES"
    settings.HOLD_UNREVIEWED_MEDICINES = False
    for name in ("CLINIC_NAME", "CLINIC_PHONE", "CLINIC_ADDRESS", "CLINIC_OPENING_HOURS", *CALLS):
        setattr(settings, name, "")
    settings.SECURITY_CONTACT = ""
    settings.REPLY_WORKING_DAYS = 0
    settings.BURST_SUSPECT, settings.BURST_REFUSE = 5, 30
    settings.OFFERS_LAST_HOURS, settings.REMINDER_DAYS = 72, [7, 1]
    settings.ACCESS_LOG_DAYS = 1095
    settings.KEEP_DAYS = {"attended": 1095, "missed": 1095, "declined": 365, "cancelled": 365, "spam": 30}
    settings.TIME_ZONE = "UTC"
    settings.BEHIND_PROXY = False
    settings.SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def patient_sessions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests move the clock by hours and days; how long a session lasts is asked by those of sessions alone."""
    monkeypatch.setattr(sessions, "IDLE", timedelta(days=365))
    monkeypatch.setattr(sessions, "LONGEST", timedelta(days=365))


@pytest.fixture(autouse=True)
def unknown_clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No run of the jobs knows the clock of another: tests move it."""
    monkeypatch.setattr(clock, "START_ID", tmp_path / "nowhere")


@pytest.fixture
def loaded(db: None) -> None:
    """The pages that we ship, imported."""
    put_pages()


@pytest.fixture
def patient_answers() -> dict[str, Any]:
    """What Amparo types for herself: the four answers that are enough."""
    return answers()


@pytest.fixture
def carer_answers() -> dict[str, Any]:
    """What Bruno types for his sister Carla."""
    return answers(requested_for="other", full_name="Example Bruno", patient_name="Example Carla", has_permission="on")


@pytest.fixture
def receptionist(db: None) -> User:
    return User.objects.create_superuser("reception", "reception@example.org", "a-long-invented-password")


@pytest.fixture
def desk(receptionist: User) -> Client:
    """A browser in which the receptionist has signed in."""
    client = Client()
    client.force_login(receptionist)
    return client


@pytest.fixture
def free_port() -> int:
    """A port of this machine that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@pytest.fixture
def at_noon(time_machine: Any) -> Any:
    """The clock stands at the noon at which the factories' requests were sent. Move it with `at_noon.move_to`."""
    time_machine.move_to(NOON, tick=False)
    return time_machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what asks a database: the rest need not run on a second one."""
    for item in items:
        is_of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
        if is_of_django or item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


def pytest_collection_finish() -> None:
    """What has been imported by now stays until the end, and need not be looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What another run needs to do the same: a seed if the order was random, and a browser."""
    if seed := config.getoption("randomly_seed", None):
        terminalreporter.write_line(f"In the order of --randomly-seed={seed}.")
    if not CHROMIUM:
        terminalreporter.write_line(
            "No Chromium was found: the browser's tests were left out (on Debian: apt-get install chromium)."
        )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On the machine that decides what lands, what was skipped was not shown, and counts as a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        reporter.write_line("Skipped tests fail here.")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
