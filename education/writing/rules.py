"""What a page's text must obey, as docs/writing-pages.md says. Files and what staff write obey the same rules."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, pairwise

from django.utils.translation import gettext as _
from markdown_it.token import Token

from education.content.hubs import Hub
from education.content.problems import Problem
from education.rendering.outline import places_in
from education.rendering.parser import (
    ALL_FLAGS,
    ALL_SOURCES,
    EVIDENCE,
    RED_FLAGS,
    WHOM_TO_CALL,
    evidence_label,
    parse,
    plain,
)
from education.writing.medicines import incomplete_medicines
from education.writing.slips import Finding, slips

TITLE_LENGTH = 70
SUMMARY_LENGTH = 155
IN_SHORT = range(3, 6)
INTERNAL = re.compile(r"(?:/spms/(?:([a-z0-9-]+)/)?)?(?:#([\w-]+))?")
ELSEWHERE = re.compile(r"(https?://[^\s/]+|mailto:\S+@|tel:\+?\d|/(?!/|spms\b))")
HUBS = {f"hub-{hub.value}" for hub in Hub}
EMPTY = (*ALL_FLAGS, ALL_SOURCES, WHOM_TO_CALL)  # containers that fill themselves


@dataclass(frozen=True)
class Keys:
    """What a text may name: the keys of the registries. None where a registry cannot be read."""

    sources: Collection[str] | None = None
    red_flags: Collection[str] | None = None


def problems_in_words(title: str, summary: str, in_short: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the words above the text."""
    for field, words, most in (("title", title, TITLE_LENGTH), ("summary", summary, SUMMARY_LENGTH)):
        if not words.strip() or len(words) > most or "\n" in words:
            expected = _("one line of 1 to %(most)s characters") % {"most": most}
            yield Problem(field, 1, expected, _("%(count)s characters") % {"count": len(words)})
    if len(in_short) not in IN_SHORT:
        yield Problem("in_short", 1, _("3 to 5 sentences, one on each line"), str(len(in_short)))
    for line, sentence in enumerate(in_short, start=1):
        if not sentence.strip() or "\n" in sentence:
            yield Problem("in_short", line, _("a sentence on one line"), repr(sentence))


def problems_in_body(
    body: str,
    *,
    keys: Keys,
    slugs: Collection[str],
    places: Mapping[str, Collection[str]] | None = None,
) -> list[Problem]:
    """What is wrong with the text, from top to bottom, given the sources, red flags and pages that exist.

    `places` are the anchors of other pages by their slugs: a link to one that is not there is refused too.
    """
    tokens = parse(body, forgiving=False)
    rules = chain(
        _unbalanced_containers(body),
        *(rule(tokens) for rule in (_headings, _foreign_markup, _evidence, incomplete_medicines)),
        _cards(tokens, keys.red_flags),
        _citations(tokens, keys.sources) if keys.sources is not None else (),
        _links(tokens, slugs),
        _anchors(tokens, {**(places or {}), "": places_in(body)}),
    )
    findings = sorted(rules)
    told = {line for line, _expected, _found in findings}
    # One slip is told once: what a rule above has named is not named again for how it looks.
    findings += [slip for slip in slips(tokens) if slip[0] not in told]
    problems = [Problem("body", *finding) for finding in sorted(findings)]
    return problems if body.strip() else [Problem("body", 1, _("a text"), _("nothing"))]


def _headings(tokens: list[Token]) -> Iterator[Finding]:
    has_section = False
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        shown = f"{opening.markup} {inline.content}".strip()
        if opening.tag not in ("h2", "h3"):
            yield _line(opening), _("a heading with ## or ###"), shown
        elif opening.tag == "h3" and not has_section:
            yield _line(opening), _("a section with ## before its parts with ###"), shown
        if not inline.content:
            yield _line(opening), _("words in the heading"), shown
        has_section |= opening.tag == "h2"


def _foreign_markup(tokens: list[Token]) -> Iterator[Finding]:
    for token in tokens:
        if token.type == "html_block":
            yield _line(token), _("no HTML"), token.content.strip()
        for child in token.children or ():
            if child.type == "html_inline":
                yield _line(token), _("no HTML"), child.content
            if child.type == "image":
                yield _line(token), _("no pictures"), child.content


