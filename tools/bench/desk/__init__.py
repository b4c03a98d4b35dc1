"""What staff see, in a clinic of ten thousand requests and in one of a million: how much longer each page takes.

clinic.py    an invented clinic of any size, made row by row
copies.py    a hundred times as large, in minutes: copied by the database itself
pages.py     what is looked at
process.py   a process with a database of its own, that answers how long a page took

Small and large are asked in turns, on SQLite and, where TEST_DATABASE_URL or DATABASE_URL names one, on PostgreSQL.
"""

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from statistics import median

from tools.bench.desk.process import Desk, Look, databases
from tools.bench.rounds import in_turns
from tools.bench.rows import Row

SMALL = 10_000
LARGE = int(os.environ.get("BENCH_LARGE", 1_000_000))
ROUNDS = 9
FLAT = "≤ 1.3"
# What has a goal of its own beside being flat, in milliseconds.
FASTER = {
    "start page": "≤ 60 ms",
    "request screen, new": "≤ 120 ms",
    "calendar, a week of twelve diaries": "≤ 150 ms",
}


def rows() -> list[Row]:
    postgres = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        kinds = {"SQLite": f"sqlite:///{folder}/"}
        if postgres.startswith("postgres"):
            kinds["PostgreSQL"] = postgres
        else:
            print("Without PostgreSQL: TEST_DATABASE_URL is not set (postgres://user:password@host:5432/database).")
        return [row for name, url in kinds.items() for row in _rows_on(name, url)]


def _rows_on(name: str, url: str) -> Iterator[Row]:
    with databases(url, SMALL, LARGE) as (small, large):
        yield from _compared(name, small, large, list(small.pages()))
        large.close_the_copies()
        yield from _compared(name, small, large, ["start page"])


def _compared(name: str, small: Desk, large: Desk, pages: list[str]) -> Iterator[Row]:
    for page in pages:
        looks = in_turns({"small": partial(small.look, page), "large": partial(large.look, page)}, ROUNDS + 1)
        yield from _of_page(f"{page}, {name}", page, looks["small"][1:], looks["large"][1:])  # the first warms up


def _of_page(work: str, page: str, small: list[Look], large: list[Look]) -> Iterator[Row]:
    before, after = (median(look.milliseconds for look in looks) for looks in (small, large))
    detail = f"{before:.0f} ms, {small[0].queries} queries; {after:.0f} ms, {large[0].queries} queries at {LARGE:,}"
    yield Row(work, f"{SMALL:,} requests", after / before, FLAT, detail)
    if page in FASTER:
        yield Row(f"{work}, as such", "–", after, FASTER[page])
