"""Words explained: read from the definition list of the glossary page, explained where they first stand on another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, takewhile

from django.utils.html import format_html
from django.utils.translation import gettext as _
from markdown_it.token import Token

from education.rendering.headings import unique_id
from education.rendering.parser import parse, plain, raw

ADDRESS = "/spms/glossary/"


@dataclass(frozen=True)
class Term:
    """A word that the glossary explains; `variants` are its other forms."""

    id: str
    word: str
    variants: tuple[str, ...]
    meaning: str

    @property
    def address(self) -> str:
        """Where the glossary page has it."""
        return f"{ADDRESS}#{self.id}"

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.word, *self.variants)


@lru_cache(maxsize=16)
def read_terms(body: str) -> tuple[Term, ...]:
    """The terms of a glossary page, in its order."""
    return tuple(mark_terms(parse(body), set()))


def mark_terms(tokens: list[Token], taken: set[str]) -> Iterator[Term]:
    """Give every `<dt>` the id that other pages link to, and yield what stands there."""
    for position, token in enumerate(tokens):
        if token.type == "dt_open":
            inline = tokens[position + 1]
            word, variants = _forms_in(plain(inline))
            term = Term(unique_id(word, taken), word, variants, _meaning_after(tokens, position))
            token.attrSet("id", term.id)
            inline.children = [Token("text", "", 0, content=_shown(term))]
            yield term


def _forms_in(words: str) -> tuple[str, tuple[str, ...]]:
    """`Spasticity (spastic; spasms)` -> `Spasticity` and its two variants."""
    match = re.fullmatch(r"(.+?)\s*\((.+)\)", words)
    if not match:
        return words, ()
    return match[1], tuple(form.strip() for form in match[2].split(";") if form.strip())


def _shown(term: Term) -> str:
    """“Tremor (tremors)” is for the links; readers see “Tremor”, and every form that is more than a plural."""
    plurals = {f"{_normal(form)}s" for form in term.forms}
    told = [form for form in term.variants if _normal(form) not in plurals]
    return f"{term.word} ({', '.join(told)})" if told else term.word


def _meaning_after(tokens: list[Token], position: int) -> str:
    rest = takewhile(lambda token: token.type not in ("dt_open", "dl_close"), tokens[position + 3 :])
    return " ".join(plain(token) for token in rest if token.type == "inline")


@lru_cache(maxsize=64)
def besides(terms: tuple[Term, ...], title: str, slug: str) -> tuple[Term, ...]:
    """The terms that are not what a page is about: those that its title and its address do not name."""
    subject = f"{title} / {slug.replace('-', ' ')}"
    return tuple(term for term in terms if not _pattern((term,)).search(subject))


def explain_terms(tokens: list[Token], terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Put each meaning where running text first uses the term, and answer those that were found, in that order."""
    found: list[Term] = []
    if terms:
        for inline in _running_text(tokens):
            inline.children = list(_with_meanings(inline.children or [], terms, found))
    return tuple(found)


def _running_text(tokens: list[Token]) -> Iterator[Token]:
    """Inline tokens outside headings, evidence labels and emergency cards."""
    in_emergency = 0
    for opening, token in pairwise(tokens):
        in_emergency += opening.nesting if "container_emergency" in opening.type else 0
        is_label = opening.type == "paragraph_open" and opening.attrGet("class")
        if token.type == "inline" and not (in_emergency or is_label or opening.type == "heading_open"):
            yield token


def _with_meanings(children: list[Token], terms: tuple[Term, ...], found: list[Term]) -> Iterator[Token]:
    in_link = 0
    for child in children:
        in_link += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type == "text" and not in_link:
            yield from _explained(child.content, terms, found)
        else:
            yield child


def _explained(text: str, terms: tuple[Term, ...], found: list[Term]) -> Iterator[Token]:
    pattern, by_form = _index(terms)
    written = 0
    for match in pattern.finditer(text):
        term = by_form.get(_normal(match[0]))
        if term and term not in found:
            found.append(term)
            yield Token("text", "", 0, content=text[written : match.start()])
            yield raw(_with_meaning(match[0], term))
            written = match.end()
    yield Token("text", "", 0, content=text[written:])


def _with_meaning(words: str, term: Term) -> str:
    """A button that opens the meaning, which stands right after it: on the screen, on paper and for screen readers.

    The popover is the browser's own. Where a browser has none, and in print, the style sheet shows it in brackets.
    """
    return format_html(
        '<button type="button" class="term" popovertarget="word-{id}">{words}</button>'
        '<span class="meaning" id="word-{id}" popover="auto"><strong>{word}</strong> {meaning} '
        '<button type="button" popovertarget="word-{id}" popovertargetaction="hide">{close}</button></span>',
        id=term.id,
        words=words,
        word=term.word,
        meaning=term.meaning,
        close=_("Close"),
    )


@lru_cache(maxsize=32)
def _index(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], dict[str, Term]]:
    by_form = {_normal(form): term for term in reversed(terms) for form in term.forms}
    return _pattern(terms), by_form


def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """Finds any form of any term as whole words, the longest first."""
    forms = sorted((form for term in terms for form in term.forms), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_form_pattern, forms))})(?![\w-])")


def _form_pattern(form: str) -> str:
    """Letters may be large or small, except in acronyms: `MRI scan` is not found in `mri scan`."""
    words = form.split()
    return r"\s+".join(
        re.escape(word) if sum(map(str.isupper, word)) > 1 else f"(?i:{re.escape(word)})" for word in words
    )


def _normal(form: str) -> str:
    return " ".join(form.split()).casefold()
