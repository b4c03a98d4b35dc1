"""`python -m tools.bench [parts]`, behind `make bench`: every part, or those that are named.

Prints a table for docs/quality.md, compares it with the last one that was kept, and keeps it. Answers 1 when a goal
was missed.
"""

import sys
from datetime import UTC, datetime
from importlib import import_module

from tools.bench import kept
from tools.bench.rows import Row, table

PARTS = {
    "pages": "tools.bench.readers.pages",
    "search": "tools.bench.readers.search",
    "front": "tools.bench.readers.front",
    "memory": "tools.bench.readers.memory",
    "writes": "tools.bench.writes",
    "desk": "tools.bench.desk",
}


def main(names: list[str]) -> int:
    unknown = set(names) - PARTS.keys()
    if unknown:
        raise SystemExit(f"Which parts: found {', '.join(sorted(unknown))}, expected some of {', '.join(PARTS)}")
    rows: list[Row] = []
    for name in names or PARTS:
        rows += import_module(PARTS[name]).rows()
    print(table(rows, kept.last_figures()))
    print(f"\nKept in {kept.keep(rows, datetime.now(UTC))}", file=sys.stderr)
    return 0 if all(row.is_met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
