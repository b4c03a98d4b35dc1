"""What README, docs, docstrings and comments name is there, and the picture of the house is true."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from pydoc import locate

import pytest
from django.conf import settings

from tools import picture

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("clinic", "education", "appointments", "tests", "tools")
FOLDERS = (*PACKAGES, "templates", "static", "docs", "deploy", ".ci")

QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINKED = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
A_FILE = re.compile(r"[\w.*][\w.*/-]*\.(?:py|md|html|toml|css|svg|webp|txt|js)")
A_TEST = re.compile(r"(tests/[\w/]+\.py)(?:::(\w+))?")  # in a command to be copied
A_FOLDER = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w.*/-]*|[\w.*][\w.*/-]*/")
A_DOTTED_NAME = re.compile(r"[a-z_]+(?:\.[A-Za-z_]\w*)+")
A_WORD = re.compile(r"[a-z_]\w+|[A-Z][a-z]+(?:[A-Z]\w*)+")  # a name of code, and no word that somebody types
A_NAME = re.compile(r"[a-z]+(?:_[a-z]+)+|[A-Z][a-z]+(?:[A-Z]\w*)+")
NOT_OURS = {"django_admin_log", "pg_dump", "proxy_request_buffering"}
TEMPLATE_COMMENT = re.compile(r"\{#(.*?)#\}|\{% comment.*?%\}(.*?)\{% endcomment %\}", re.DOTALL)


@cache
def paths() -> list[str]:
    """Every file and folder of ours, from the root on."""
    found = [*ROOT.glob("*"), *(path for folder in FOLDERS for path in (ROOT / folder, *(ROOT / folder).rglob("*")))]
    return [f"/{path.relative_to(ROOT)}" for path in found if "__pycache__" not in path.parts]


def files(ending: str) -> list[str]:
    return sorted({path[1:] for path in paths() if path.endswith(ending)})


def documents() -> list[str]:
    return [path for path in files(".md") if not path.startswith("education/content/")]


def is_a_path(named: str) -> bool:
    """Whether this is a path from the root, or the end of one. `*` stands for any name."""
    ending = re.compile("/" + re.escape(named.strip("/")).replace(r"\*", r"[^/]*") + "$")
    return any(map(ending.search, paths()))


def is_missing(named: str) -> bool:
    """Whether this looks like a file, a folder or a dotted name of ours, and is none."""
    named = named.removesuffix("()")
    if A_FILE.fullmatch(named) or A_FOLDER.fullmatch(named):
        return not is_a_path(named)
    first = named.partition(".")[0]
    parents = [
        f"{package}." for package in PACKAGES if is_a_path(f"{package}/{first}") or is_a_path(f"{package}/{first}.py")
    ]
    candidates = [named] if first in PACKAGES else [parent + named for parent in parents]
    return bool(A_DOTTED_NAME.fullmatch(named) and candidates) and not any(map(locate, candidates))


@pytest.mark.parametrize("path", documents())
def test_a_document_names_only_what_is_there(path: str) -> None:
    prose = FENCED.sub("", (ROOT / path).read_text())
    assert [named for named in QUOTED.findall(prose) if is_missing(named)] == []


@pytest.mark.parametrize("path", documents())
def test_a_test_that_a_document_tells_you_to_run_is_there(path: str) -> None:
    """Between fences, where commands stand to be copied."""
    commands = " ".join(FENCED.findall((ROOT / path).read_text()))
    assert [(file, test) for file, test in A_TEST.findall(commands) if f"def {test}" not in text_of(file)] == []


def text_of(file: str) -> str:
    path = ROOT / file
    return path.read_text() if path.is_file() else ""


def test_a_name_in_a_document_is_one_of_the_code() -> None:
    words = words_of_code() | NOT_OURS
    said = [
        (path, named) for path in documents() for named in QUOTED.findall(FENCED.sub("", (ROOT / path).read_text()))
    ]
    names = [(path, named.removesuffix("()")) for path, named in said]
    assert [(path, named) for path, named in names if A_NAME.fullmatch(named) and named not in words] == []


@pytest.mark.parametrize("path", documents())
def test_the_links_of_a_document_lead_somewhere(path: str) -> None:
    prose = QUOTED.sub("", FENCED.sub("", (ROOT / path).read_text()))
    targets = [link.partition("#")[0] for link in LINKED.findall(prose) if "://" not in link]
    assert [target for target in targets if not (ROOT / path).parent.joinpath(target).exists()] == []


@cache
def remarks() -> list[tuple[str, str]]:
    """What our docstrings and comments have in backticks, with the file it stands in."""
    said = [(path, text) for path in files(".py") for text in (*docstrings(path), *comments(path))]
    for path in files(".html"):
        said += [(path, "".join(parts)) for parts in TEMPLATE_COMMENT.findall((ROOT / path).read_text())]
    said.append((".env.example", (ROOT / ".env.example").read_text()))
    return [(path, named) for path, text in said for named in QUOTED.findall(text)]


def docstrings(path: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


def comments(path: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO((ROOT / path).read_text()).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_docstrings_and_comments_name_only_what_is_there() -> None:
    assert [(path, named) for path, named in remarks() if is_missing(named)] == []


def test_a_word_in_backticks_is_a_word_of_the_code() -> None:
    words = words_of_code()
    assert [(path, word) for path, word in remarks() if A_WORD.fullmatch(word) and word not in words] == []


def words_of_code() -> set[str]:
    """Every name and every word of a string in our source, and what its files are called; no docstring, no comment."""
    words: set[str] = set()
    for path in files(".py"):
        tree = ast.parse((ROOT / path).read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                node.value = ast.Constant("")
        words |= set(re.findall(r"\w+", f"{path} {ast.unparse(tree)}"))
    return words


@pytest.mark.parametrize(
    "named",
    [
        "appointments/outbox.py",
        "admin/requests/",
        "docs/no-such.md",
        "clinic.headers",
        "actions.no_such",
        "appointments.models.no_such",
        "tests/appointments/test_groups.py",
        "*/no_such.html",
    ],
)
def test_what_is_gone_is_noticed(named: str) -> None:
    assert is_missing(named)


@pytest.mark.parametrize(
    "named",
    ["actions.submit()", "lifecycle.py", "content/en/*.md", "templates/", "make run", "/healthz", "e.g", "html"],
)
def test_what_is_there_or_is_not_ours_is_left_alone(named: str) -> None:
    assert not is_missing(named)


def test_every_decision_stands_in_the_index() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text()
    decisions = {path.name for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}
    assert set(LINKED.findall(index)) == decisions


def test_the_picture_of_the_house_is_drawn_from_its_imports() -> None:
    text = picture.DOCUMENT.read_text()
    assert text == picture.drawn(text), "docs/architecture.md is out of date: run `make picture`."


def test_an_arrow_is_left_out_where_a_longer_way_leads_there() -> None:
    house = {"a": {"b", "c", "d"}, "b": {"c"}, "c": set[str](), "d": set[str]()}
    assert {room: picture.needed(house, room) for room in house} == {"a": ["b", "d"], "b": ["c"], "c": [], "d": []}


def test_every_setting_stands_in_the_table_of_readme() -> None:
    settings_there_are = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    table = re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(settings_there_are) == sorted(name for row in table for name in QUOTED.findall(row))
