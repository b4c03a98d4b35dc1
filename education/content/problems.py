"""What is wrong with a text: as a finding, and as the error that names the file."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that breaks a rule of docs/writing-pages.md, in `field`, at `line` of it (counted from 1)."""

    field: str
    line: int
    expected: str
    found: str


class MalformedDocument(ValueError):
    """A file of `education/content` is not as docs/writing-pages.md says."""

    def __init__(self, file: str, line: int, expected: str, found: str) -> None:
        super().__init__(f"{file}:{line}: expected {expected}, found {found}.")
        self.file, self.line, self.expected, self.found = file, line, expected, found


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedDocument(path.name, 1, "a file in UTF-8", str(error)) from error
