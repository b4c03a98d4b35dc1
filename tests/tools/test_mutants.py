"""`make mutants`: which changes it makes, which tests it asks about each, and what it calls caught."""

from pathlib import Path

import pytest

from tools import mutants
from tools.changes import Mutant, mutants_of

RULE = """
LIMIT = 5


@one_transaction
def is_late(request, now):
    if request.at__is_known and now > request.at + LIMIT:
        request.is_late = True
        tell(request)
    return requests.filter(at__gt=now)
"""


def test_every_kind_of_change_is_made_one_at_a_time_and_the_same_each_time() -> None:
    made = list(mutants_of("rule.py", RULE))
    assert [mutant.change for mutant in made] == [
        "is_late: no transaction",
        "without: if request.at__is_known and now > request.at + LIMIT:",
        "5 → 4",
        "5 → 6",
        "if request.at__is_known and now > request.at + LIMIT: the other way",
        "without: request.is_late = True",
        "without: tell(request)",
        "request.at__is_known and now > request.at + LIMIT: Or",
        "now > request.at + LIMIT: GtE",
        "now > request.at + LIMIT: LtE",
        "True → False",
        "at__gt → at__gte",
        "request.at + LIMIT: Sub",
    ]
    assert made == list(mutants_of("rule.py", RULE))
    assert len({mutant.source for mutant in made}) == len(made)


def test_those_tests_are_asked_that_run_the_line_and_all_where_it_is_run_as_the_file_is_read() -> None:
    by_line = {8: ["tests/test_rule.py::test_late[at noon]|run", "tests/test_rule.py::test_late[at|night]|run", ""]}
    by_line |= {2: [""], 9: ["tests/test_rule.py::test_told|setup"]}

    def concerned(line: int, ends: int) -> list[str]:
        return mutants.concerned(Mutant("rule.py", line, ends, "", ""), {"rule.py": by_line})

    assert concerned(8, 8) == ["tests/test_rule.py::test_late"]
    assert concerned(7, 9) == ["tests/test_rule.py::test_late", "tests/test_rule.py::test_told"]
    assert concerned(2, 2) == concerned(30, 30) == mutants.TESTS


@pytest.mark.processes
@pytest.mark.parametrize(("change", "is_caught"), [("a >= b", False), ("a < b", True), ("while True: pass", True)])
def test_a_change_is_caught_where_a_test_fails_or_comes_to_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, is_caught: bool
) -> None:
    sound = "def is_more(a, b):\n    return a > b\n"
    (tmp_path / "rule.py").write_text(sound)
    (tmp_path / "test_rule.py").write_text(
        "from rule import is_more\n\ndef test_two_is_more_than_one():\n    assert is_more(2, 1)\n"
    )
    broken = sound.replace("return a > b", change if "while" in change else f"return {change}")
    runs = {"rule.py": {2: ["test_rule.py::test_two_is_more_than_one|run"]}}
    monkeypatch.setattr(mutants, "LONGEST", 1 if "while" in change else mutants.LONGEST)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    assert mutants.is_caught(Mutant("rule.py", 2, 2, change, broken), runs, tmp_path) is is_caught
    assert (tmp_path / "rule.py").read_text() == sound


def test_the_core_is_there_and_so_are_its_tests() -> None:
    assert [path for path in (*mutants.CORE, *mutants.TESTS) if not (mutants.ROOT / path).exists()] == []
    assert len(mutants.every_mutant()) > 500
