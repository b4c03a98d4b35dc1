"""Where things stand on a page: the ids of its headings and words explained, and its plain text under each heading."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it.token import Token

from education.content.red_flags import registry
from education.rendering.citations import take_definitions
from education.rendering.glossary import mark_terms
from education.rendering.headings import RESERVED, Section, mark_sections
from education.rendering.parser import parse, plain
from education.rendering.red_flags import unfold


@dataclass(frozen=True)
class Passage:
    """A heading and the lines of plain text under it. What stands before the first heading has no id and no title."""

    id: str
    title: str
    lines: tuple[str, ...]


def mark_places(tokens: list[Token]) -> tuple[Section, ...]:
    """Give words explained and headings their ids, and answer the contents list."""
    # The ids of words explained come first: other pages link to them, so no heading may take them.
    taken = {term.id for term in mark_terms(tokens, set())}
    return tuple(mark_sections(tokens, taken))


@lru_cache(maxsize=256)
def places_in(body: str) -> frozenset[str]:
    """Every id that a link to the page may end in: those of the text, and those of the page around it."""
    tokens, _sources = take_definitions(parse(body))
    mark_places(tokens)
    marked = {str(token.attrGet("id")) for token in tokens if token.type in ("heading_open", "dt_open")}
    return frozenset(marked | RESERVED - {""})


def outline(body: str) -> tuple[Passage, ...]:
    """A page's plain text by heading, without sources and without the words of a definition list."""
    tokens, _sources = take_definitions(parse(unfold(body, registry())))
    mark_places(tokens)
    return tuple(_passages(tokens))


def _passages(tokens: list[Token]) -> Iterator[Passage]:
    place, title = "", ""
    lines: list[str] = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            yield Passage(place, title, tuple(lines))
            place, title, lines = str(opening.attrGet("id")), plain(inline), []
        elif inline.type == "inline" and opening.type != "dt_open":
            lines.append(plain(inline))
    yield Passage(place, title, tuple(lines))
