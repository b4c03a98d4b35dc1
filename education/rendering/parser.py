"""Markdown as our pages write it, read into tokens."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from education.content.red_flags import Level

CARE_KINDS = tuple(Level.values)
RED_FLAGS = "red-flags"
ALL_FLAGS = {f"all-{level}": level for level in Level}
ALL_SOURCES = "all-sources"
WHOM_TO_CALL = "whom-to-call"
EVIDENCE = {
    "Good evidence": "good",
    "Some evidence": "some",
    "Uncertain evidence": "uncertain",
    "No benefit shown": "none",
}


@lru_cache(maxsize=2)
def parser(*, forgiving: bool = True) -> MarkdownIt:
    """The parser of pages. Without `forgiving` it sees HTML and pictures too, so that the rules can refuse them."""
    markdown = MarkdownIt("commonmark", {"html": not forgiving}).enable("table")
    if forgiving:
        markdown.disable("image")
    # Every [^key] is read as a citation, known or not, and definitions stay in place: citations.py does the rest.
    footnote_plugin(markdown, inline=False, move_to_end=False, always_match_refs=True)
    deflist_plugin(markdown)
    for name in (*CARE_KINDS, RED_FLAGS, *ALL_FLAGS, ALL_SOURCES, WHOM_TO_CALL):
        container_plugin(markdown, name)
    return markdown


def parse(body: str, *, forgiving: bool = True) -> list[Token]:
    return parser(forgiving=forgiving).parse(body + "\n")


def plain(inline: Token) -> str:
    """The words of an inline token, without marks, links and citations."""
    words = {"softbreak": " ", "hardbreak": " "}
    return "".join(
        words.get(child.type, child.content if child.type in ("text", "code_inline") else "")
        for child in inline.children or ()
    ).strip()


def evidence_label(inline: Token) -> str:
    """The bold words that a paragraph opens with, or nothing."""
    children = [child for child in (inline.children or ())[:5] if child.type != "text" or child.content]
    if [child.type for child in children[:3]] == ["strong_open", "text", "strong_close"]:
        return children[1].content
    return ""


def raw(html: str, kind: str = "html_inline") -> Token:
    """A token that is written as it is. What it says is ours or escaped."""
    return Token(kind, "", 0, content=html)
