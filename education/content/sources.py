"""The registry of sources that pages cite: `content/sources.toml`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from education.content.problems import MalformedDocument, read_text

REGISTRY = Path(__file__).resolve().parent / "sources.toml"


@dataclass(frozen=True)
class Source:
    """`cite` is how to find it, `about` says in plain words what it is; `url` may be blank."""

    key: str
    cite: str
    about: str = ""
    url: str = ""

    @property
    def host(self) -> str:
        """Where the link leads, for people: `nice.org.uk`."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@lru_cache(maxsize=1)
def registry() -> tuple[Source, ...]:
    """The sources we ship. Read once for each process: the file changes only with a release."""
    return read_sources(REGISTRY)


def read_sources(path: Path) -> tuple[Source, ...]:
    """Read a registry, or raise an ExceptionGroup[MalformedDocument] of everything that is wrong with it."""
    try:
        text = read_text(path)
        tables = tomllib.loads(text)
    except MalformedDocument as error:
        raise ExceptionGroup("sources", [error]) from error
    except tomllib.TOMLDecodeError as error:
        raise ExceptionGroup("sources", [not_toml(path.name, str(error))]) from error
    problems = [problem for key, table in tables.items() for problem in _problems(path.name, text, key, table)]
    if problems:
        raise ExceptionGroup("sources", problems)
    return tuple(Source(key, **table) for key, table in tables.items())


def not_toml(file: str, message: str, *, lines_before: int = 0) -> MalformedDocument:
    """What Python's TOML reader says, with the line taken out of its words."""
    line = re.search(r"at line (\d+)", message)
    return MalformedDocument(file, lines_before + int(line[1]) if line else 1, "TOML", message)


def _problems(file: str, text: str, key: str, table: object) -> Iterator[MalformedDocument]:
    heading = re.search(rf"^\[{re.escape(key)}\]|^{re.escape(key)}\s*=", text, re.MULTILINE)
    line = text.count("\n", 0, heading.start()) + 1 if heading else 1
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        yield MalformedDocument(file, line, "a key of small letters, digits and hyphens", repr(key))
    if not isinstance(table, dict):
        yield MalformedDocument(file, line, f"a table [{key}] with cite, about and perhaps url", repr(table))
        return
    for name in ("cite", "about"):
        if not isinstance(table.get(name), str) or not table[name].strip():
            yield MalformedDocument(file, line, f"a text for {name} of [{key}]", repr(table.get(name)))
    if "url" in table and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", str(table["url"])):
        yield MalformedDocument(file, line, f"an https address for url of [{key}]", repr(table["url"]))
    for name in sorted(table.keys() - {"cite", "about", "url"}):
        yield MalformedDocument(file, line, f"only cite, about and url in [{key}]", name)
