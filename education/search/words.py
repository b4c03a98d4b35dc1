"""Words as they are compared: “fibres”, “fiber” and “fibre” are one word; so are “tired” and “tiredness”."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST_QUERY = 100
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# British -> American, and pairs that need no telling apart. Both sides of every comparison pass through here,
# so it does no harm that a few become words of no language.
SPELLINGS = [
    (re.compile(pattern), american)
    for pattern, american in (
        ("aem", "em"),
        ("^oe", "e"),
        ("rrhoe", "rrhe"),
        ("^paed", "ped"),
        ("our", "or"),
        ("z", "s"),
        ("(?<=[bt])re(s?)$", r"er\1"),
        (r"([^\Waeious])\1", r"\1"),
    )
]
ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|ness|ity|ly|ful|(?<![su])s)$|(?<=\w{4})e$")


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, how it is spelled, and its stem, by which words are compared."""

    start: int
    end: int
    spelling: str
    stem: str


def canonical(query: str) -> str:
    """A query as it is shown and searched: one line of visible characters, with single spaces, and not too long."""
    composed = unicodedata.normalize("NFKC", query[: 4 * LONGEST_QUERY])
    visible = "".join(" " if char.isspace() else char for char in composed if char.isspace() or _is_visible(char))
    return " ".join(visible.split())[:LONGEST_QUERY].strip()


def _is_visible(char: str) -> bool:
    return not unicodedata.category(char).startswith("C")


def words_of(text: str) -> Iterator[Word]:
    for match in WORD.finditer(text):
        spelling = _spelled(match[0])
        if spelling:
            yield Word(match.start(), match.end(), spelling, stem(spelling))


def stems_of(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in words_of(text))


@lru_cache(maxsize=4096)
def _spelled(word: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFKD", word) if char.isalnum()).casefold()
    for pattern, american in SPELLINGS:
        plain = pattern.sub(american, plain)
    return plain


@lru_cache(maxsize=4096)
def stem(spelling: str) -> str:
    """The word without its endings, as long as three letters remain."""
    shorter = ENDING.sub("", re.sub("(?<=..)ies$", "y", spelling))
    return spelling if shorter == spelling else stem(shorter)
