"""`python -m tests`, behind `make test`: the whole suite on every database there is, and what could not run.

As many workers as there are cores share the tests. They run on SQLite always; on PostgreSQL when TEST_DATABASE_URL
names one; with the browser when Chromium is found. Tests that ask no database run once, and of the browser's tests
only those at the desk run on both: what a public page looks like, and how it is used, does not depend on the database.
Races run by themselves there.
Exits with a failure of either; with CI set, what could not run is a failure too. More words go to pytest as they are:
`python -m tests -n 0 -x`.
"""

import os
import subprocess
import sys

from tests.browser import CHROMIUM

SHARED = ("-n", "auto", "--dist", "worksteal")
ALONE = ("-n", "0", "--dist", "no")  # one race at a time on the server that all workers share
# Compiled code is kept, whatever the machine says: every worker, and every process that a test starts, would compile
# all of it again.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(database: str, url: str, *chosen: str) -> int:
    """Run the suite, or what is chosen of it, on one database. Answers pytest's exit status."""
    print(f"\n=== The suite on {database} ===", flush=True)
    command = [sys.executable, "-m", "pytest", *SHARED, *chosen, *sys.argv[1:]]
    return subprocess.call(command, env=ENVIRONMENT | {"SUITE_DATABASE_URL": url})


def main() -> int:
    postgres = os.environ.get("TEST_DATABASE_URL", "")
    missing = []
    if not postgres:
        missing.append("PostgreSQL: TEST_DATABASE_URL is not set (postgres://user:password@host:5432/database).")
    if not CHROMIUM:
        missing.append("The browser: no Chromium was found (on Debian: apt-get install chromium).")
    failed = run("SQLite", "")
    if postgres:
        failed = run("PostgreSQL", postgres, "-m", "database and (not browser or desk) and not processes") or failed
        failed = run("PostgreSQL, races", postgres, *ALONE, "-m", "database and processes") or failed
    print("\nEverything ran." if not missing else "\nCould not run:")
    print("\n".join(f"- {line}" for line in missing))
    return failed or (1 if missing and os.environ.get("CI") else 0)


if __name__ == "__main__":
    sys.exit(main())
