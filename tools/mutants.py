"""What no test would miss: small changes to the core, each of which some test should fail for. Run by `make mutants`.

A sample of all changes is drawn by a seed, so that two runs ask the same. Each change is made in a copy of what git
knows, and those tests of the rules are asked that run the line; a first run, with nothing changed, notes which they
are. What survives is printed: a missing test, a line that is not needed, or a change that changes nothing. Which of
these is for a person to judge.

Not mutmut, which leaves every decorated function alone, and all our actions are. Nor cosmic-ray, which changes the
files that one works on, takes no sample and removes no statement.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copy2
from time import monotonic
from typing import NamedTuple, TypeAlias

from coverage import CoverageData

from tools.changes import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
ACTIONS, BOOKING, DIARY, MAIL = (f"tests/appointments/{name}" for name in ("actions", "booking", "diary", "mail"))
LIFECYCLE = "tests/appointments/test_lifecycle.py"
TESTS = [LIFECYCLE, ACTIONS, BOOKING, DIARY, MAIL]
CORE = [
    "appointments/lifecycle.py",
    "appointments/actions",
    "appointments/diary",
    "appointments/models",
    "appointments/mail/queue.py",
]
Runs: TypeAlias = dict[str, dict[int, list[str]]]
"""Of each file and line, the tests that run it, as coverage.py names them."""
LONGEST = 150  # seconds for the tests of one change: it may make something go round for ever, and is missed then too


class Answer(NamedTuple):
    mutant: Mutant
    is_caught: bool


def every_mutant() -> list[Mutant]:
    files = [file for start in CORE for file in sorted((ROOT / start).rglob("*.py")) or [ROOT / start]]
    return [mutant for file in files for mutant in mutants_of(file.relative_to(ROOT).as_posix(), file.read_text())]


def ask_all(sample: list[Mutant], runs: Runs, at_once: int, ends: float) -> list[Answer]:
    """The answers in as many copies as are asked at once. What was not begun by `ends` is left out."""

    def ask_some(number: int) -> list[Answer]:
        with tempfile.TemporaryDirectory() as folder:
            copy_to(Path(folder))
            return list(_ask_in_turn(sample[number::at_once], runs, Path(folder), ends))

    with ThreadPoolExecutor(at_once) as pool:
        return [answer for some in pool.map(ask_some, range(at_once)) for answer in some]


def copy_to(folder: Path) -> None:
    """What git knows, as it stands in the files now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(ROOT / name, folder / name)


def _ask_in_turn(mutants: Iterable[Mutant], runs: Runs, folder: Path, ends: float) -> Iterable[Answer]:
    for mutant in mutants:
        if monotonic() > ends:
            return
        answer = Answer(mutant, is_caught(mutant, runs, folder))
        print("caught  " if answer.is_caught else "SURVIVED", f"{mutant.path}:{mutant.line}", mutant.change, flush=True)
        yield answer


def is_caught(mutant: Mutant, runs: Runs, folder: Path) -> bool:
    file = folder / mutant.path
    sound = file.read_text()
    file.write_text(mutant.source)
    try:
        return fails(concerned(mutant, runs), folder)
    finally:
        file.write_text(sound)


def concerned(mutant: Mutant, runs: Runs) -> list[str]:
    """The tests that run what was changed, those first that run little else: they are quick, and about it.

    What is run when a file is read, such as a limit, concerns all.
    """
    lines = range(mutant.line, mutant.ends + 1)
    named = {test for line in lines for test in runs.get(mutant.path, {}).get(line, [])}
    breadth = Counter(test for by_line in runs.values() for tests in by_line.values() for test in tests)
    # Without what stands in brackets: an example may be written with anything.
    ordered = sorted((test for test in named if test), key=lambda test: (breadth[test], test))
    return list(dict.fromkeys(test.partition("|")[0].partition("[")[0] for test in ordered)) or TESTS


def fails(tests: Iterable[str], folder: Path, longest: float = 0, more: Iterable[str] = ()) -> bool:
    """Does any of these tests fail, or come to no end?"""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-p",
        "no:randomly",
        "-m",
        "not browser and not processes",
        *more,
        *tests,
    ]
    # Nothing compiled is kept: a file changed back within the second has the size and time of the one before.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return bool(
            subprocess.run(
                command, cwd=folder, env=environment, timeout=longest or LONGEST, capture_output=True
            ).returncode
        )
    except subprocess.TimeoutExpired:
        print("no end  ", end="")
        return True


def which_tests_run_what() -> Runs:
    """Stops with a sentence where a test fails with nothing changed: it would say nothing about a change."""
    with tempfile.TemporaryDirectory() as folder:
        copy_to(Path(folder))
        noted = ["--cov", "--cov-context=test", "--cov-report="]
        if fails(TESTS, Path(folder), longest=20 * LONGEST, more=noted):
            sys.exit(f"With nothing changed, one of {', '.join(TESTS)} fails, or takes too long. Mend that first.")
        data = CoverageData(str(Path(folder) / ".coverage"))
        data.read()
        files = {str(Path(name).relative_to(Path(folder).resolve())): name for name in data.measured_files()}
        return {path: data.contexts_by_lineno(name) for path, name in files.items()}


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sample", type=int, default=60, help="how many changes to draw (60)")
    reader.add_argument("--skip", type=int, default=0, help="how many of these were asked before (0)")
    reader.add_argument("--seed", type=int, default=9, help="by which they are drawn (9)")
    reader.add_argument("--minutes", type=float, default=9, help="after which no other is begun (9)")
    reader.add_argument("--at-once", type=int, default=os.cpu_count() or 1, help="how many are asked (one a core)")
    given = reader.parse_args()
    ends = monotonic() + 60 * given.minutes
    runs = which_tests_run_what()
    every = every_mutant()
    sample = random.Random(given.seed).sample(every, min(given.sample, len(every)))[given.skip :]
    answers = ask_all(sample, runs, given.at_once, ends)
    caught = sum(answer.is_caught for answer in answers)
    print(f"{caught} of {len(answers)} caught, drawn from {len(every)} changes by seed {given.seed}.")


if __name__ == "__main__":
    main()
