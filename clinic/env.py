"""Strict readers of the environment.

Each takes the name of a variable and answers a typed value. A blank variable counts as absent. A malformed one
raises ImproperlyConfigured with a sentence for operators: which setting, what was found, what was expected.
"""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
import phonenumbers
from django.core.exceptions import ImproperlyConfigured

TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")


def read_file(path: Path) -> None:
    """Take what `path` (the .env file) says, if it exists; what the environment already holds wins."""
    environ.Env.read_env(path)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def multiline(name: str, default: str = "") -> str:
    r"""A text whose lines are written `\n`, as one-line files and service managers require."""
    return text(name, default).replace("\\n", "\n")


def required(name: str, expected: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name}: found nothing, expected {expected}. With DEBUG off it has no default.")
    return value


def secret(name: str) -> str:
    value = required(name, "50 random characters or more")
    if len(value) < 50 or len(set(value)) < 5:
        # What was found is not repeated: it may be most of a real secret.
        raise _malformed(name, f"{len(value)} characters", "50 random characters or more")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE + FALSE:
        raise _malformed(name, value, f"one of {', '.join(TRUE + FALSE)}")
    return value in TRUE


def whole_number(name: str, *, default: int, at_least: int, at_most: int) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"\d{1,9}", value) or not at_least <= int(value) <= at_most:
        raise _malformed(name, value, f"a whole number from {at_least} to {at_most}")
    return int(value)


def whole_numbers(name: str, *, default: str, at_least: int, at_most: int) -> list[int]:
    """Whole numbers written with commas, each once, largest first; `none` for none."""
    value = text(name, default)
    if value.lower() == "none":
        return []
    found = [number.strip() for number in value.split(",")]
    if not all(re.fullmatch(r"\d{1,9}", number) and at_least <= int(number) <= at_most for number in found):
        raise _malformed(name, value, f"whole numbers from {at_least} to {at_most} with commas between them, or none")
    return sorted({int(number) for number in found}, reverse=True)


def words(name: str) -> list[str]:
    """A list written with commas: `clinic.example.org, www.clinic.example.org`."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def hosts(name: str, public_origin: str) -> list[str]:
    """The site's host names, one of which is that of its public address."""
    expected = f"host names with {urlsplit(public_origin).hostname} among them, and no *"
    required(name, expected)
    found = words(name)
    if any("*" in host for host in found) or urlsplit(public_origin).hostname not in found:
        raise _malformed(name, ", ".join(found), expected)
    return found


def zone(name: str, default: str) -> str:
    """An IANA time zone, such as `Europe/Madrid`."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _malformed(name, value, "a time zone such as Europe/Madrid or America/New_York") from None
    return value


def region(name: str) -> str:
    """A country of the telephone world, as its two ISO 3166 letters, or nothing."""
    value = text(name).upper()
    if value and value not in phonenumbers.SUPPORTED_REGIONS:
        raise _malformed(name, value, "the two letters of a country, such as ES or US")
    return value


def email_address(name: str, default: str = "") -> str:
    """One address, alone or as `Name <address>`."""
    value = text(name, default)
    if value and (re.search(r"[,;]", value) or not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1])):
        raise _malformed(name, value, "an email address such as reception@clinic.example.org")
    return value


def origin(value: str, name: str, *, secure: bool) -> str:
    """Check that `value` is written as browsers write an origin: scheme, small host, port if unusual, nothing more."""
    scheme = "https" if secure else "https?"
    if not re.fullmatch(rf"{scheme}://[a-z0-9.-]+(?!:(?:80|443)$)(:[0-9]{{2,5}})?", value):
        raise _malformed(name, value, "an address such as https://clinic.example.org, with nothing behind it")
    return value


def database(name: str, default: str) -> dict[str, Any]:
    """Settings of a database from its URL. Only the two engines that the tests run on are accepted."""
    value = text(name, default)
    if not re.match(r"sqlite:///.|postgres(ql)?://[^/]*[^/:@]/\w", value) or not _has_a_port_or_none(value):
        raise _malformed(name, value.split("@")[-1], "sqlite:///path or postgres://user:password@host:5432/database")
    return dict(environ.Env.db_url_config(value))


def mail(name: str, default: str, *, to_console: bool) -> dict[str, Any]:
    """Settings of the mail server from its URL. Mail carries patients' links, so the console is for the demo only."""
    value = text(name, default)
    if value.startswith("consolemail") and not to_console:
        raise _malformed(name, value, "smtp+tls://user:password@host:587, since DEBUG is off")
    is_known = re.match(r"smtp(\+tls|\+ssl|s)?://.*[^/:@]|(consolemail|memorymail|dummymail)://", value)
    if not is_known or not _has_a_port_or_none(value):
        raise _malformed(name, value.split("@")[-1], "smtp+tls://user:password@host:587 (or consolemail://)")
    return dict(environ.Env.email_url_config(value))


def _has_a_port_or_none(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def _malformed(name: str, found: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: found {found!r}, expected {expected}.")
