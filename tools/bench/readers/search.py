"""A search through gunicorn, by one reader: what is found, found by its spelling, and not found."""

from statistics import median

from tools.bench.load import load, reading
from tools.bench.rows import Row
from tools.production import production

QUERIES = {"a word": "fatigue", "a word with a slip": "fatige", "two words": "bladder+infection", "in vain": "qwxz"}
ROUNDS = 7
GOAL = "≤ 3 ms"


def rows() -> list[Row]:
    with production() as site:
        return [row_of(site, name, query) for name, query in QUERIES.items()]


def row_of(site: str, name: str, query: str) -> Row:
    """The quietest of some seconds counts: nothing that the machine does besides makes a search faster."""
    ask = reading(site, f"/search/?q={query}")
    rounds = [load(site, ask, askers=1, seconds=1) for _ in range(ROUNDS)]
    found = {status for answers in rounds for status in answers.statuses}
    if found != {"200"}:
        raise SystemExit(f"/search/?q={query}: expected 200 alone, found {found}")
    times = [1000 * median(answers.waited) for answers in rounds]
    return Row(
        f"search, {name}", "", min(times), GOAL, f"medians of a second each: {min(times):.2f} to {max(times):.2f} ms"
    )
