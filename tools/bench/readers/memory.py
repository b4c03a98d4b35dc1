"""What the web processes hold after 20,000 requests of readers, most of which nobody has made before."""

import os
import re
from itertools import count
from pathlib import Path

from tools.bench.load import Ask, load, reading
from tools.bench.rows import Row
from tools.production import production

FEW, MANY = 2_000, 20_000
MB = 1024
PAGES = ("/", "/spms/fatigue/", "/book/", "/spms/fatigue/?read=slow", "/spms/", "/privacy/", "/healthz")


def rows() -> list[Row]:
    with production(workers=2) as site:
        ask = wandering(site)
        held = [held_after(number, site, ask) for number in (FEW, MANY - FEW)]
    few, many = (size / MB for size in held)
    detail = f"{few:.0f} MB after {FEW:,}, {many:.0f} MB after {MANY:,}: master and two workers, each page counted once"
    return [Row(f"memory after {MANY:,} requests", f"after {FEW:,}", many / few, "≤ 1.1", detail)]


def wandering(site: str) -> Ask:
    """Half of it pages; a quarter searches for what is searched for once; the rest addresses asked for once."""
    numbers = count()
    fixed = [reading(site, path)() for path in PAGES]

    def ask() -> bytes:
        number = next(numbers)
        kind = number % 4
        if kind == 2:
            return reading(site, f"/search/?q=fatigue{number}")()
        return reading(site, f"/spms/?from={number}")() if kind == 3 else fixed[number // 4 % len(fixed)]

    return ask


def held_after(requests: int, site: str, ask: Ask) -> int:
    answered = 0
    while answered < requests:
        answered += len(load(site, ask, askers=8, seconds=1).waited)
    return sum(map(size_of, below(os.getpid())))


def below(process: int) -> list[int]:
    """Every process that this one has started, and those have started."""
    children = [
        int(child) for path in Path(f"/proc/{process}/task").glob("*/children") for child in path.read_text().split()
    ]
    return [each for child in children for each in (child, *below(child))]


def size_of(process: int) -> int:
    """Kilobytes: what it has alone, and its share of what it has with others (PSS)."""
    found = re.search(r"^Pss: +(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0
