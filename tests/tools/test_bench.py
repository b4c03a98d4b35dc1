"""The table of `make bench`: what it says of a figure, and what it compares it with."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from inspect import signature
from pathlib import Path

import pytest

from tools.bench import kept
from tools.bench.__main__ import PARTS, main
from tools.bench.rounds import in_turns
from tools.bench.rows import Row, table

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("figure", "goal", "is_met"),
    [
        (0.9, "≥ 0.9", True),
        (0.89, "≥ 0.9", False),
        (1.3, "≤ 1.3", True),
        (1.31, "≤ 1.3", False),
        (2.9, "≤ 3 ms", True),
        (3.1, "≤ 3 ms", False),
    ],
)
def test_a_goal_is_met_from_its_number_on(figure: float, goal: str, *, is_met: bool) -> None:
    assert Row("a page", "a bare view", figure, goal).is_met is is_met


def test_the_table_says_which_goal_was_missed_and_what_was_before() -> None:
    text = table([Row("a page", "a bare view", 0.5, "≥ 0.9"), Row("search", "–", 2.5, "≤ 3 ms")], {"a page": 0.75})
    assert "| a page | a bare view | 0.5 | 0.75 | **≥ 0.9: missed** |" in text
    assert "| search | – | 2.5 ms | – | ≤ 3 ms |" in text


def test_a_figure_is_compared_with_the_newest_run_that_measured_it(tmp_path: Path) -> None:
    page, search = Row("a page", "", 1, "≥ 0.9"), Row("search", "", 2, "≤ 3 ms")
    kept.keep([page._replace(figure=3), search], NOON + timedelta(days=1), tmp_path)
    kept.keep([page, search], NOON, tmp_path)
    kept.keep([page._replace(figure=4)], NOON + timedelta(days=2), tmp_path)
    assert kept.last_figures(tmp_path) == {"a page": 4, "search": 2}


def test_nothing_is_compared_before_the_first_run(tmp_path: Path) -> None:
    assert kept.last_figures(tmp_path / "none") == {}


def test_limit_and_product_take_turns_and_each_begins_once() -> None:
    asked: list[str] = []
    in_turns({name: lambda name=name: asked.append(name) for name in ("limit", "product")}, rounds=2)
    assert asked == ["limit", "product", "product", "limit"]


def test_every_part_measures_rows_without_being_told_anything() -> None:
    for module in PARTS.values():
        assert not signature(import_module(module).rows).parameters


def test_a_part_that_is_not_there_is_named() -> None:
    with pytest.raises(SystemExit, match="found dsek, expected some of"):
        main(["dsek"])
