"""Markdown -> safe HTML, with what stands around it on a page: contents, sources and the words explained.

parser.py     Markdown into tokens
citations.py  cards.py  headings.py  glossary.py    each changes the tokens in one way
safety.py     what may leave as HTML
"""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils import translation
from markdown_it.token import Token

from education.rendering.cards import dress_containers, label_evidence
from education.rendering.citations import Citation, number_citations, take_definitions
from education.rendering.glossary import Term, link_terms, mark_terms, read_terms
from education.rendering.headings import Section, mark_sections
from education.rendering.parser import parse, parser
from education.rendering.safety import clean
from education.sources import Source

__all__ = ["Citation", "Rendering", "Section", "Surroundings", "Term", "read_terms", "render"]


@dataclass(frozen=True)
class Surroundings:
    """Everything besides the text itself that its HTML depends on."""

    sources: tuple[Source, ...] = ()
    terms: tuple[Term, ...] = ()
    emergency_number: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Rendering:
    """`html` is safe to show as it is. `terms` are the words explained that it links."""

    html: str
    contents: tuple[Section, ...]
    sources: tuple[Citation, ...]
    terms: tuple[Term, ...]


@lru_cache(maxsize=256)
def render(body: str, surroundings: Surroundings) -> Rendering:
    """Turn a page's text into HTML. The same text in the same surroundings is always the same HTML."""
    with translation.override(surroundings.language):
        return _render(body, surroundings)


def _render(body: str, around: Surroundings) -> Rendering:
    tokens, own = take_definitions(parse(body))
    citations = number_citations(tokens, (*around.sources, *own))
    label_evidence(tokens)
    # The ids of words explained come first: other pages link to them, so no heading may take them.
    taken = {term.id for term in mark_terms(tokens, set())}
    contents = tuple(mark_sections(tokens, taken))
    linked = link_terms(tokens, around.terms)
    _mark_links_elsewhere(tokens)
    tokens = dress_containers(tokens, around.sources, around.emergency_number)
    html = clean(parser().renderer.render(tokens, parser().options, {}))
    return Rendering(html, contents, tuple(citations), linked)


def _mark_links_elsewhere(tokens: list[Token]) -> None:
    for token in tokens:
        for link in token.children or ():
            if link.type == "link_open" and urlsplit(str(link.attrGet("href"))).netloc:
                link.attrSet("rel", "noopener noreferrer")
