"""Ids of sections and of glossary terms, and the list of contents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import slugify
from markdown_it.token import Token

from education.rendering.parser import plain

# The page around the text uses these ids itself, numbers its citations, and explains words.
RESERVED = {"", "main", "book", "book-title", "in-short", "on-this-page", "sources"}
MADE = re.compile(r"(source|cite)-[\d-]+|word-.*")


@dataclass(frozen=True)
class Section:
    id: str
    title: str


def unique_id(words: str, taken: set[str]) -> str:
    """A readable id that nothing else on the page has; `taken` learns it."""
    stem = slugify(words)[:60].strip("-")
    if stem in RESERVED or MADE.fullmatch(stem):
        stem = f"section-{stem}".strip("-")
    found, number = stem, 1
    while found in taken or found in RESERVED:
        number += 1
        found = f"{stem}-{number}"
    taken.add(found)
    return found


def mark_sections(tokens: list[Token], taken: set[str]) -> Iterator[Section]:
    """Give every heading an id, and yield the sections of the contents list."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            section = Section(unique_id(plain(inline), taken), plain(inline))
            opening.attrSet("id", section.id)
            if opening.tag == "h2":
                yield section
