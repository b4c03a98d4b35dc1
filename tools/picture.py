"""`python -m tools.picture`, behind `make picture`: draw the house in docs/architecture.md from its real imports.

Rooms are packages, as many as one can take in at a glance: what stands directly in `education` and `appointments`, and
`clinic` as one, but for `clinic.common`. The picture leaves an arrow out where a longer way leads to the same room; the
table has every one. A dotted arrow leads to what Django is told as text, such as `include("education.pages.urls")`.
What each room is for, its own docstring says.
"""

import ast
import re
import sys
from importlib import import_module
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
DRAWN = re.compile(r"(?<=<!-- picture -->\n).*?(?=<!-- /picture -->)", re.DOTALL)
APPS = ("education", "appointments")
LEAF = "clinic.common"
FROM_THE_TOP = ("clinic", *APPS, LEAF)
# The classes that tell Django of an app, and the history of its tables: no room imports them.
NO_ROOMS = ("apps", "migrations")

A_MODULE = re.compile(r"(?:education|appointments)(?:\.\w+)+")

Rooms = dict[str, set[str]]


def rooms() -> Rooms:
    """Every room, with the rooms that it imports."""
    graph = grimp.build_graph("clinic", *APPS, cache_dir=None)
    found: Rooms = {}
    for module in graph.modules:
        room = room_of(module)
        if room:
            imported = map(room_of, graph.find_modules_directly_imported_by(module))
            found.setdefault(room, set()).update(other for other in imported if other not in ("", room))
    return found


def named_by_the_clinic() -> set[str]:
    """The rooms that `clinic` has as text, in settings and addresses, for Django to import."""
    trees = (ast.parse(path.read_text()) for path in (ROOT / "clinic").rglob("*.py"))
    texts = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return {room_of(text) for text in texts if isinstance(text, str) and A_MODULE.fullmatch(text)} - {""}


def room_of(module: str) -> str:
    """The room in which a module stands; none for an app itself and for what is no room."""
    names = module.split(".")
    if names[0] not in APPS:
        return LEAF if names[:2] == LEAF.split(".") else names[0]
    return ".".join(names[:2]) if names[1:] and names[1] not in NO_ROOMS else ""


def app_of(room: str) -> str:
    """The app in which a room stands. The leaf stands alone."""
    return room if room == LEAF else room.partition(".")[0]


def reached(house: Rooms, start: str) -> set[str]:
    """Every room to which some way leads from here, however long."""
    ahead, seen = [*house[start]], set[str]()
    while ahead:
        room = ahead.pop()
        if room not in seen:
            seen.add(room)
            ahead += house[room]
    return seen


def needed(house: Rooms, room: str) -> list[str]:
    """The rooms that this one imports and that no other room on the way imports already."""
    return sorted(to for to in house[room] if not any(to in reached(house, via) for via in house[room] - {to}))


def from_the_top(house: Rooms) -> list[str]:
    """The rooms in the order in which they stand: who imports, before who is imported."""
    return sorted(house, key=lambda room: (FROM_THE_TOP.index(app_of(room)), -len(reached(house, room)), room))


def picture(imports: Rooms, named: set[str]) -> str:
    """The text of a Mermaid flowchart, from top to bottom."""
    house = imports | {"clinic": imports["clinic"] | named}
    ordered = from_the_top(house)
    lines = ["flowchart TD", *(f"  {room}" for room in ordered if app_of(room) not in APPS)]
    for app in APPS:
        inside = [f"    {room}[{short(room, app)}]" for room in ordered if app_of(room) == app]
        lines += [f"  subgraph {app}", *inside, "  end"]
    for room in ordered:
        lines += [f"  {room} {'-->' if to in imports[room] else '-.->'} {to}" for to in needed(house, room)]
    return "\n".join(lines)


def table(imports: Rooms, named: set[str]) -> str:
    """What each room is for, and all that it imports."""
    lines = ["| room | what it is for | imports |", "|---|---|---|"]
    ordered = from_the_top(imports)
    for room in ordered:
        purpose = (import_module(room).__doc__ or "").partition("\n")[0]
        imported = [short(to, app_of(room)) for to in ordered if to in imports[room]]
        if room == "clinic":
            imported += [f"{to} (as text)" for to in ordered if to in named - imports[room]]
        lines.append(f"| `{room}` | {purpose} | {', '.join(imported)} |")
    return "\n".join(lines)


def short(room: str, app: str) -> str:
    """What a room is called within its app."""
    return room.removeprefix(f"{app}.")


def drawn(text: str) -> str:
    """The document with its picture as the imports are now."""
    imports, named = rooms(), named_by_the_clinic()
    return DRAWN.sub(f"\n```mermaid\n{picture(imports, named)}\n```\n\n{table(imports, named)}\n\n", text)


def main() -> int:
    import django

    django.setup()
    DOCUMENT.write_text(drawn(DOCUMENT.read_text()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
