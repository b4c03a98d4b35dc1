"""`python -m tests`, behind `make test`: the whole suite on every database there is, and what could not run.

Runs on SQLite always; on PostgreSQL when TEST_DATABASE_URL names one; with the browser when Chromium is found.
The sweep (every page at every width) runs on SQLite alone: what a page looks like does not depend on the database.
Exits with a failure of either; with CI set, what could not run is a failure too.
"""

import os
import subprocess
import sys

from tests.browser import CHROMIUM


def run(database: str, url: str, *, without_sweep: bool = False) -> int:
    """Run the suite on one database. Answers pytest's exit status."""
    print(f"\n=== The suite on {database} ===", flush=True)
    if without_sweep and CHROMIUM:
        print("Without the sweep of every page at every width: it ran on SQLite.", flush=True)
    marks = ["-m", "not browser"] if not CHROMIUM else ["-m", "not sweep"] if without_sweep else []
    environment = os.environ | {"SUITE_DATABASE_URL": url}
    return subprocess.call([sys.executable, "-m", "pytest", *marks, *sys.argv[1:]], env=environment)


def main() -> int:
    postgres = os.environ.get("TEST_DATABASE_URL", "")
    missing = []
    if not postgres:
        missing.append("PostgreSQL: TEST_DATABASE_URL is not set (postgres://user:password@host:5432/database).")
    if not CHROMIUM:
        missing.append("The browser: no Chromium was found (on Debian: apt-get install chromium).")
    failed = run("SQLite", "")
    if postgres:
        failed = run("PostgreSQL", postgres, without_sweep=True) or failed
    print("\nEverything ran." if not missing else "\nCould not run:")
    print("\n".join(f"- {line}" for line in missing))
    return failed or (1 if missing and os.environ.get("CI") else 0)


if __name__ == "__main__":
    sys.exit(main())
