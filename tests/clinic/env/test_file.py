"""The .env file: each line is taken for what it says, or stops the start. Nothing is lost in silence."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from clinic import env


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(os, "environ", {"HELD": "before"})
    return tmp_path / ".env"


def said(file: Path, content: str | bytes) -> dict[str, str]:
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    env.read_file(file)
    return {name: value for name, value in os.environ.items() if name != "HELD" and not name.startswith("PYTEST_")}


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NAME=555-0100 # reception", "555-0100"),
        ("NAME=555-0100\t#reception", "555-0100"),
        ("NAME= # what patients dial", ""),
        ("NAME=# reception", ""),
        ("NAME=", ""),
        ("NAME=pass#word", "pass#word"),
        ("NAME=#word", "#word"),
        ("NAME = spaced out ", "spaced out"),
        ("export NAME=exported", "exported"),
        ("  NAME=indented", "indented"),
        ("NAME='1 Example Street # 5' # the door", "1 Example Street # 5"),
        ('NAME="1 Example Street # 5"', "1 Example Street # 5"),
        (r'NAME="the \"old\" mill\nExampletown"', r'the "old" mill\nExampletown'),
        ("NAME=O'Brien Clinic", "O'Brien Clinic"),
        ("NAME=a=b=c", "a=b=c"),
        ("NAME=Clínica Ejemplo", "Clínica Ejemplo"),
    ],
)
def test_a_line_gives_its_value_without_the_remark(file: Path, line: str, value: str) -> None:
    assert said(file, line + "\n") == {"NAME": value}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_file_of_windows_loses_no_line(file: Path, ends: str) -> None:
    content = ends.join(["FIRST=1", "", "# a remark", "  # another", "SECOND=2"])
    assert said(file, b"\xef\xbb\xbf" + content.encode()) == {"FIRST": "1", "SECOND": "2"}


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("A=1\nsecret-word\n", "line 2: found a line that sets nothing"),
        ("A=1\n\nB: secret-word\n", "line 3: found a line that sets nothing"),
        ("2FAST=secret-word", "line 1: found a line that sets nothing"),
        ("A='secret-word", "line 1: found A with a stray quote"),
        ('A="secret-word" and more', "line 1: found A with a stray quote"),
        ("A=secret-word\n".encode("utf-16"), "found another encoding"),
        ("A=secret-wörd\n".encode("latin-1"), "found another encoding"),
    ],
)
def test_what_cannot_be_read_stops_the_start_and_is_not_repeated(file: Path, content: str | bytes, found: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^\.env.*: found .+, expected .+\.$") as caught:
        said(file, content)
    assert found in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_folder_of_that_name_stops_the_start(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ImproperlyConfigured, match="expected a file that can be read"):
        env.read_file(file)


def test_what_the_environment_holds_wins_and_a_file_may_be_missing(file: Path) -> None:
    env.read_file(file)
    said(file, "HELD=after")
    assert os.environ["HELD"] == "before"


def test_the_example_file_can_be_read_as_it_stands(file: Path, settings: Any) -> None:
    read = said(file, (settings.BASE_DIR / ".env.example").read_bytes())
    assert read["DEBUG"] == "false"
    assert "#" not in "".join(read.values())
