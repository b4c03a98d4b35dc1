"""Marks that did not become what they were meant to be, and would stand on the page as they were typed."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markdown_it.token import Token

Finding = tuple[int, str, str]  # line, expected, found

SOMETHING = "\ufffc"  # stands for what was understood: bold, code, a citation
WORD = rf"[^\W_]|{SOMETHING}"
BLANK = r"[^\S\n]"  # a no-break space too, which people do not see and Markdown does not take for a space

AT_THE_START = (
    (
        re.compile(rf"{BLANK}*[#\uff03]+{BLANK}*(?:{WORD})"),
        gettext_lazy("## or ###, one space and a heading, with a blank line above"),
    ),
    (
        re.compile(rf"{BLANK}*(?:[•·‣▪▫◦●○■□➢➤✓–—−*+-]{BLANK}|[•‣▪◦●○■➢➤*+-](?=[^\W\d_]|{SOMETHING}))"),
        gettext_lazy("- and one space before each item of a list, with a blank line above the first"),
    ),
    (
        re.compile(rf"{BLANK}*\(?(?:[0-9]{{1,2}}(?:[.)]{BLANK}|\)|\.(?=[a-zA-Z]{{2}}))|[a-zA-Z]\))"),
        gettext_lazy("1. and one space before each item of a list, with a blank line above the first"),
    ),
    (re.compile(rf"[^\S\n \t]+:{{3}}|{BLANK}*\uff1a{{3}}"), gettext_lazy("::: and a kind of card, alone on a line")),
    (re.compile(rf"{BLANK}*[:\uff1a]{BLANK}"), gettext_lazy("a line with : below the word that it explains")),
    (re.compile(rf"{BLANK}*[|\uff5c]"), gettext_lazy("a table, with a line of | --- | below its first line")),
)
ANYWHERE = (
    (re.compile(r"[\uff0a\uff3f\uff3b\uff3d\uff40]"), gettext_lazy("marks of usual width: * _ [ ] `")),
    (
        re.compile(r"\*\*|__(?=[^\W_])|(?<=[^\W_])__"),
        gettext_lazy("**bold** that closes, with no letter right behind it"),
    ),
    (
        re.compile(r"\*(?=[^\W_])|(?<=[^\W_])\*|(?<![\w_])_(?=[^\W_])|(?<=[^\W_])_(?![\w_])"),
        gettext_lazy("*emphasis* that closes"),
    ),
    (
        re.compile(r"\]\s*[(\uff08]\s*(?=/|#|https?:|mailto:|tel:)|\]\(|\)\s*\[(?=/|#|http)"),
        gettext_lazy("[words](address), with nothing between"),
    ),
    (re.compile(r"\[\s*\^|\^\s*\["), gettext_lazy("[^key] for a source")),
    (re.compile("`"), gettext_lazy("two ` around what is quoted as typed")),
    (re.compile("~~"), gettext_lazy("words without ~~")),
)


def slips(tokens: list[Token]) -> Iterator[Finding]:
    """Each slip of the pen that the parser took for text, once a line."""
    for token in tokens:
        first = token.map[0] + 1 if token.map else 1
        if token.type in ("code_block", "fence"):
            yield first, _("a line that begins without tabs, four spaces or ```"), token.content.strip() or token.markup
        if token.type == "inline":
            for number, line in enumerate(_left_over(token)):
                yield from _in_line(first + number, line)


def _left_over(inline: Token) -> list[str]:
    """What is still text, line by line."""
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    children = [child for child in inline.children or () if child.type != "text" or child.content]
    parts = (child.content if child.type == "text" else breaks.get(child.type, SOMETHING) for child in children)
    return "".join(parts).split("\n")


def _in_line(number: int, line: str) -> Iterator[Finding]:
    meant = next((expected for pattern, expected in AT_THE_START if pattern.match(line)), None)
    meant = meant or next((expected for pattern, expected in ANYWHERE if pattern.search(line)), None)
    if meant:
        yield number, str(meant), line.replace(SOMETHING, "").strip()
