"""A language that nobody speaks: every word that goes through gettext is marked and made longer.

What stands on a page without marks never reaches a translator; and what breaks when words grow breaks in German.
"""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import chain
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, JSONField, TextField
from django.utils import translation

from appointments.models import choices

OPEN, CLOSE = "⟦", "⟧"
TEXTS = (CharField, TextField, JSONField)
LONGER = 0.4  # as much as short German or Finnish words need
SPOKEN = ("alt", "aria-label", "placeholder", "title")
# Neither ours: what Django's admin says of a yes and a no, and of its magnifying glass, in English alone.
DJANGOS = r"^(?:True|False|Search)$"
REFERENCE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
NO_WORDS = re.compile(
    DJANGOS + "|"
    r"https?://\S+|(?<!\w)/[\w/-]+/|[\w.+-]+@[\w.-]+|\S+\.(?:example\.org|ics|csv)\S*"  # addresses
    r"|\b(?:UTC|CET|CEST)\b|\b[0-9a-f]{16,}\b|\b\d+(?:st|nd|rd|th)?\b"
)
WORD = re.compile(r"[^\W\d_]{2,}")
NAMES = ("CLINIC_NAME", "DOCTOR_NAME", "CLINIC_ADDRESS", "CLINIC_OPENING_HOURS")


def speak(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, and until the test is over, everything speaks it."""
    trans: Any = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(trans, "gettext", marked)
    monkeypatch.setattr(trans, "pgettext", lambda context, text: marked(text))
    monkeypatch.setattr(trans, "ngettext", lambda one, many, number: marked(one if number == 1 else many))
    monkeypatch.setattr(choices, "_known", choices._known.__wrapped__)  # what is kept is in the language before
    monkeypatch.setattr(trans, "npgettext", lambda context, one, many, number: marked(one if number == 1 else many))


def marked(text: str) -> str:
    """`⟦Send my request ~~~~~~⟧`. Blank stays blank, and white space stays outside."""
    words = text.strip()
    if not words:
        return text
    begins = text.index(words)
    longer = "~" * max(2, int(len(words) * LONGER))
    # In words of seven: one word without end would be a test of nothing but that.
    tail = " ".join(longer[at : at + 7] for at in range(0, len(longer), 7))
    return f"{text[:begins]}{OPEN}{words} {tail}{CLOSE}{text[begins + len(words) :]}"


def bare_words(html: str, known: Iterable[str]) -> list[str]:
    """The texts of a page that no translator would ever see. `known` is what people typed: data, in no language."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    data = {text for text in known if len(text.strip()) > 2}
    longest_first = sorted(data, key=len, reverse=True)
    return [text for text in reader.bare if text not in data and WORD.search(_without(text, longest_first))]


def texts_of(html: str) -> list[str]:
    """Every text in it, and what is said of its pictures."""
    return bare_words(html, [])


def typed_by_people() -> set[str]:
    """Every text in the database, line by line, and the clinic's own names."""
    found = {str(getattr(settings, name)) for name in NAMES}
    for model in apps.get_models():
        columns = [
            field.name for field in model._meta.get_fields() if isinstance(field, CharField | TextField | JSONField)
        ]
        for value in chain.from_iterable(model._default_manager.values_list(*columns)) if columns else ():
            found |= set(_texts(value))
    return {line for text in found for line in [text, *text.splitlines()]}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_texts, value))


def _without(text: str, data: list[str]) -> str:
    text = REFERENCE.sub(" ", text)
    for typed in data:
        text = text.replace(typed, " ")
    return NO_WORDS.sub(" ", text)


class _Reader(HTMLParser):
    """Collects what is seen or said outside of marks. Marks may be opened in one element and closed in another."""

    def __init__(self) -> None:
        super().__init__()
        self.bare: list[str] = []
        self.depth = 0
        self.skipping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self.skipping = tag
        named = dict(attrs)
        values = [named.get(name) or "" for name in SPOKEN]
        if tag == "input" and named.get("type") in {"submit", "button"}:
            values.append(named.get("value") or "")
        self.bare += [text for text in map(_outside, values) if text]

    def handle_endtag(self, tag: str) -> None:
        self.skipping = "" if tag == self.skipping else self.skipping

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        outside = ""
        for char in data:
            self.depth += (char == OPEN) - (char == CLOSE)
            outside += char if not self.depth and char != CLOSE else " "
        if outside.strip():
            self.bare.append(" ".join(outside.split()))


def _outside(text: str) -> str:
    while OPEN in text:
        text, before = re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text), text
        if text == before:
            return text
    return " ".join(text.split())
