"""Canonical text: what is stored, compared and shown, whatever was pasted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

from clinic.common.joiners import JOINERS, without_idle_joiners

# Control and format characters (bidi overrides, zero-width marks) and surrogates. They carry no words, and can make a
# name look like another one, break a log line, or upset a database. A line break and a tab are white space.
UNWANTED = ("Cc", "Cf", "Cs")
# Letters by their category, blank to the eye: Hangul fillers and the empty Braille pattern.
BLANK = "\u115f\u1160\u3164\uffa0\u2800"
# Letters that are one letter to Unicode, and another one with a mark to whoever types them without it.
UNDIVIDED = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n"}
LIGATURES = {"æ": "ae", "œ": "oe", "þ": "th"}
# What stands within a word, and is often left out: apostrophes of all kinds, dots, the Arabic stretch.
WITHIN = dict.fromkeys("'\u2019\u2018\u201b`\u00b4\u02bc\u02bb\u02b9\u2032.\u00b7\u0640", "")
AS_TYPED = str.maketrans(UNDIVIDED | LIGATURES | WITHIN)
# No language puts more marks on one letter. To order a run of them takes time that grows with its square, so that a
# form of 180 KB would keep a process busy for half a minute. Unicode's Stream-Safe Text Format has the same bound.
MOST_MARKS = 30


def one_line(text: str) -> str:
    """NFC, without unwanted characters, white space collapsed to single spaces."""
    return " ".join(_composed(text).split())


def paragraphs(text: str) -> str:
    """As `one_line`, line by line; at most one blank line in a row."""
    lines = (" ".join(line.split()) for line in _composed(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def folded(text: str) -> str:
    """For finding: small letters without accents, apostrophes, hyphens and joiners, and words with one space between.

    So “alvaro” finds “Álvaro”, “o'brien” finds “O’Brien” and “soren” finds “Søren”, on every database.
    """
    decomposed = normalized("NFKD", text.casefold().translate(AS_TYPED))
    return " ".join("".join(map(_as_found, decomposed)).split())


def _as_found(char: str) -> str:
    """Nothing for what stands within a word; a space for what stands between words."""
    kind = unicodedata.category(char)
    if unicodedata.combining(char) or kind in ("Pd", "Cf"):
        return ""
    return char if char.isalnum() or kind.startswith("M") else " "


def normalized(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """A normal form of Unicode, in time that grows with the length alone: of a run of marks, thirty are kept."""
    if text.isascii():
        return text
    apart = "NFKD" if "K" in form else "NFD"
    # Each character by itself is taken apart without being put in order among its neighbors.
    parts = (part for char in text for part in unicodedata.normalize(apart, char))  # type: ignore[arg-type]
    return unicodedata.normalize(form, "".join(_with_few_marks(parts)))


def _with_few_marks(chars: Iterable[str]) -> Iterator[str]:
    marks = 0
    for char in chars:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            yield char


def name_of(user: AbstractUser) -> str:
    """A member of staff, as colleagues read it everywhere: the full name, or what they sign in with."""
    return user.get_full_name() or user.get_username()


def _is_wanted(char: str) -> bool:
    return unicodedata.category(char) not in UNWANTED and char not in BLANK


def _composed(text: str) -> str:
    kept = (char for char in text if char in "\n\r\t" or char in JOINERS or _is_wanted(char))
    # Composed twice: a mark may stand between a virama and its joiner, or find its letter once a joiner is gone.
    composed = normalized("NFC", "".join(kept))
    return normalized("NFC", without_idle_joiners(composed))
