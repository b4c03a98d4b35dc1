"""Readers of one value: a number, a name, an address."""

import re
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from clinic.env.base import malformed, required, text, without_secrets, words

TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")
ADDRESS = re.compile(r"(?:[^<>,;@]+ )?<(?P<bracketed>[^<>,;\s]+)>|(?P<bare>[^<>,;\s]+)")


def flag(name: str, *, default: bool) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE + FALSE:
        raise malformed(name, value, f"one of {', '.join(TRUE + FALSE)}")
    return value in TRUE


def whole_number(name: str, *, default: int, at_least: int, at_most: int) -> int:
    value = text(name, str(default))
    if not re.fullmatch(r"\d{1,9}", value) or not at_least <= int(value) <= at_most:
        raise malformed(name, value, f"a whole number from {at_least} to {at_most}")
    return int(value)


def whole_numbers(name: str, *, default: str, at_least: int, at_most: int) -> list[int]:
    """Whole numbers written with commas, each once, largest first; `none` for none."""
    value = text(name, default)
    if value.lower() == "none":
        return []
    found = [number.strip() for number in value.split(",")]
    if not all(re.fullmatch(r"\d{1,9}", number) and at_least <= int(number) <= at_most for number in found):
        raise malformed(name, value, f"whole numbers from {at_least} to {at_most} with commas between them, or none")
    return sorted({int(number) for number in found}, reverse=True)


def hosts(name: str, public_origin: str) -> list[str]:
    """The site's host names, one of which is that of its public address."""
    expected = f"host names with {urlsplit(public_origin).hostname} among them, and no *"
    required(name, expected)
    found = words(name)
    if any("*" in host for host in found) or urlsplit(public_origin).hostname not in found:
        raise malformed(name, ", ".join(found), expected)
    return found


def zone(name: str, default: str) -> str:
    """An IANA time zone, such as `Europe/Madrid`."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise malformed(name, value, "a time zone such as Europe/Madrid or America/New_York") from None
    return value


def region(name: str) -> str:
    """A country of the telephone world, as its two ISO 3166 letters, or nothing."""
    value = text(name).upper()
    if value and value not in phonenumbers.SUPPORTED_REGIONS:
        raise malformed(name, value, "the two letters of a country, such as ES or US")
    return value


def phone(name: str, default: str = "") -> str:
    """A number that patients may dial as it stands. It is shown as written, so a remark behind it would be too."""
    value = text(name, default)
    if value and not re.fullmatch(r"[+(]?[0-9](?:[ ()./-]*[0-9])+", value):
        raise malformed(name, value, "a phone number alone, such as +34 912 345 678")
    return value


def email_address(name: str, default: str = "") -> str:
    """One address, alone or as `Name <address>`."""
    value = text(name, default)
    written = ADDRESS.fullmatch(value)
    if value and not (written and _is_address(written["bracketed"] or written["bare"])):
        raise malformed(name, value, "an email address such as reception@clinic.example.org")
    return value


def _is_address(value: str) -> bool:
    try:
        EmailValidator()(value)
    except ValidationError:
        return False
    return not value.endswith("]")  # a machine's number stands for no domain that mail could come from


def origin(value: str, name: str, *, secure: bool) -> str:
    """Check that `value` is written as browsers write an origin: scheme, small host, port if unusual, nothing more."""
    scheme = "https" if secure else "https?"
    if not re.fullmatch(rf"{scheme}://[a-z0-9.-]+(?!:(?:80|443)$)(:[0-9]{{2,5}})?", value):
        shown = without_secrets(value) if "@" in value else value
        raise malformed(name, shown, "an address such as https://clinic.example.org, with nothing behind it")
    return value
