"""The pages and the words explained, ready to be searched."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from education.content.hubs import Hub
from education.rendering import outline, read_terms
from education.search.excerpts import Sentence, sentences_of
from education.search.spellings import Spellings
from education.search.words import Word, stems_of, words_of

# How much a place says about what a text is about. Where a word stands more than once, the best place counts.
TITLE, TERM, HEADING, IN_SHORT, TEXT = 16.0, 9.0, 5.0, 2.5, 1.0
AFTER_ALL = "\U0010ffff"  # stands behind every letter in alphabetical order


@dataclass(frozen=True)
class PageText:
    """The public text of a page, as search needs it."""

    slug: str
    url: str
    hub: Hub
    title: str
    summary: str
    in_short: tuple[str, ...]
    body: str
    is_glossary: bool = False


@dataclass(frozen=True)
class Place:
    """A heading and the lines under it; `anchor` is blank at the top of a page.

    `worth` says for each stem in it how much this is the place to look for it: a heading counts double.
    """

    anchor: str
    title: str
    lines: tuple[tuple[Sentence, ...], ...]
    worth: dict[str, float]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What an excerpt is taken from: the lines, or where there are none the heading."""
        return tuple(chain.from_iterable(self.lines)) if self.lines else sentences_of(self.title)


@dataclass(frozen=True)
class Entry:
    """One thing that can be found. `worth` says for each stem in it how much the entry is about it."""

    url: str
    title: str
    hub: Hub
    is_term: bool
    names: tuple[str, ...]
    named: frozenset[str]
    places: tuple[Place, ...]
    worth: dict[str, float]


@dataclass(frozen=True)
class Index:
    """Everything that can be found, and whatever of the search does not depend on the query.

    `stems` has every spelling with its stem, `in_order` the spellings in alphabetical order, `where` for each stem the
    numbers of the entries it stands in, with its worth there.
    """

    entries: tuple[Entry, ...]
    stems: dict[str, str]
    in_order: list[str]
    spellings: Spellings
    where: dict[str, list[tuple[int, float]]]
    by_name: dict[str, Entry]
    names: Spellings

    def begun_by(self, beginning: str) -> set[str]:
        """The stems of all spellings that begin so."""
        start, end = (bisect_left(self.in_order, edge) for edge in (beginning, beginning + AFTER_ALL))
        return {self.stems[spelling] for spelling in self.in_order[start:end]}


def build(texts: Iterable[PageText]) -> Index:
    entries = tuple(entry for text in texts for entry in _entries(text))
    stems = {word.spelling: word.stem for entry in entries for word in _words(entry)}
    by_name = {name.casefold(): entry for entry in entries for name in entry.names}
    return Index(
        entries=entries,
        stems=stems,
        in_order=sorted(stems),
        spellings=Spellings(stems),
        where=_where(entries),
        by_name=by_name,
        names=Spellings(by_name),
    )


def _where(entries: tuple[Entry, ...]) -> dict[str, list[tuple[int, float]]]:
    where: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for stem, worth in entry.worth.items():
            where[stem].append((number, worth))
    return dict(where)


def _entries(text: PageText) -> Iterator[Entry]:
    """The page. Of the glossary page also each word explained, by itself."""
    names = (text.title, text.slug.replace("-", " "))
    top = _place("", "", (*text.in_short, text.summary))
    below = () if text.is_glossary else tuple(_place(part.id, part.title, part.lines) for part in outline(text.body))
    yield _entry(text.url, text.title, text.hub, names, (top, *below))
    for term in read_terms(text.body) if text.is_glossary else ():
        meaning = _place("", "", (term.meaning,))
        yield _entry(term.address, term.word, text.hub, term.forms, (meaning,), is_term=True)


def _place(anchor: str, title: str, lines: Iterable[str]) -> Place:
    split = tuple(map(sentences_of, lines))
    worth = dict.fromkeys((stem for line in split for stem in _stems(line)), 1.0)
    return Place(anchor, title, split, worth | dict.fromkeys(stems_of(title), 2.0))


def _entry(
    url: str, title: str, hub: Hub, names: tuple[str, ...], places: tuple[Place, ...], *, is_term: bool = False
) -> Entry:
    named = frozenset[str]().union(*map(stems_of, names))
    return Entry(url, title, hub, is_term, names, named, places, _worth(names, places, is_term=is_term))


def _worth(names: tuple[str, ...], places: tuple[Place, ...], *, is_term: bool) -> dict[str, float]:
    times: Counter[str] = Counter()
    worth: dict[str, float] = {}
    for stems, weight in _weighed(names, places, is_term=is_term):
        for stem in stems:
            times[stem] += 1
            worth[stem] = max(worth.get(stem, 0.0), weight)
    return {stem: weight + min(times[stem], 20) / 20 for stem, weight in worth.items()}


def _weighed(
    names: tuple[str, ...], places: tuple[Place, ...], *, is_term: bool
) -> Iterator[tuple[frozenset[str], float]]:
    """The stems of each stretch of text in an entry, with the weight of its place."""
    yield from ((stems_of(name), TERM if is_term else TITLE) for name in names)
    for place in places:
        yield stems_of(place.title), HEADING
        yield from ((_stems(line), TEXT if place.anchor or is_term else IN_SHORT) for line in place.lines)


def _stems(line: tuple[Sentence, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(sentence.stems for sentence in line))


def _words(entry: Entry) -> Iterator[Word]:
    texts = [*entry.names, *(place.title for place in entry.places)]
    texts += [sentence.text for place in entry.places for line in place.lines for sentence in line]
    return chain.from_iterable(map(words_of, texts))
