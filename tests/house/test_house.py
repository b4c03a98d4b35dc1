"""The house keeps its shape: rooms that one takes in at a glance, no import in a circle, and writing in one place."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("clinic", "education", "appointments")
MOST = 12
# Names that Django, Python and pytest document: a reader knows what they hold before opening them.
DOCUMENTED = {
    *("__init__.py", "__main__.py", "conftest.py", "settings.py", "urls.py", "wsgi.py", "apps.py", "admin.py"),
    *("models", "models.py", "migrations", "management", "templatetags", "views.py", "forms.py", "sitemaps.py"),
    *("context_processors.py", "checks.py", "middleware", "formats"),
}
READERS = [f"appointments/{room}" for room in ("booking", "desk", "forms", "diary", "text")]
WRITES = {
    *("save", "asave", "create", "acreate", "bulk_create", "get_or_create", "update_or_create"),
    *("update", "aupdate", "bulk_update", "delete", "adelete", "execute", "executemany"),
}
# `update` of these is a dictionary's: it writes to no database.
DICTIONARIES = ("initial", "data")
# What is written elsewhere than in actions and mail, and why. Clinicians are saved by Django's own admin.
KNOWN = {
    # Who took a list out of the house is noted in Django's own log of the admin, which is no part of a request.
    "appointments/desk/requests/export.py: LogEntry.objects.create",
}

COMMANDS = {"Command"}  # what Django calls every command of manage.py


def folders() -> list[str]:
    """Every folder with Python in it."""
    files = [file for top in (*APPS, "tests", "tools") for file in ROOT.joinpath(top).rglob("*.py")]
    return sorted({str(file.parent.relative_to(ROOT)) for file in files if "migrations" not in file.parts})


def entries(folder: Path) -> list[str]:
    """What stands in it that a reader has to learn, in alphabetical order."""
    names = [entry.name for entry in folder.iterdir() if not entry.name.startswith((".", "__pycache__"))]
    return sorted(name for name in names if name not in DOCUMENTED)


@pytest.mark.parametrize("folder", folders())
def test_a_folder_is_taken_in_at_a_glance(folder: str) -> None:
    found = entries(ROOT / folder)
    assert len(found) <= MOST, f"{folder} holds {len(found)}: {', '.join(found)}. Where would a reader look for them?"


def test_no_import_goes_in_a_circle_not_even_for_types() -> None:
    graph = grimp.build_graph(*APPS, exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the circle


def test_what_people_see_and_what_is_read_writes_nothing() -> None:
    found = {
        f"{file.relative_to(ROOT)}: {call}"
        for room in READERS
        for file in ROOT.joinpath(room).rglob("*.py")
        for call in writing_calls(file.read_text("utf-8"))
    }
    assert found == KNOWN


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("request.save()", "request.save"),
        ("Event.objects.filter(pk=1).update(note='')", "Event.objects.filter(pk=1).update"),
        ("[Event.objects.create() for _ in range(2)]", "Event.objects.create"),
        ("lambda: cells.delete()", "cells.delete"),
    ],
)
def test_a_line_that_writes_is_found(line: str, call: str) -> None:
    assert list(writing_calls(line)) == [call]


@pytest.mark.parametrize("line", ["self.initial.update(days=days)", "save()", "request.saved()", "from a import save"])
def test_a_line_that_does_not_write_is_left_alone(line: str) -> None:
    assert list(writing_calls(line)) == []


def writing_calls(source: str) -> Iterator[str]:
    """The calls in this source that are called as what writes to a database is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            call = ast.unparse(node.func)
            if not call.endswith(tuple(f"{name}.update" for name in DICTIONARIES)):
                yield call


def test_no_two_classes_share_a_name() -> None:
    """Those inside other classes are told apart by them: `Event.Kind`, `Message.Kind`, and each model's `Meta`."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for package in APPS:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and file.parent.name != "migrations":
                    homes[node.name].append(str(file.relative_to(ROOT)))
    assert len(homes) > 100
    assert {name: files for name, files in homes.items() if len(files) > 1 and name not in COMMANDS} == {}
