"""What no test would miss: small changes to the core, each of which some test should fail for. Run by `make mutants`.

A sample of all changes is drawn by a seed, so that two runs ask the same. Each change is made in a copy of what git
knows, and the tests of its package are asked. What survives is printed: a missing test, a line that is not needed, or
a change that changes nothing. Which of these is for a person to judge.

Not mutmut, which leaves every decorated function alone, and all our actions are. Nor cosmic-ray, which changes the
files that one works on, takes no sample and removes no statement.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copy2
from time import monotonic
from typing import NamedTuple

from tools.changes import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
ACTIONS, BOOKING, DIARY, MAIL = (f"tests/appointments/{name}" for name in ("actions", "booking", "diary", "mail"))
LIFECYCLE = "tests/appointments/test_lifecycle.py"
# Where the core stands, and the tests that should miss it.
CORE = {
    "appointments/lifecycle.py": [LIFECYCLE, ACTIONS],
    "appointments/actions": [ACTIONS, LIFECYCLE, BOOKING],
    "appointments/diary": [DIARY],
    "appointments/models": [MAIL, DIARY, ACTIONS, BOOKING],
    "appointments/mail/queue.py": [ACTIONS, MAIL],
}
LONGEST = 150  # seconds for the tests of one change: it may make something go round for ever, and is missed then too


class Answer(NamedTuple):
    mutant: Mutant
    is_caught: bool


def every_mutant() -> list[Mutant]:
    files = [file for start in CORE for file in sorted((ROOT / start).rglob("*.py")) or [ROOT / start]]
    return [mutant for file in files for mutant in mutants_of(file.relative_to(ROOT).as_posix(), file.read_text())]


def ask_all(sample: list[Mutant], at_once: int, ends: float) -> list[Answer]:
    """The answers in as many copies as are asked at once. What was not begun by `ends` is left out."""

    def ask_some(number: int) -> list[Answer]:
        with tempfile.TemporaryDirectory() as folder:
            copy_to(Path(folder))
            return list(_ask_in_turn(sample[number::at_once], Path(folder), ends))

    with ThreadPoolExecutor(at_once) as pool:
        return [answer for some in pool.map(ask_some, range(at_once)) for answer in some]


def copy_to(folder: Path) -> None:
    """What git knows, as it stands in the files now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(ROOT / name, folder / name)


def _ask_in_turn(mutants: Iterable[Mutant], folder: Path, ends: float) -> Iterable[Answer]:
    for mutant in mutants:
        if monotonic() > ends:
            return
        answer = Answer(mutant, is_caught(mutant, folder))
        print("caught  " if answer.is_caught else "SURVIVED", f"{mutant.path}:{mutant.line}", mutant.change, flush=True)
        yield answer


def is_caught(mutant: Mutant, folder: Path) -> bool:
    file = folder / mutant.path
    sound = file.read_text()
    file.write_text(mutant.source)
    try:
        return fails(next(tests for start, tests in CORE.items() if mutant.path.startswith(start)), folder)
    finally:
        file.write_text(sound)


def fails(tests: Iterable[str], folder: Path) -> bool:
    """Does any of these tests fail, or come to no end?"""
    command = [sys.executable, "-m", "pytest", "-x", "-m", "not browser and not processes", *tests]
    # Nothing compiled is kept: a file changed back within the second has the size and time of the one before.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return bool(
            subprocess.run(command, cwd=folder, env=environment, timeout=LONGEST, capture_output=True).returncode
        )
    except subprocess.TimeoutExpired:
        return True


def expect_green() -> None:
    """Where a test fails anyway, it says nothing about a change. Stops with a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        copy_to(Path(folder))
        for tests in ([LIFECYCLE, ACTIONS], [BOOKING, DIARY, MAIL]):
            if fails(tests, Path(folder)):
                sys.exit(f"With nothing changed, {' or '.join(tests)} fails, or takes too long. Mend that first.")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sample", type=int, default=60, help="how many changes to draw (60)")
    reader.add_argument("--seed", type=int, default=9, help="by which they are drawn (9)")
    reader.add_argument("--minutes", type=float, default=9, help="after which no other is begun (9)")
    reader.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many are asked (one a core)")
    given = reader.parse_args()
    ends = monotonic() + 60 * given.minutes
    expect_green()
    every = every_mutant()
    sample = random.Random(given.seed).sample(every, min(given.sample, len(every)))
    answers = ask_all(sample, given.at_once, ends)
    caught = sum(answer.is_caught for answer in answers)
    print(f"{caught} of {len(answers)} caught, drawn from {len(every)} changes by seed {given.seed}.")


if __name__ == "__main__":
    main()
