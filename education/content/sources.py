"""The registry of sources that pages cite: `content/sources.toml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from education.content.problems import MalformedDocument
from education.content.registries import Place, missing_texts, read_tables

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
    return tuple(Source(key, **table) for key, table in read_tables(path, _problems).items())


def _problems(key: str, table: dict[str, Any], at: Place) -> Iterator[MalformedDocument]:
    yield from missing_texts(key, table, ("cite", "about"), at)
    if "url" in table and not re.fullmatch(r"https://[^\s/]+\.[^\s]+", str(table["url"])):
        yield at(f"an https address for url of [{key}]", repr(table["url"]))
    for name in sorted(table.keys() - {"cite", "about", "url"}):
        yield at(f"only cite, about and url in [{key}]", name)
