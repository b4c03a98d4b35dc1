"""What every reader of the environment is made of: the text of a variable, and the sentence when it is malformed."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def multiline(name: str, default: str = "") -> str:
    r"""A text whose lines are written `\n`, as one-line files and service managers require."""
    return text(name, default).replace("\\n", "\n")


def words(name: str) -> list[str]:
    """A list written with commas: `clinic.example.org, www.clinic.example.org`."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def required(name: str, expected: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name}: found nothing, expected {expected}. With DEBUG off it has no default.")
    return value


def secret(name: str) -> str:
    value = required(name, "50 random characters or more")
    if len(value) < 50 or len(set(value)) < 5:
        # What was found is not repeated: it may be most of a real secret.
        raise malformed(name, f"{len(value)} characters", "50 random characters or more")
    return value


def malformed(name: str, found: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}: found {found!r}, expected {expected}.")


def without_secrets(url: str) -> str:
    """What may be shown of an address that cannot be read: where a password in it ends, nobody can tell."""
    scheme, divider, _ = url.partition("://")
    return f"{scheme}://…" if divider and scheme.isascii() and scheme.replace("+", "").isalnum() else "…"
