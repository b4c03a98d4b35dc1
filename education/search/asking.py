"""What a query asks for: each of its words with everything that would answer it, and how well it would."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from education.search.index import Index
from education.search.spellings import Spellings, nearest
from education.search.vocabulary import FUNCTION_WORDS, OUR_WORDS, URGENT
from education.search.words import Word, stem, words_of

MOST_WORDS = 12
WHOLE, OUR_WORD, BEGINNING, NEAR = 1.0, 0.9, 0.5, 0.3
SHORTEST_BEGINNING, SHORTEST_NEAR = 3, 4
LIKENESS, SHORT_LIKENESS = 0.8, 0.75  # difflib's: about one slip in a word of four or five letters, two in one of ten
MUCH_THE_SAME = 0.04

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Wanted:
    """One word of a query, or a few that belong together. `answers` are stems, each with its quality."""

    answers: dict[str, float]
    is_near: bool = False


def understand(query: str, index: Index) -> list[Wanted]:
    """What a query asks for. Words that mean nothing alone count only if there is nothing else."""
    return list(_wanted(_telling(query)[:MOST_WORDS], index))


def _telling(text: str) -> list[Word]:
    words = list(words_of(text))
    return [word for word in words if word.spelling not in _function_spellings()] or words


def _wanted(words: list[Word], index: Index) -> Iterator[Wanted]:
    rest = words
    while rest:
        length, meant = _our_words(rest)
        answers = _answers(rest[0], index) if length == 1 else {}
        near = {} if answers or meant else _near(rest[0], index)
        yield Wanted(dict.fromkeys(meant, OUR_WORD) | near | answers, is_near=bool(near))
        rest = rest[length:]


def _our_words(words: list[Word]) -> tuple[int, Stems]:
    """How many words at the start are a phrase of the vocabulary, and what our pages say instead."""
    for length in range(min(len(words), _longest_phrase()), 0, -1):
        phrase = tuple(word.stem for word in words[:length])
        if phrase in _meant():
            return length, _meant()[phrase]
    return 1, ()


def _answers(word: Word, index: Index) -> dict[str, float]:
    """The word itself, and the words that begin with it."""
    longer = index.begun_by(word.spelling) if len(word.spelling) >= SHORTEST_BEGINNING else ()
    return dict.fromkeys(longer, BEGINNING) | ({word.stem: WHOLE} if word.stem in index.where else {})


def _near(word: Word, index: Index) -> dict[str, float]:
    """Words spelled nearly like this one, in our texts or in the vocabulary, for want of the word itself."""
    typed = _single_words()
    found: dict[str, float] = {}
    for spelling in _spelled_like(word.spelling, index.spellings, _single_spellings()):
        known = (index.stems[spelling],) if spelling in index.stems else ()
        found |= dict.fromkeys((*known, *typed.get(spelling, ())), NEAR)
    return found


def _spelled_like(spelling: str, *others: Spellings) -> list[str]:
    """The likeliest, and those that are as likely. Letters in the wrong order are the likeliest slip."""
    if len(spelling) < SHORTEST_NEAR:
        return []
    cutoff = SHORT_LIKENESS if len(spelling) == SHORTEST_NEAR else LIKENESS
    near = {other: _likeness(spelling, other) for other in nearest(spelling, others, most=8, cutoff=cutoff)}
    return [other for other, likeness in near.items() if likeness > max(near.values()) - MUCH_THE_SAME]


def _likeness(spelling: str, other: str) -> float:
    return 1.0 if sorted(spelling) == sorted(other) else SequenceMatcher(None, other, spelling).ratio()


def is_urgent(query: str) -> bool:
    """Whether a query may be about an emergency: rather too often than too seldom."""
    words = list(words_of(query))
    asked = {word.stem for word in words} | {near for word in words for near in _near_urgent(word.spelling)}
    return any(phrase <= asked for phrase in _urgent_phrases())


def _near_urgent(spelling: str) -> list[str]:
    return [stem(near) for near in _spelled_like(spelling, _urgent_spellings()) if len(spelling) > SHORTEST_NEAR]


@lru_cache(maxsize=1)
def _meant() -> dict[Stems, Stems]:
    meant: dict[Stems, Stems] = {}
    for ours, all_typed in OUR_WORDS.items():
        for typed in all_typed.split(", "):
            phrase = tuple(word.stem for word in _telling(typed))
            meant[phrase] = (*meant.get(phrase, ()), *(word.stem for word in words_of(ours)))
    return meant


@lru_cache(maxsize=1)
def _single_words() -> dict[str, Stems]:
    typed = [_telling(phrase) for all_typed in OUR_WORDS.values() for phrase in all_typed.split(", ")]
    return {words[0].spelling: _meant()[(words[0].stem,)] for words in typed if len(words) == 1}


@lru_cache(maxsize=1)
def _single_spellings() -> Spellings:
    return Spellings(_single_words())


@lru_cache(maxsize=1)
def _longest_phrase() -> int:
    return max(map(len, _meant()))


@lru_cache(maxsize=1)
def _urgent_phrases() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(word.stem for word in words_of(phrase)) for phrase in URGENT.split(", "))


@lru_cache(maxsize=1)
def _urgent_spellings() -> Spellings:
    words = [list(words_of(phrase)) for phrase in URGENT.split(", ")]
    return Spellings(phrase[0].spelling for phrase in words if len(phrase) == 1)


@lru_cache(maxsize=1)
def _function_spellings() -> frozenset[str]:
    return frozenset(word.spelling for word in words_of(FUNCTION_WORDS))
