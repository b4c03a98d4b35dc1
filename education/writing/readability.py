"""How hard a text is to read: its long sentences and its reading age.

The age is the Flesch-Kincaid grade plus five, as a child in grade 1 is about six. The grade is that of Kincaid and
others, Derivation of New Readability Formulas for Navy Enlisted Personnel, 1975. It counts syllables and words, and
understands nothing: treat it as a smoke alarm.
"""

import re
from collections.abc import Iterable, Iterator

from education.rendering import outline

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?])[”’\")]*\s+")
# A vowel group is a syllable, but for an e that is not heard: at the end (age, not table), in -ed (used) and in -es.
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<=[aeiouy])([^aeiouy]+)(?:e|(?<![td])ed|(?<![sxzcg])(?<!ch)(?<!sh)es)$")
SPLIT_VOWELS = re.compile(r"i(?=[aou])(?<!ti)(?<!ci)(?<!si)(?<!gi)|(?<=[aeo])ing$")


def sentences(in_short: Iterable[str], body: str) -> list[str]:
    """What a reader reads of a page, sentence by sentence. Headings are not sentences; each point of a list is one."""
    lines = [*in_short, *(line for passage in outline(body) for line in passage.lines)]
    return [sentence for line in lines for sentence in SENTENCE_END.split(line) if WORD.search(sentence)]


def words(sentence: str) -> list[str]:
    return WORD.findall(sentence)


def longer_than(most: int, text: Iterable[str]) -> Iterator[str]:
    return (sentence for sentence in text if len(words(sentence)) > most)


def reading_age(text: list[str]) -> float:
    """In years. `text` is a list of sentences."""
    spoken = [word for sentence in text for word in words(sentence)]
    if not spoken:
        return 0.0
    grade = 0.39 * len(spoken) / len(text) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Nearly right for English: the dictionary would be larger than this site."""
    plain = word.casefold()
    heard = plain if plain.endswith("le") and len(plain) > 3 else SILENT.sub(r"\1", plain)
    return max(1, len(VOWELS.findall(heard)) + len(SPLIT_VOWELS.findall(heard)))
