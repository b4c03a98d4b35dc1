"""The registry of red flags, the signs that cannot wait: `content/red_flags.toml`. Pages name keys and no words.

So a sign has one wording and one level wherever it stands, and `urgent-help` shows every one.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from education.content import sources
from education.content.problems import MalformedDocument
from education.content.registries import Place, missing_texts, read_tables

REGISTRY = Path(__file__).resolve().parent / "red_flags.toml"
TEXTS = ("about", "words", "why")


class Level(TextChoices):
    """How soon to get help, the most urgent first."""

    EMERGENCY = "emergency", _("Emergency now")
    TODAY = "today", _("Today")
    WEEK = "week", _("This week")
    VISIT = "visit", _("Ask at your visit")


@dataclass(frozen=True)
class RedFlag:
    """`words` complete the heading of a card (“Get medical help today if”). `about` groups the signs of a level."""

    key: str
    level: Level
    about: str
    words: str
    why: str
    source: str


@lru_cache(maxsize=1)
def registry() -> tuple[RedFlag, ...]:
    """The red flags we ship. Read once for each process: the file changes only with a release."""
    return read_red_flags(REGISTRY, {source.key for source in sources.registry()})


def read_red_flags(path: Path, source_keys: Collection[str] | None) -> tuple[RedFlag, ...]:
    """Read a registry, or raise an ExceptionGroup[MalformedDocument] of everything that is wrong with it."""

    def problems(key: str, table: dict[str, Any], at: Place) -> Iterator[MalformedDocument]:
        yield from missing_texts(key, table, TEXTS, at)
        if table.get("level") not in Level.values:
            yield at(f"a level of [{key}]: {', '.join(Level.values)}", repr(table.get("level")))
        if source_keys is not None and table.get("source") not in source_keys:
            yield at(f"a key of sources.toml for source of [{key}]", repr(table.get("source")))
        for name in sorted(table.keys() - {"level", "source", *TEXTS}):
            yield at(f"only level, source, {', '.join(TEXTS)} in [{key}]", name)

    tables = read_tables(path, problems)
    return tuple(RedFlag(key, **table | {"level": Level(table["level"])}) for key, table in tables.items())


def by_level(flags: Collection[RedFlag]) -> Iterator[tuple[Level, list[RedFlag]]]:
    """The flags of each level that has any, the most urgent first; within it in the order given."""
    order = list(Level)
    for level, found in groupby(sorted(flags, key=lambda flag: order.index(flag.level)), lambda flag: flag.level):
        yield level, list(found)
