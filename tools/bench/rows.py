"""One line of the table: how close a work comes to what limits it."""

from collections.abc import Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """`figure` is a ratio to the limit unless the goal names a unit: "≥ 0.9", "≤ 1.3", "≤ 3 ms"."""

    work: str
    limit: str
    figure: float
    goal: str
    detail: str = ""

    @property
    def is_met(self) -> bool:
        sign, number = self.goal.split()[:2]
        return {"≥": self.figure >= float(number), "≤": self.figure <= float(number)}[sign]

    @property
    def measured(self) -> str:
        """With the unit of the goal: "0.94", "2.1 ms"."""
        return " ".join([f"{self.figure:.3g}", *self.goal.split()[2:]])


def table(rows: Iterable[Row], before: dict[str, float]) -> str:
    """In markdown. `before` are the figures of the run that was kept last, by work."""
    lines = ["| work | limit | figure | before | goal | |", "|---|---|---|---|---|---|"]
    for row in rows:
        was = f"{before[row.work]:.3g}" if row.work in before else "–"
        goal = row.goal if row.is_met else f"**{row.goal}: missed**"
        lines.append(f"| {row.work} | {row.limit} | {row.measured} | {was} | {goal} | {row.detail} |")
    return "\n".join(lines)
