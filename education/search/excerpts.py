"""The line or two shown of what was found, with the words that were looked for marked."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from education.search.words import stems_of, words_of

LENGTH = 180
SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+(?=[“‘(]*\w)")


@dataclass(frozen=True)
class Piece:
    """A stretch of an excerpt, marked or not. Plain text: the template escapes it."""

    text: str
    is_marked: bool


class Sentence(NamedTuple):
    """A sentence with its stems, which are found once and not for every query."""

    text: str
    stems: frozenset[str]


def sentences_of(line: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(part, stems_of(part)) for part in SENTENCE_END.split(line) if part.strip())


def excerpt(sentences: Sequence[Sentence], stems: AbstractSet[str]) -> tuple[Piece, ...]:
    """The sentence that says most of what was looked for, cut to a line or two. The first one if none says any."""
    if not sentences:
        return ()
    best = max(sentences, key=lambda sentence: len(sentence.stems & stems))
    return tuple(_pieces(_cut(best.text, stems), stems))


def _cut(sentence: str, stems: AbstractSet[str]) -> str:
    """At most LENGTH characters, whole words, with the first word that was looked for among them."""
    if len(sentence) <= LENGTH:
        return sentence
    first = next((word.start for word in words_of(sentence) if word.stem in stems), 0)
    start = max(0, min(first - LENGTH // 3, len(sentence) - LENGTH))
    inside = sentence[start : start + LENGTH]
    if start:
        inside = "… " + inside.partition(" ")[2]
    return inside if start + LENGTH >= len(sentence) else inside.rpartition(" ")[0] + " …"


def _pieces(sentence: str, stems: AbstractSet[str]) -> Iterator[Piece]:
    written = 0
    for word in words_of(sentence):
        if word.stem in stems:
            if word.start > written:
                yield Piece(sentence[written : word.start], is_marked=False)
            yield Piece(sentence[word.start : word.end], is_marked=True)
            written = word.end
    if sentence[written:]:
        yield Piece(sentence[written:], is_marked=False)
