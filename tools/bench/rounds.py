"""In turns: what slows the machine meanwhile slows the limit and the product alike, and their ratio stays."""

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter
from typing import TypeVar

Answer = TypeVar("Answer")


def in_turns(ways: Mapping[str, Callable[[], Answer]], rounds: int) -> dict[str, list[Answer]]:
    """What each way answered in each round. Whoever begins changes with the round."""
    names = list(ways)
    answers: dict[str, list[Answer]] = {name: [] for name in names}
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            answers[name].append(ways[name]())
    return answers


def milliseconds(way: Callable[[], object]) -> float:
    started = perf_counter()
    way()
    return (perf_counter() - started) * 1000


def medians(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Milliseconds of each way, the median of some rounds."""
    timed = {name: lambda way=way: milliseconds(way) for name, way in ways.items()}
    return {name: median(times) for name, times in in_turns(timed, rounds).items()}
