"""Public pages beside what limits them, in turns: through gunicorn a bare view that returns the same bytes; through
nginx a file.
"""

import os
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError

from tools.bench.load import Answers, Ask, load, reading, together
from tools.bench.readers.proxy import NGINX, Proxy, nginx
from tools.bench.rounds import in_turns
from tools.bench.rows import Row
from tools.production import gunicorn, listening, production, wait_for

PAGES = {"home": "/", "fatigue": "/spms/fatigue/", "book": "/book/"}
WORKERS, ROUNDS = 2, 24
GOAL = "≥ 0.9"


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as running:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as another user
        site = running.enter_context(production(WORKERS))
        etags = {name: fetched(site + path, folder / f"{name}.html") for name, path in PAGES.items()}
        found = [*through_gunicorn(site, folder, etags)]
        if not NGINX:
            print("Without nginx: none was found (on Debian: apt-get install nginx-light).")
            return found
        with nginx(site, folder) as proxy:
            found += through_nginx(proxy)
            running.close()
            return [*found, while_away(proxy)]


def fetched(url: str, file: Path) -> str:
    """Write what stands at this address to a file; answer its tag."""
    with urllib.request.urlopen(url) as answer:
        file.write_bytes(answer.read())
        return str(answer.headers["ETag"])


def through_gunicorn(site: str, folder: Path, etags: Mapping[str, str]) -> Iterator[Row]:
    with listening() as socket:
        limit = f"http://127.0.0.1:{socket.getsockname()[1]}"
        with gunicorn("tools.bench.readers.bare", socket, os.environ | {"BARE_FOLDER": str(folder)}, WORKERS):
            wait_for(f"{limit}/home")
            for name, path in PAGES.items():
                limited = Way(limit, reading(limit, f"/{name}"))
                page = Way(site, reading(site, path))
                unchanged = Way(site, reading(site, path, If_None_Match=etags[name]), "304")
                theirs, ours, ours_unchanged = measured(limited, page, unchanged)
                yield compared(f"GET {path}", "a bare view", theirs, ours)
                yield compared(f"GET {path}, 304", "a bare view", theirs, ours_unchanged)


def through_nginx(proxy: Proxy) -> Iterator[Row]:
    for name, path in PAGES.items():
        file, page = Way(proxy.limit, reading(proxy.limit, f"/{name}.html")), Way(proxy.site, reading(proxy.site, path))
        yield compared(f"GET {path} through nginx", "a file of nginx", *measured(file, page))


class Way(NamedTuple):
    address: str
    ask: Ask
    expected: str = "200"


def measured(*ways: Way) -> list[Answers]:
    """What came of each, in turns. Stops where something was answered otherwise than expected."""
    rounds = in_turns({str(number): partial(load, way.address, way.ask) for number, way in enumerate(ways)}, ROUNDS)
    found = [together(answers) for answers in rounds.values()]
    for way, answers in zip(ways, found, strict=True):
        if set(answers.statuses) != {way.expected}:
            raise SystemExit(f"{way.ask()!r}: expected {way.expected} alone, found {dict(answers.statuses)}")
    return found


def while_away(proxy: Proxy) -> Row:
    """The share of pages that are still shown once the application is gone. None of them is a search."""
    shown = [status_of(proxy.site + path) == 200 for path in PAGES.values()]
    if status_of(f"{proxy.site}/search/?q=fatigue") != 502:
        raise SystemExit("A search was answered though the application is away.")
    return Row("pages shown while the application is away", "all", sum(shown) / len(shown), "≥ 1")


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def compared(work: str, limit: str, theirs: Answers, ours: Answers) -> Row:
    detail = f"{ours.rate:.0f}/s of {theirs.rate:.0f}/s; p99 {ours.p99:.1f} and {theirs.p99:.1f} ms"
    return Row(work, f"{limit}, the same bytes", ours.rate / theirs.rate, GOAL, detail)
