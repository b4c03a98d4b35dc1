"""What the registries have in common: a TOML file of tables, each with a key and a few texts."""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from education.content.problems import MalformedDocument, read_text

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Place = Callable[[str, str], MalformedDocument]  # expected, found


def read_tables(path: Path, problems_in: Callable[[str, dict[str, Any], Place], Iterator[MalformedDocument]]) -> Any:
    """The tables by their keys, or an ExceptionGroup[MalformedDocument] of everything that is wrong with them."""
    try:
        text = read_text(path)
        tables = tomllib.loads(text)
    except MalformedDocument as error:
        raise ExceptionGroup(path.stem, [error]) from error
    except tomllib.TOMLDecodeError as error:
        raise ExceptionGroup(path.stem, [not_toml(path.name, str(error))]) from error
    problems = [problem for key, table in tables.items() for problem in _problems(path.name, text, key, table)]
    problems += [
        problem
        for key, table in tables.items()
        if isinstance(table, dict)
        for problem in problems_in(key, table, _place(path.name, text, key))
    ]
    if problems:
        raise ExceptionGroup(path.stem, sorted(problems, key=lambda problem: problem.line))
    return tables


def not_toml(file: str, message: str, *, lines_before: int = 0) -> MalformedDocument:
    """What Python's TOML reader says, with the line taken out of its words."""
    line = re.search(r"at line (\d+)", message)
    return MalformedDocument(file, lines_before + int(line[1]) if line else 1, "TOML", message)


def missing_texts(key: str, table: dict[str, Any], names: tuple[str, ...], at: Place) -> Iterator[MalformedDocument]:
    """A problem for each of the names that has no words."""
    for name in names:
        if not isinstance(table.get(name), str) or not table[name].strip():
            yield at(f"a text for {name} of [{key}]", repr(table.get(name)))


def _problems(file: str, text: str, key: str, table: object) -> Iterator[MalformedDocument]:
    at = _place(file, text, key)
    if not KEY.fullmatch(key):
        yield at("a key of small letters, digits and hyphens", repr(key))
    if not isinstance(table, dict):
        yield at(f"a table [{key}]", repr(table))


def _place(file: str, text: str, key: str) -> Place:
    heading = re.search(rf"^\[{re.escape(key)}\]|^{re.escape(key)}\s*=", text, re.MULTILINE)
    line = text.count("\n", 0, heading.start()) + 1 if heading else 1
    return lambda expected, found: MalformedDocument(file, line, expected, found)
