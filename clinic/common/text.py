"""Canonical text: what is stored, compared and shown, whatever was pasted."""

import re
import unicodedata

# Control and format characters (bidi overrides, zero-width marks) and surrogates. They carry no words, and can make a
# name look like another one, break a log line, or upset a database. A line break and a tab are white space.
UNWANTED = ("Cc", "Cf", "Cs")
# Letters by their category, blank to the eye: Hangul fillers and the empty Braille pattern.
BLANK = "\u115f\u1160\u3164\uffa0\u2800"


def one_line(text: str) -> str:
    """NFC, without unwanted characters, white space collapsed to single spaces."""
    return " ".join(_composed(text).split())


def paragraphs(text: str) -> str:
    """As `one_line`, line by line; at most one blank line in a row."""
    lines = (" ".join(line.split()) for line in _composed(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def folded(text: str) -> str:
    """For finding: small letters without accents, so that “alvaro” finds “Álvaro” on every database."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _is_wanted(char: str) -> bool:
    return unicodedata.category(char) not in UNWANTED and char not in BLANK


def _composed(text: str) -> str:
    kept = (char for char in text if char in "\n\r\t" or _is_wanted(char))
    return unicodedata.normalize("NFC", "".join(kept))
