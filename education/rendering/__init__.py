"""Markdown -> safe HTML, with what stands around it on a page: contents, sources and the words explained.

red_flags.py  keys of red flags into cards
parser.py     Markdown into tokens
citations.py  cards.py  headings.py  glossary.py    each changes the tokens in one way
outline.py    ids and plain text, for links and for search
safety.py     what may leave as HTML
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils import translation
from markdown_it.token import Token

from education.content.red_flags import RedFlag
from education.content.sources import Source
from education.rendering.cards import Calls, dress_containers, label_evidence
from education.rendering.citations import Citation, number_citations, take_definitions
from education.rendering.glossary import Term, besides, explain_terms, read_terms
from education.rendering.headings import Section
from education.rendering.outline import Passage, mark_places, outline
from education.rendering.parser import parse, parser, plain
from education.rendering.red_flags import unfold
from education.rendering.safety import clean

__all__ = [
    "Calls",
    "Chapter",
    "Citation",
    "Passage",
    "Rendering",
    "Section",
    "Surroundings",
    "Term",
    "besides",
    "outline",
    "read_terms",
    "render",
]


@dataclass(frozen=True)
class Surroundings:
    """Everything besides the text itself that its HTML depends on."""

    sources: tuple[Source, ...] = ()
    terms: tuple[Term, ...] = ()
    calls: Calls = field(default_factory=Calls)
    red_flags: tuple[RedFlag, ...] = ()
    language: str = "en"


@dataclass(frozen=True)
class Chapter:
    """One `##` and what stands under it. The text before the first has no section."""

    section: Section | None
    html: str


@dataclass(frozen=True)
class Rendering:
    """A page's HTML, safe to show as it is. `terms` are the words explained in it."""

    chapters: tuple[Chapter, ...]
    contents: tuple[Section, ...]
    sources: tuple[Citation, ...]
    terms: tuple[Term, ...]

    @property
    def html(self) -> str:
        return "".join(chapter.html for chapter in self.chapters)


@lru_cache(maxsize=256)
def render(body: str, surroundings: Surroundings) -> Rendering:
    """Turn a page's text into HTML. The same text in the same surroundings is always the same HTML."""
    with translation.override(surroundings.language):
        return _render(body, surroundings)


def _render(body: str, around: Surroundings) -> Rendering:
    tokens, own = take_definitions(parse(unfold(body, around.red_flags)))
    citations = number_citations(tokens, (*around.sources, *own))
    label_evidence(tokens)
    contents = mark_places(tokens)
    explained = explain_terms(tokens, around.terms)
    _mark_links_elsewhere(tokens)
    tokens = dress_containers(tokens, around.sources, around.calls)
    return Rendering(tuple(map(_chapter, _split(tokens))), contents, tuple(citations), explained)


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    """Cut before every `##`, but not inside a quotation or a list: each stretch is whole by itself."""
    begun = 0
    for position, token in enumerate(tokens):
        if _opens_chapter(token) and position:
            yield tokens[begun:position]
            begun = position
    yield tokens[begun:]


def _opens_chapter(token: Token) -> bool:
    return token.type == "heading_open" and token.tag == "h2" and token.level == 0


def _chapter(tokens: list[Token]) -> Chapter:
    html = clean(parser().renderer.render(tokens, parser().options, {}))
    if tokens and _opens_chapter(tokens[0]):
        return Chapter(Section(str(tokens[0].attrGet("id")), plain(tokens[1])), html)
    return Chapter(None, html)


def _mark_links_elsewhere(tokens: list[Token]) -> None:
    for token in tokens:
        for link in token.children or ():
            if link.type == "link_open" and urlsplit(str(link.attrGet("href"))).netloc:
                link.attrSet("rel", "noopener noreferrer")
