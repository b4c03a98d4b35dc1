"""Reading the .env file. A line that cannot be read stops the start: a setting lost in silence is found out late."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=(?P<value>.*)", re.ASCII)
QUOTED = re.compile(r"""\s*(?:'(?P<plain>[^']*)'|"(?P<escaped>(?:\\.|[^"\\])*)")(?:\s+#.*|\s*)""")
REMARK = re.compile(r"\s+#.*|^#(?:\s.*)?$")
ESCAPE = re.compile(r"""\\(["'\\$`])""")


def read_file(path: Path) -> None:
    """Take what `path` (the .env file) says, if it exists; what the environment already holds wins.

    A line is `NAME=value`. A remark begins with `#` after a space; a value that holds such a thing stands in quotes.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if line.strip() and not line.lstrip().startswith("#"):
            name, value = _read(line, place=f"{path.name}, line {number}")
            found[name] = value
    for name, value in found.items():
        os.environ.setdefault(name, value)


def _text(path: Path) -> str:
    """Editors of Windows begin a file with a mark (BOM) that belongs to no name."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ImproperlyConfigured(f"{path.name}: found {error.strerror}, expected a file that can be read.") from None
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"{path.name}: found another encoding, expected a text in UTF-8.") from None


def _read(line: str, *, place: str) -> tuple[str, str]:
    """The name and the value. What cannot be read is not repeated: it may be a secret."""
    parts = LINE.fullmatch(line)
    if not parts:
        raise ImproperlyConfigured(f"{place}: found a line that sets nothing, expected NAME=value, or # and a remark.")
    name, value = parts["name"], parts["value"]
    if not value.lstrip().startswith(("'", '"')):
        return name, REMARK.sub("", value).strip()
    quoted = QUOTED.fullmatch(value)
    if not quoted:
        raise ImproperlyConfigured(f"{place}: found {name} with a stray quote, expected both quotes around the value.")
    return name, quoted["plain"] if quoted["plain"] is not None else ESCAPE.sub(r"\1", quoted["escaped"])
