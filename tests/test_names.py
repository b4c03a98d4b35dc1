"""One word for one thing: a name that is met twice in the source means the same both times."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGES = ("appointments", "clinic", "education")
ROOT = Path(__file__).parent.parent
DJANGOS = {"Command"}  # what every command of manage.py is called


def test_no_two_classes_share_a_name() -> None:
    """Those inside other classes are told apart by them: `Event.Kind`, `Message.Kind`, and each model's `Meta`."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for file in (ROOT / package).rglob("*.py"):
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.ClassDef) and file.parent.name != "migrations":
                    homes[node.name].append(str(file.relative_to(ROOT)))
    assert len(homes) > 100
    assert {name: files for name, files in homes.items() if len(files) > 1 and name not in DJANGOS} == {}
