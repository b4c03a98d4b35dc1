"""The table of a run, kept as JSON under a folder of its own, for the next run to compare itself with."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from tools.bench.rows import Row

FOLDER = Path("var/bench")


def keep(rows: Iterable[Row], now: datetime, folder: Path = FOLDER) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{now:%Y-%m-%dT%H%M%S}.json"
    file.write_text(json.dumps([row._asdict() for row in rows], ensure_ascii=False, indent=1), "utf-8")
    return file


def last_figures(folder: Path = FOLDER) -> dict[str, float]:
    """The figure of each work in the newest run that measured it: a run may have been of some parts only."""
    figures: dict[str, float] = {}
    for file in sorted(folder.glob("*.json")):
        figures |= {row["work"]: row["figure"] for row in json.loads(file.read_text("utf-8"))}
    return figures
