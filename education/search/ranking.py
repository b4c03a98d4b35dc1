"""Who answers a query best. Title before word explained, heading, In short and text; whole words before the rest."""

from collections import defaultdict
from dataclasses import dataclass
from math import log

from education.content.hubs import Hub
from education.search.asking import Wanted, is_urgent, understand
from education.search.excerpts import Piece, excerpt
from education.search.index import Entry, Index, Place
from education.search.spellings import nearest
from education.search.words import canonical

MOST_HITS = 10
MOST_NEAREST = 3
NEAREST_LIKENESS = 0.5


@dataclass(frozen=True)
class Hit:
    """One result: what it is called, where it stands and a line of it. A blank `section` is the top of the page."""

    url: str
    title: str
    hub: Hub
    is_term: bool
    section: str = ""
    excerpt: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Found:
    """The answer to a query. `nearest` has suggestions when there are no hits."""

    query: str
    hits: tuple[Hit, ...] = ()
    nearest: tuple[Hit, ...] = ()
    is_urgent: bool = False
    is_by_spelling: bool = False

    @property
    def is_empty(self) -> bool:
        """Somebody asked, and there is no result."""
        return bool(self.query and not self.hits)


def find(query: str, index: Index) -> Found:
    """Answer any text at all."""
    query = canonical(query)
    wanted = understand(query, index)
    ranked = _ranked(wanted, index)[:MOST_HITS]
    return Found(
        query=query,
        hits=tuple(_hit(entry, wanted) for entry in ranked),
        nearest=() if ranked else _nearest(query, index),
        is_urgent=is_urgent(query),
        is_by_spelling=any(want.is_near for want in wanted),
    )


def _ranked(wanted: list[Wanted], index: Index) -> list[Entry]:
    """Each word counts by how rare it is, and who answers most of the words gains the most."""
    worth = [_answering(want, index) for want in wanted]
    rarity = [log(1 + len(index.entries) / max(1, len(row))) for row in worth]
    shares: defaultdict[int, float] = defaultdict(float)
    totals: defaultdict[int, float] = defaultdict(float)
    for row, rare in zip(worth, rarity, strict=True):
        for number, value in row.items():
            shares[number] += rare
            totals[number] += value * rare
    scores = sorted(totals, key=lambda number: (-totals[number] * shares[number] ** 2, number))
    return [index.entries[number] for number in scores]


def _answering(want: Wanted, index: Index) -> dict[int, float]:
    """The numbers of the entries that answer, and how well each does."""
    row: dict[int, float] = {}
    for stem, quality in want.answers.items():
        for number, worth in index.where.get(stem, ()):
            row[number] = max(row.get(number, 0.0), worth * quality)
    return row


def _worth(want: Wanted, worth: dict[str, float]) -> float:
    return max((worth.get(stem, 0.0) * quality for stem, quality in want.answers.items()), default=0.0)


def _hit(entry: Entry, wanted: list[Wanted]) -> Hit:
    """With the section that answers best, unless the title or the top of the page answers as well."""
    stems = {stem for want in wanted for stem in want.answers}
    is_named = all(entry.named & want.answers.keys() for want in wanted)
    place = entry.places[0] if is_named else max(entry.places, key=lambda place: _fits(place, wanted))
    url = f"{entry.url}#{place.anchor}" if place.anchor else entry.url
    return Hit(url, entry.title, entry.hub, entry.is_term, place.title, excerpt(place.sentences, stems))


def _fits(place: Place, wanted: list[Wanted]) -> tuple[int, float]:
    """How many of the words a place answers; then how well, its heading counting double."""
    best = [_worth(want, place.worth) for want in wanted]
    return sum(value > 0 for value in best), sum(best)


def _nearest(query: str, index: Index) -> tuple[Hit, ...]:
    """What is called most like the query."""
    names = nearest(query.casefold(), [index.names], most=2 * MOST_NEAREST, cutoff=NEAREST_LIKENESS)
    entries = {index.by_name[name].url: index.by_name[name] for name in names}
    hits = (Hit(entry.url, entry.title, entry.hub, entry.is_term) for entry in entries.values())
    return tuple(hits)[:MOST_NEAREST]
