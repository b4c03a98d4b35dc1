"""A malformed setting stops the start with a sentence: which setting, what was found, what was expected."""

import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from clinic import env
from clinic.checks import what_production_still_lacks
from clinic.demo import DEMO_PASSWORD, DEMO_STAFF

MALFORMED: list[tuple[Callable[[str], Any], str]] = [
    (lambda name: env.flag(name, default=False), "maybe"),
    (lambda name: env.whole_number(name, default=1, at_least=1, at_most=9), "ten"),
    (lambda name: env.whole_number(name, default=1, at_least=1, at_most=9), "10"),
    (lambda name: env.whole_number(name, default=1, at_least=1, at_most=9), "-1"),
    (lambda name: env.zone(name, "UTC"), "Spain"),
    (lambda name: env.zone(name, "UTC"), "../etc/passwd"),
    (env.region, "Spain"),
    (env.email_address, "reception"),
    (env.email_address, "a@b@c"),
    (lambda name: env.origin(env.text(name), name, secure=True), "http://clinic.example.org"),
    (lambda name: env.origin(env.text(name), name, secure=True), "https://clinic.example.org/"),
    (lambda name: env.origin(env.text(name), name, secure=False), "clinic.example.org"),
    (lambda name: env.database(name, ""), "mysql://localhost/clinic"),
    (lambda name: env.mail(name, "", to_console=True), "localhost:25"),
    (lambda name: env.mail(name, "", to_console=False), "consolemail://"),
    (env.secret, "short"),
    (env.secret, "x" * 60),
    (lambda name: env.hosts(name, "https://clinic.example.org"), "*"),
    (lambda name: env.hosts(name, "https://clinic.example.org"), "www.example.org"),
    (lambda name: env.origin(env.text(name), name, secure=True), "https://user:word@clinic.example.org"),
    (lambda name: env.origin(env.text(name), name, secure=True), "https://Clinic.example.org"),
    (lambda name: env.origin(env.text(name), name, secure=True), "https://clinic.example.org:443"),
    (lambda name: env.origin(env.text(name), name, secure=True), "https://clinic.example.org:abc"),
    (lambda name: env.database(name, ""), "sqlite:///"),
    (lambda name: env.database(name, ""), "postgres://"),
    (lambda name: env.database(name, ""), "postgres://clinic@localhost:abc/clinic"),
    (lambda name: env.mail(name, "", to_console=True), "smtp://"),
    (lambda name: env.mail(name, "", to_console=True), "smtp://localhost:abc"),
    (env.email_address, "a@example.org, b@example.org"),
    (env.email_address, "a@example.org # reception"),
    (env.email_address, "Reception a@example.org"),
    (env.email_address, "Reception <a@example.org> and more"),
    (env.email_address, "ana@[127.0.0.1]"),
    (env.phone, "555-0100 # reception"),
    (env.phone, "+34 912 345 678; 600 123 456"),
    (env.phone, "call 112"),
    (env.phone, "+"),
]


@pytest.mark.parametrize(("read", "found"), MALFORMED)
def test_a_malformed_value_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], Any], found: str
) -> None:
    monkeypatch.setenv("SETTING", found)
    with pytest.raises(ImproperlyConfigured, match=r"^SETTING: found .+, expected .+\.$"):
        read("SETTING")


def test_a_password_is_not_repeated_in_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "oracle://clinic:secret@localhost/clinic")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.database("DATABASE_URL", "")
    assert "secret" not in str(caught.value)