def _unbalanced_containers(body: str) -> Iterator[Finding]:
    kinds = _("one of %(kinds)s") % {"kinds": ", ".join(f"::: {kind}" for kind in (RED_FLAGS, *EMPTY))}
    opened: tuple[int, str] | None = None
    for number, line in enumerate(body.splitlines(), start=1):
        fence = re.fullmatch(r"[ \t]*:::+[ \t]*(.*?)[ \t]*", line)
        if not fence:
            continue
        if not fence[1]:
            if not opened:
                yield number, kinds, ":::"
            opened = None
            continue
        if opened:
            yield number, _("::: to close “%(card)s”") % {"card": opened[1]}, line.strip()
        if fence[1] not in (RED_FLAGS, *EMPTY):
            yield number, kinds, line.strip()
        opened = (number, line.strip())
    if opened:
        yield opened[0], _("::: to close “%(card)s”") % {"card": opened[1]}, _("the end of the text")


def _cards(tokens: list[Token], red_flags: Collection[str] | None) -> Iterator[Finding]:
    for position, token in enumerate(tokens):
        if token.type.startswith("container_") and token.nesting == 1:
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == token.type.replace("open", "close"))
            inside = tokens[position + 1 : end]
            name = token.type.removeprefix("container_").removesuffix("_open")
            yield from _red_flags(token, inside, red_flags) if name == RED_FLAGS else _empty(name, token, inside)


def _empty(name: str, opening: Token, inside: list[Token]) -> Iterator[Finding]:
    if inside and name in EMPTY:
        expected = _("nothing between ::: %(name)s and :::") % {"name": name}
        yield _line(opening), expected, inside[0].content or inside[0].type


def _red_flags(opening: Token, inside: list[Token], keys: Collection[str] | None) -> Iterator[Finding]:
    parts = [token.type for token in inside if token.level == opening.level + 1 and token.nesting >= 0]
    if parts != ["bullet_list_open"]:
        yield _line(opening), _("one list with - and a key in each line"), ", ".join(parts) or _("nothing")
        return
    for token in inside:
        if token.type == "inline" and keys is not None and token.content not in keys:
            yield _line(token), _key_like(token.content, keys), plain(token)


def _key_like(written: str, keys: Collection[str]) -> str:
    """Staff do not see the file, so the nearest key is named."""
    nearest = get_close_matches(written, keys, n=1, cutoff=0.5)
    return (
        _("a key of red_flags.toml, such as %(key)s") % {"key": nearest[0]} if nearest else _("a key of red_flags.toml")
    )


def _evidence(tokens: list[Token]) -> Iterator[Finding]:
    for opening, inline in pairwise(tokens):
        label = evidence_label(inline) if opening.type == "paragraph_open" and not opening.hidden else ""
        # A sentence in bold may speak of evidence; a few bold words that nearly are a label are a slip of the pen.
        words = label.strip(" .:,").capitalize()
        is_meant = get_close_matches(words, EVIDENCE, n=1, cutoff=0.8) or re.fullmatch(r"\w+ evidence", words)
        if label not in EVIDENCE and is_meant:
            yield _line(inline), _("one of %(labels)s in bold") % {"labels": ", ".join(EVIDENCE)}, label


def _citations(tokens: list[Token], source_keys: Collection[str]) -> Iterator[Finding]:
    defined = {token.meta["label"] for token in tokens if token.type == "footnote_reference_open"}
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref" and child.meta["label"] not in {*source_keys, *defined}:
                expected = _("a key of sources.toml, or of a footnote in the text")
                yield _line(token), expected, f"[^{child.meta['label']}]"


def _links(tokens: list[Token], slugs: Collection[str]) -> Iterator[Finding]:
    for line, address in _addresses(tokens):
        internal = INTERNAL.fullmatch(address) if address else None
        if internal and internal[1] and internal[1] not in slugs:
            yield line, _("a link to a page that exists"), address
        elif not internal and not ELSEWHERE.match(address):
            yield line, _("an address that starts with /spms/, https://, mailto: or tel:"), address or _("nothing")


def _anchors(tokens: list[Token], places: Mapping[str, Collection[str]]) -> Iterator[Finding]:
    """`#place` on this page, whose slug is blank here, and `/spms/page/#place` on another one."""
    for line, address in _addresses(tokens):
        internal = INTERNAL.fullmatch(address)
        if internal and internal[2]:
            of_all_pages = address.startswith("/spms/#")
            there = HUBS if of_all_pages else places.get(internal[1] or "")
            if there and internal[2] not in there:
                yield line, _("a link to a heading that is there"), address


def _addresses(tokens: list[Token]) -> Iterator[tuple[int, str]]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                yield _line(token), str(child.attrGet("href"))


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1
