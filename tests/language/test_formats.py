"""Days and times are written by named formats, kept in one place for each language."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from clinic.formats.en import formats as english

ROOT = Path(settings.BASE_DIR)
NAMED = {name for name in vars(english) if name.isupper()}
FOR_MACHINES = {"Y-m-d", "c"}


def test_no_template_writes_a_format_of_its_own() -> None:
    used = {
        found
        for path in (ROOT / "templates").rglob("*.html")
        for found in re.findall(r"\|(?:date|time):[\"']([^\"']+)[\"']", path.read_text("utf-8"))
    }
    assert {"DAY_IN_FULL", "TIME_FORMAT"} <= used
    assert used - FOR_MACHINES <= NAMED


def test_no_function_writes_a_format_of_its_own() -> None:
    used = {
        found
        for app in ("appointments", "clinic", "education")
        for path in (ROOT / app).rglob("*.py")
        for found in re.findall(r"date_format\([^)]*?[\"']([^\"']+)[\"']", path.read_text("utf-8"))
    }
    assert "DAY_IN_FULL" in used
    assert used <= NAMED


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_each_language_has_every_format(language: str) -> None:
    module = import_module(f"clinic.formats.{language.replace('-', '_')}.formats")
    assert vars(module).keys() >= NAMED
