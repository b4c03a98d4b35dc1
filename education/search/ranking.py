"""Who answers a query best. Title before word explained, heading, In short and text; whole words before the rest."""

from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from education.content.hubs import Hub
from education.search.asking import Wanted, is_urgent, understand
from education.search.excerpts import Piece, excerpt
from education.search.index import Entry, Index, Place
from education.search.words import canonical, words_of

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
    worth = [[_worth(want, entry.worth) for entry in index.entries] for want in wanted]
    rarity = [log(1 + len(row) / max(1, sum(value > 0 for value in row))) for row in worth]
    scores: list[tuple[float, Entry]] = []
    for number, entry in enumerate(index.entries):
        share = sum(rare for row, rare in zip(worth, rarity, strict=True) if row[number])
        total = sum(row[number] * rare for row, rare in zip(worth, rarity, strict=True))
        if total:
            scores.append((total * share**2, entry))
    return [entry for _, entry in sorted(scores, key=lambda pair: -pair[0])]


def _worth(want: Wanted, worth: dict[str, float]) -> float:
    return max((worth.get(stem, 0.0) * quality for stem, quality in want.answers.items()), default=0.0)


def _hit(entry: Entry, wanted: list[Wanted]) -> Hit:
    """With the section that answers best, unless the title or the top of the page answers as well."""
    stems = {stem for want in wanted for stem in want.answers}
    named = {word.stem for name in entry.names for word in words_of(name)}
    is_named = all(named & want.answers.keys() for want in wanted)
    place = entry.places[0] if is_named else max(entry.places, key=lambda place: _fits(place, wanted))
    lines = place.lines or (place.title,)
    url = f"{entry.url}#{place.anchor}" if place.anchor else entry.url
    return Hit(url, entry.title, entry.hub, entry.is_term, place.title, excerpt(lines, stems))


def _fits(place: Place, wanted: list[Wanted]) -> tuple[int, float]:
    """How many of the words a place answers; then how well, its heading counting double."""
    worth = {word.stem: 1.0 for line in place.lines for word in words_of(line)}
    worth |= {word.stem: 2.0 for word in words_of(place.title)}
    best = [_worth(want, worth) for want in wanted]
    return sum(value > 0 for value in best), sum(best)


def _nearest(query: str, index: Index) -> tuple[Hit, ...]:
    """What is called most like the query."""
    by_name = {name.casefold(): entry for entry in index.entries for name in entry.names}
    names = get_close_matches(query.casefold(), by_name, n=2 * MOST_NEAREST, cutoff=NEAREST_LIKENESS)
    entries = {by_name[name].url: by_name[name] for name in names}
    hits = (Hit(entry.url, entry.title, entry.hub, entry.is_term) for entry in entries.values())
    return tuple(hits)[:MOST_NEAREST]
