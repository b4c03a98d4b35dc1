"""Words that are spelled nearly alike, as difflib finds them, in a fiftieth of the time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from heapq import nlargest

ROUNDING = 1e-6


class Spellings:
    """Words that what is typed is compared with."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        for word in dict.fromkeys(words):
            self._by_length[len(word)].append((_letters(word), word))

    def near(self, word: str, cutoff: float) -> Iterator[tuple[float, str]]:
        """Those whose likeness, by difflib's SequenceMatcher, is `cutoff` or more, each with its likeness."""
        matcher = SequenceMatcher(None, "", word)
        for other in self._possible(word, cutoff):
            matcher.set_seq1(other)
            if matcher.quick_ratio() >= cutoff and matcher.ratio() >= cutoff:
                yield matcher.ratio(), other

    def _possible(self, word: str, cutoff: float) -> Iterator[str]:
        """Without most of those that cannot be: too long, too short, or with too many letters that the word lacks."""
        mine, size = _letters(word), len(word)
        for length, others in self._by_length.items():
            needed = cutoff * (size + length) / 2 - ROUNDING
            if min(size, length) < needed:
                continue
            yield from (
                other
                for theirs, other in others
                if (mine & ~theirs).bit_count() <= size - needed and (theirs & ~mine).bit_count() <= length - needed
            )


def nearest(word: str, spellings: Iterable[Spellings], most: int, cutoff: float) -> list[str]:
    """The likeliest first. Of words in a list the same as difflib's get_close_matches answers."""
    found = {other: likeness for some in spellings for likeness, other in some.near(word, cutoff)}
    return nlargest(most, found, key=lambda other: (found[other], other))


def _letters(word: str) -> int:
    """A bit for each letter. Two may share one, which makes a word look nearer than it is, never farther."""
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 63)
    return bits
