"""."""

from typing import NamedTuple

from appointments.desk.start import statistics

BAR, GAP, TALLEST = 8, 2, 48


class Bar(NamedTuple):
    """One day of the graph, in the units of its drawing."""

    x: int
    y: int
    width: int
    height: int


class Graph(NamedTuple):
    """Requests a day, drawn and told."""

    days: list[statistics.DayCount]
    bars: list[Bar]
    total: int
    busiest: statistics.DayCount
    width: int = statistics.DAYS * (BAR + GAP) - GAP
    height: int = TALLEST


def graph_of(days: list[statistics.DayCount]) -> Graph:
    """A bar a day, the tallest for the busiest. A day without requests has none."""
    busiest = max(days, key=lambda day: day.requests)
    heights = [-(-TALLEST * day.requests // max(busiest.requests, 1)) for day in days]
    bars = [Bar(place * (BAR + GAP), TALLEST - height, BAR, height) for place, height in enumerate(heights) if height]
    return Graph(days, bars, sum(day.requests for day in days), busiest)