def test_a_password_in_the_public_address_is_not_repeated_either() -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        env.origin("https://ana:secret@clinic.example.org", "PUBLIC_ORIGIN", secure=True)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("written", ["555-0100", "112", "+34 (0)912 345 678", "(01) 23.45/67"])
def test_a_phone_number_is_shown_as_it_is_written(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("CLINIC_PHONE", f" {written} ")
    assert env.phone("CLINIC_PHONE") == written


@pytest.mark.parametrize("written", ["a@example.org", "Clínica <a@example.org>", "<a+b@example.org>"])
def test_an_address_may_have_a_name(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("FROM_ADDRESS", written)
    assert env.email_address("FROM_ADDRESS") == written


def test_a_blank_value_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SETTING", "  ")
    assert env.text("SETTING", "default") == "default"
    assert env.flag("SETTING", default=True) is True
    assert env.words("SETTING") == []
    with pytest.raises(ImproperlyConfigured, match="found nothing"):
        env.required("SETTING", "a secret")


def test_well_formed_values_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"F": "Yes", "N": "7", "Z": "Europe/Madrid", "R": "es", "L": "a, b,", "M": r"one\ntwo"}.items():
        monkeypatch.setenv(name, value)
    assert env.flag("F", default=False) is True
    assert env.whole_number("N", default=0, at_least=0, at_most=9) == 7
    assert (env.zone("Z", "UTC"), env.region("R")) == ("Europe/Madrid", "ES")
    assert (env.words("L"), env.multiline("M")) == (["a", "b"], "one\ntwo")


PRODUCTION = {
    "DEBUG": "",
    "SECRET_KEY": "invented-" * 8,
    "PUBLIC_ORIGIN": "https://clinic.example.org",
    "ALLOWED_HOSTS": "clinic.example.org",
    "DATABASE_URL": "",
}


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator would, with this environment on top of a complete production."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        env={"PATH": os.environ["PATH"]} | PRODUCTION | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def read_settings(**environment: str) -> dict[str, Any]:
    """The settings that a production with this environment starts with, read in this process."""
    with mock.patch.dict(os.environ, PRODUCTION | environment, clear=True):
        return runpy.run_path(str(settings.BASE_DIR / "clinic" / "settings.py"))


@pytest.mark.parametrize("name", ["SECRET_KEY", "PUBLIC_ORIGIN", "ALLOWED_HOSTS"])
def test_production_has_no_settings_without_what_it_must_have(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^{name}: found nothing, expected"):
        read_settings(**{name: ""})


def test_what_is_wrong_with_a_setting_ends_a_command_in_one_sentence() -> None:
    stopped = manage("check", SECRET_KEY="")
    assert stopped.returncode == 1
    assert "SECRET_KEY: found nothing, expected" in stopped.stderr.splitlines()[-1]


def test_production_is_strict_about_transport_and_durable_about_data(tmp_path: Path) -> None:
    asked = (
        "from django.conf import settings as s; from django.db import connection as c; k = c.cursor(); "
        "pragma = lambda name: k.execute(f'PRAGMA {name}').fetchone()[0]; "
        "print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "pragma('journal_mode'), pragma('synchronous'), pragma('secure_delete'), "
        "s.DATABASES['default']['OPTIONS']['transaction_mode'])"
    )
    told = manage("shell", "--no-imports", "-c", asked, DATABASE_URL=f"sqlite:///{tmp_path}/x.sqlite3").stdout.split()
    assert told == ["63072000", "__Host-session", "__Host-csrf", "True", "wal", "2", "1", "IMMEDIATE"]


def test_mail_without_a_sender_does_not_start() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^FROM_ADDRESS: found nothing, expected"):
        read_settings(EMAIL_URL="smtp://localhost:25", FROM_ADDRESS="")


def test_the_demo_account_opens_nothing_without_debug(db: None, settings: Any) -> None:
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    known = {"username": DEMO_STAFF, "password": DEMO_PASSWORD}
    assert authenticate(**known) is not None
    settings.DEBUG = False
    assert authenticate(**known) is None


def test_the_deploy_check_names_what_production_still_lacks() -> None:
    checked = manage("check", "--deploy", CLINIC_PHONE="", EMERGENCY_NUMBER="112")
    assert checked.returncode == 0
    assert "CLINIC_PHONE is blank" in checked.stderr
    assert "EMAIL_URL is blank" in checked.stderr
    assert "EMERGENCY_NUMBER is blank" not in checked.stderr


@pytest.mark.parametrize("zone", ["", "UTC", "Etc/GMT-1", "EST", "CET"])
def test_the_deploy_check_wants_the_clinics_own_time_zone(zone: str, settings: Any) -> None:
    settings.TIME_ZONE = read_settings(CLINIC_TIME_ZONE=zone)["TIME_ZONE"]
    assert f"CLINIC_TIME_ZONE is {zone or 'UTC'}." in lacking()


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/Argentina/Ushuaia", "Atlantic/Reykjavik"])
def test_a_zone_of_a_place_is_enough(zone: str, settings: Any) -> None:
    settings.TIME_ZONE = read_settings(CLINIC_TIME_ZONE=zone)["TIME_ZONE"]
    assert not any("CLINIC_TIME_ZONE" in sentence for sentence in lacking())


def lacking() -> list[str]:
    return [str(warning.msg) for warning in what_production_still_lacks()]


def test_the_demo_is_refused_in_production() -> None:
    refused = manage("load_demo")
    assert refused.returncode == 1
    assert "DEBUG: found off, expected on" in refused.stderr


def test_offers_last_three_days_and_reminders_leave_a_week_and_a_day_before() -> None:
    usual, other = read_settings(), read_settings(REMINDER_DAYS="2, 14", OFFERS_LAST_HOURS="24")
    assert (usual["OFFERS_LAST_HOURS"], usual["REMINDER_DAYS"]) == (72, [7, 1])
    assert (other["OFFERS_LAST_HOURS"], other["REMINDER_DAYS"]) == (24, [14, 2])
    assert read_settings(REMINDER_DAYS="none")["REMINDER_DAYS"] == []
    with pytest.raises(ImproperlyConfigured, match="REMINDER_DAYS: found 'a week', expected whole numbers"):
        read_settings(REMINDER_DAYS="a week")


def test_every_setting_is_documented_in_the_example_file() -> None:
    documented = (settings.BASE_DIR / ".env.example").read_text()
    source = (settings.BASE_DIR / "clinic" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) - {"PORT"}
    assert len(read) > 15
    assert sorted(name for name in read if f"\n{name}=" not in documented) == []


def test_a_secret_of_fifty_characters_of_five_kinds_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("abcde" * 10, "abcde" + "a" * 45):
        monkeypatch.setenv("SETTING", given)
        assert env.secret("SETTING") == given
    for given in (("abcde" * 10)[1:], "abcd" * 13):
        monkeypatch.setenv("SETTING", given)
        with pytest.raises(ImproperlyConfigured, match="50 random characters"):
            env.secret("SETTING")


def test_a_reminder_leaves_sixty_days_before_at_the_most_and_one_at_the_least() -> None:
    assert read_settings(REMINDER_DAYS="1, 60")["REMINDER_DAYS"] == [60, 1]
    for found in ("61", "0"):
        with pytest.raises(ImproperlyConfigured, match=f"REMINDER_DAYS: found '{found}', expected whole numbers"):
            read_settings(REMINDER_DAYS=found)
