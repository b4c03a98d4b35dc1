"""The content files: TOML front matter and Markdown, read and checked as docs/writing-pages.md says."""

import hashlib
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from education.content.hubs import Hub
from education.content.problems import MalformedDocument, read_text
from education.content.red_flags import RedFlag, read_red_flags
from education.content.registries import not_toml
from education.content.sources import Source, read_sources
from education.rendering.outline import places_in
from education.writing.rules import Keys, problems_in_body, problems_in_words

CONTENT = Path(__file__).resolve().parent.parent / "content"
FRONT = re.compile(r"\A\+\+\+\n(?P<front>.*?)^\+\+\+\n", re.DOTALL | re.MULTILINE)
TYPES = {"title": str, "hub": str, "position": int, "summary": str, "in_short": list}
SLUG_LENGTH = 50
LAST_POSITION = 99
MEANINGS = {str: "a text", int: "a whole number", list: "a list of sentences"}


@dataclass(frozen=True)
class Document:
    """One content file. `body` is the Markdown below the front matter."""

    slug: str
    hub: Hub
    position: int
    title: str
    summary: str
    in_short: tuple[str, ...]
    body: str


def digest_of(title: str, summary: str, in_short: str, body: str) -> str:
    """What tells two texts apart. `in_short` has one sentence a line."""
    return hashlib.sha256(json.dumps([title, summary, in_short, body]).encode()).hexdigest()


def read_documents(language: str, content: Path) -> list[Document]:
    """Read every page of a language, or raise an ExceptionGroup of every MalformedDocument that was found."""
    keys, problems = _keys(content)
    paths = sorted((content / language).glob("*.md"))
    places = {path.stem: _places(path) for path in paths}
    documents: list[Document] = []
    for path in paths:
        found = _read(path, keys, places)
        if isinstance(found, Document):
            documents.append(found)
        else:
            problems += found
    problems += _shared_places(documents)
    if not paths:
        problems.append(MalformedDocument(f"{language}/", 1, "pages, such as pain.md", "none"))
    if problems:
        raise ExceptionGroup("content", problems)
    return documents


def _keys(content: Path) -> tuple[Keys, list[MalformedDocument]]:
    """What pages may name. One slip in a registry is one problem, not one more on every page that names its keys."""
    problems: list[MalformedDocument] = []

    def keys_of(read: Callable[[], Iterable[Source | RedFlag]]) -> Collection[str] | None:
        try:
            return {entry.key for entry in read()}
        except ExceptionGroup as group:
            problems.extend(error for error in group.exceptions if isinstance(error, MalformedDocument))
            return None

    sources = keys_of(lambda: read_sources(content / "sources.toml"))
    flags = keys_of(lambda: read_red_flags(content / "red_flags.toml", sources))
    return Keys(sources, flags), problems


def _places(path: Path) -> Collection[str]:
    """Where links to a page may end. What is wrong with the file is told when it is read."""
    try:
        text = read_text(path)
    except MalformedDocument:
        return ()
    match = FRONT.match(text)
    return places_in(text[match.end() :].strip()) if match else ()


def _read(path: Path, keys: Keys, places: Mapping[str, Collection[str]]) -> Document | list[MalformedDocument]:
    try:
        text = read_text(path)
    except MalformedDocument as error:
        return [error]
    match = FRONT.match(text)
    if not match:
        return [MalformedDocument(path.name, 1, "front matter between two lines of +++", repr(text[:20]))]
    try:
        front = tomllib.loads(match["front"])
    except tomllib.TOMLDecodeError as error:
        return [not_toml(path.name, str(error), lines_before=1)]
    body = text[match.end() :]
    problems = [
        *_problems_in_front(path, match["front"], front),
        *_problems_in_body(path, body, text.count("\n", 0, match.end()), keys, places),
    ]
    if problems:
        return problems
    values = front | {"hub": Hub(front["hub"]), "in_short": tuple(front["in_short"])}
    return Document(slug=path.stem, body=body.strip(), **values)


def _problems_in_front(path: Path, text: str, front: dict[str, Any]) -> Iterator[MalformedDocument]:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem) or len(path.stem) > SLUG_LENGTH:
        yield MalformedDocument(path.name, 1, "a file name such as pain.md: small letters, digits, hyphens", path.stem)
    for key in front.keys() - TYPES.keys():
        yield MalformedDocument(path.name, _line_of(key, text), f"only the keys {', '.join(TYPES)}", key)
    wrong = [key for key, kind in TYPES.items() if type(front.get(key)) is not kind]
    for key in wrong:
        found = repr(front[key]) if key in front else "nothing"
        yield MalformedDocument(path.name, _line_of(key, text), f"{MEANINGS[TYPES[key]]} for {key}", found)
    if not wrong:
        yield from _problems_in_values(path, text, front)


def _problems_in_values(path: Path, text: str, front: dict[str, Any]) -> Iterator[MalformedDocument]:
    if front["hub"] not in Hub.values:
        expected = f"a hub: {', '.join(Hub.values)}"
        yield MalformedDocument(path.name, _line_of("hub", text), expected, front["hub"])
    if not 1 <= front["position"] <= LAST_POSITION:
        expected = f"a position from 1 to {LAST_POSITION}"
        yield MalformedDocument(path.name, _line_of("position", text), expected, str(front["position"]))
    if not all(isinstance(sentence, str) for sentence in front["in_short"]):
        yield MalformedDocument(path.name, _line_of("in_short", text), "sentences in in_short", repr(front["in_short"]))
        return
    for problem in problems_in_words(front["title"], front["summary"], front["in_short"]):
        line, expected = _line_of(problem.field, text), f"{problem.expected} for {problem.field}"
        yield MalformedDocument(path.name, line, expected, problem.found)


def _problems_in_body(
    path: Path,
    body: str,
    lines_before: int,
    keys: Keys,
    places: Mapping[str, Collection[str]],
) -> Iterator[MalformedDocument]:
    for problem in problems_in_body(body, keys=keys, slugs=places.keys(), places=places):
        yield MalformedDocument(path.name, lines_before + problem.line, problem.expected, problem.found)


def _shared_places(documents: list[Document]) -> Iterator[MalformedDocument]:
    standing: dict[tuple[Hub, int], str] = {}
    for document in documents:
        place = (document.hub, document.position)
        if place in standing:
            expected = f"a position of its own in {document.hub}"
            found = f"{document.position}, which is that of {standing[place]}.md"
            yield MalformedDocument(f"{document.slug}.md", 1, expected, found)
        standing.setdefault(place, document.slug)


def _line_of(key: str, front: str) -> int:
    """Where in the file a key of the front matter stands; the line of the first +++ if nowhere."""
    match = re.search(rf"^{re.escape(key)}\s*=", front, re.MULTILINE)
    return front.count("\n", 0, match.start()) + 2 if match else 1
