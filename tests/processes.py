"""Races between real processes on the test database."""

import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty
from typing import Any

from django.db import connections

TIMEOUT_SECONDS = 120
context = multiprocessing.get_context("fork")


def race(count: int, run: Callable[[int], Any]) -> list[Any]:
    """Call `run(number)` in `count` processes that start together. Answers what each of them answered, in any order.

    Every process has its own connection to the test database. What one raises is answered as text.
    """
    connections.close_all()
    together, answers = context.Barrier(count), context.Queue()
    processes = [context.Process(target=_compete, args=(number, run, together, answers)) for number in range(count)]
    for process in processes:
        process.start()
    try:
        return [answers.get(timeout=TIMEOUT_SECONDS) for _ in processes]
    except Empty:
        raise AssertionError("a process neither answered nor failed") from None
    finally:
        for process in processes:
            process.join(TIMEOUT_SECONDS)


def _compete(number: int, run: Callable[[int], Any], together: Any, answers: Any) -> None:
    try:
        together.wait(TIMEOUT_SECONDS)
        answers.put(run(number))
    except Exception as error:
        answers.put(repr(error))
    finally:
        connections.close_all()


@contextmanager
def begun(run: Callable[[], Any]) -> Iterator[tuple[Any, Callable[[], None]]]:
    """A process that calls `run` once it is told to by what stands second; it ends with this at the latest.

    Made at once, before there are threads that a fork would copy in the middle of what they do.
    """
    connections.close_all()
    told = context.Event()
    process = context.Process(target=lambda: told.wait(TIMEOUT_SECONDS) and run())
    process.start()
    try:
        yield process, told.set
    finally:
        process.kill()
        process.join(TIMEOUT_SECONDS)


def killed(run: Callable[[], Any]) -> int:
    """Call `run` in a process that is expected to die. Answers its exit code, negative for a signal."""
    connections.close_all()
    process = context.Process(target=run)
    process.start()
    process.join(TIMEOUT_SECONDS)
    assert process.exitcode is not None
    return process.exitcode
