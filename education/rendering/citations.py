"""`[^key]` becomes a numbered link to the page's list of sources."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it.token import Token

from education.content.sources import Source
from education.rendering.parser import plain, raw


@dataclass(frozen=True)
class Citation:
    """One line of a page's list of sources. `backs` are the ids of the places in the text that cite it."""

    number: int
    source: Source
    backs: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"source-{self.number}"


def take_definitions(tokens: list[Token]) -> tuple[list[Token], list[Source]]:
    """Part the text from the footnotes that it defines itself, and read those as sources."""
    kept: list[Token] = []
    own: list[Source] = []
    depth = 0
    for token in tokens:
        depth += token.type == "footnote_reference_open"
        if token.type == "footnote_reference_open":
            own.append(Source(token.meta["label"], ""))
        elif depth and token.type == "inline":
            own[-1] = _with_words_of(token, own[-1])
        elif not depth:
            kept.append(token)
        depth -= token.type == "footnote_reference_close"
    return kept, own


def _with_words_of(inline: Token, source: Source) -> Source:
    links = (str(child.attrGet("href")) for child in inline.children or () if child.type == "link_open")
    url = next((link for link in links if link.startswith(("https://", "http://"))), "")
    return replace(source, cite=f"{source.cite} {plain(inline)}".strip(), url=source.url or url)


def number_citations(tokens: list[Token], sources: Iterable[Source]) -> list[Citation]:
    """Put the links in place, numbered in the order of first citing. A key that nobody defined stays as written."""
    known = {source.key: source for source in sources}
    cited: dict[str, Citation] = {}
    for token in tokens:
        token.children = [_linked(child, known, cited) for child in token.children or ()]
    return list(cited.values())


def _linked(child: Token, known: dict[str, Source], cited: dict[str, Citation]) -> Token:
    if child.type != "footnote_ref":
        return child
    key = child.meta["label"]
    if key not in known:
        return Token("text", "", 0, content=f"[^{key}]")
    citation = cited.get(key) or Citation(len(cited) + 1, known[key], ())
    nth = f"-{len(citation.backs) + 1}" if citation.backs else ""
    back = f"cite-{citation.number}{nth}"
    cited[key] = replace(citation, backs=(*citation.backs, back))
    words = escape(_("Source"))
    return raw(
        f'<sup class="cite"><a href="#{citation.id}" id="{back}">'
        f'<span class="vh">{words} </span>{citation.number}</a></sup>'
    )
