"""Public pages through gunicorn, beside a bare view that returns the same bytes, in turns."""

import os
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tools.bench.load import Answers, Ask, load, p99_of, rate_of, reading
from tools.bench.rounds import in_turns
from tools.bench.rows import Row
from tools.production import gunicorn, listening, production, wait_for

PAGES = {"home": "/", "fatigue": "/spms/fatigue/", "book": "/book/"}
WORKERS, ROUNDS = 2, 5
GOAL = "≥ 0.9"
EXPECTED = {"limit": "200", "page": "200", "unchanged": "304"}


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, production(WORKERS) as site, listening() as socket:
        etags = {name: fetched(site + path, Path(folder, f"{name}.html")) for name, path in PAGES.items()}
        limit = f"http://127.0.0.1:{socket.getsockname()[1]}"
        with gunicorn("tools.bench.bare", socket, os.environ | {"BARE_FOLDER": folder}, WORKERS):
            wait_for(f"{limit}/home")
            return [row for name in PAGES for row in rows_of(name, site, limit, etags[name])]


def fetched(url: str, file: Path) -> str:
    """Write what stands at this address to a file; answer its tag."""
    with urllib.request.urlopen(url) as answer:
        file.write_bytes(answer.read())
        return str(answer.headers["ETag"])


def rows_of(name: str, site: str, limit: str, etag: str) -> list[Row]:
    path = PAGES[name]
    rounds = in_turns(
        {
            "limit": loaded(limit, reading(limit, f"/{name}")),
            "page": loaded(site, reading(site, path)),
            "unchanged": loaded(site, reading(site, path, If_None_Match=etag)),
        },
        ROUNDS,
    )
    for way, expected in EXPECTED.items():
        found = sum((answers.statuses for answers in rounds[way]), Counter[str]())
        if set(found) != {expected}:
            raise SystemExit(f"{path}, {way}: expected {expected} alone, found {dict(found)}")
    return [
        compared(f"GET {path}", rounds["limit"], rounds["page"]),
        compared(f"GET {path}, 304", rounds["limit"], rounds["unchanged"]),
    ]


def loaded(address: str, ask: Ask) -> Callable[[], Answers]:
    return lambda: load(address, ask)


def compared(work: str, limit: list[Answers], product: list[Answers]) -> Row:
    detail = f"{rate_of(product):.0f}/s of {rate_of(limit):.0f}/s; p99 {p99_of(product):.1f} and {p99_of(limit):.1f} ms"
    return Row(work, "a bare view, the same bytes", rate_of(product) / rate_of(limit), GOAL, detail)
