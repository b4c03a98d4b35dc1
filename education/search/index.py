"""The pages and the words explained, ready to be searched."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from education.content.hubs import Hub
from education.rendering import Term, outline, read_terms
from education.search.words import words_of

# How much a place says about what a text is about. Where a word stands more than once, the best place counts.
TITLE, TERM, HEADING, IN_SHORT, TEXT = 16.0, 9.0, 5.0, 2.5, 1.0


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
    """A heading and the lines under it; `anchor` is blank at the top of a page."""

    anchor: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One thing that can be found. `worth` says for each stem in it how much the entry is about it."""

    url: str
    title: str
    hub: Hub
    is_term: bool
    names: tuple[str, ...]
    places: tuple[Place, ...]
    worth: dict[str, float]


@dataclass(frozen=True)
class Index:
    """Everything that can be found, and every spelling in it with its stem."""

    entries: tuple[Entry, ...]
    stems: dict[str, str]


def build(texts: Iterable[PageText]) -> Index:
    entries = [entry for text in texts for entry in _entries(text)]
    spoken = (part for entry in entries for part, _ in _weighed(entry))
    return Index(tuple(entries), {word.spelling: word.stem for part in spoken for word in words_of(part)})


def _entries(text: PageText) -> Iterator[Entry]:
    """The page. Of the glossary page also each word explained, by itself."""
    names = (text.title, text.slug.replace("-", " "))
    top = Place("", "", (*text.in_short, text.summary))
    below = () if text.is_glossary else tuple(Place(part.id, part.title, part.lines) for part in outline(text.body))
    yield _with_worth(Entry(text.url, text.title, text.hub, False, names, (top, *below), {}))
    for term in read_terms(text.body) if text.is_glossary else ():
        yield _with_worth(_of_term(term, text.hub))


def _of_term(term: Term, hub: Hub) -> Entry:
    return Entry(term.address, term.word, hub, True, term.forms, (Place("", "", (term.meaning,)),), {})


def _with_worth(entry: Entry) -> Entry:
    times: Counter[str] = Counter()
    for part, weight in _weighed(entry):
        for stem in {word.stem for word in words_of(part)}:
            times[stem] += 1
            entry.worth[stem] = max(entry.worth.get(stem, 0.0), weight)
    for stem, count in times.items():
        entry.worth[stem] += min(count, 20) / 20
    return entry


def _weighed(entry: Entry) -> Iterator[tuple[str, float]]:
    """Each stretch of text in an entry, with the weight of its place."""
    yield from ((name, TERM if entry.is_term else TITLE) for name in entry.names)
    for place in entry.places:
        yield place.title, HEADING
        yield from ((line, TEXT if place.anchor or entry.is_term else IN_SHORT) for line in place.lines)
