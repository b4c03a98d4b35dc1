"""Every medicine is told in one pattern, so that a reader finds in each the same eight things in the same order."""

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _
from markdown_it.token import Token

from education.rendering.parser import evidence_label, parse
from education.writing.slips import Finding

PATTERN = (
    "What for.",
    "For whom.",
    "Not for whom.",
    "Checks.",
    "Main risks.",
    "Other medicines.",
    "Pregnancy.",
    "Before you stop.",
)


def incomplete_medicines(tokens: list[Token]) -> Iterator[Finding]:
    """A section that tells one thing of the pattern tells them all: each opens a paragraph, in bold."""
    for line, found in _sections(tokens):
        if found and found != list(PATTERN):
            missing = [lead for lead in PATTERN if lead not in found]
            expected = _("all of a medicine, in this order: %(pattern)s") % {"pattern": " ".join(PATTERN)}
            yield line, expected, _("without %(leads)s") % {"leads": " ".join(missing)} if missing else " ".join(found)


DATED = re.compile(r"\bas of \w+ \d{4}\b", re.IGNORECASE)


def does_not_last(body: str) -> bool:
    """Whether a text must be looked at again sooner: it tells of medicines, or dates a fact (“as of November 2026”)."""
    return bool(DATED.search(body)) or tells_of_medicines(body)


def tells_of_medicines(body: str) -> bool:
    """Whether any medicine is told in a text."""
    return any(found for _line, found in _sections(parse(body)))


def _sections(tokens: list[Token]) -> Iterator[tuple[int, list[str]]]:
    """The line of each heading, and the leads of the pattern that open paragraphs below it."""
    line, found = 1, list[str]()
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            yield line, found
            line, found = opening.map[0] + 1 if opening.map else 1, []
        elif opening.type == "paragraph_open" and evidence_label(inline) in PATTERN:
            found.append(evidence_label(inline))
    yield line, found
