"""Whether the wall clock can be believed, judged by a clock that nobody sets."""

import time
from collections.abc import Callable
from typing import NamedTuple

TOLERANCE_SECONDS = 60
SETTLED_SECONDS = 120


def running() -> float:
    """Seconds that only ever run on. Where the machine knows how long it slept, that counts as time too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class Reading(NamedTuple):
    """How far the wall clock is ahead of the running one, and when by the latter it jumped, if it is not settled."""

    ahead: float
    jumped_at: float | None

    def differs_from(self, other: "Reading") -> bool:
        """By more than a slow drift."""
        return self.jumped_at != other.jumped_at or abs(self.ahead - other.ahead) > TOLERANCE_SECONDS / 2


class SteadyClock:
    """Notices that the wall clock jumped since it was last looked at. It is believed again once it has kept going.

    Look often: what drifts slowly is followed. `known` is what an earlier process read.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        running: Callable[[], float] = running,
        known: Reading | None = None,
    ) -> None:
        self._wall, self._running = wall, running
        self._offset, self._jumped_at = known or Reading(self._ahead(), None)

    @property
    def reading(self) -> Reading:
        """As it was last looked at."""
        return Reading(self._offset, self._jumped_at)

    def is_steady(self) -> bool:
        offset, now = self._ahead(), self._running()
        if abs(offset - self._offset) > TOLERANCE_SECONDS:
            self._jumped_at = now
        self._offset = offset
        if self._jumped_at is not None and now - self._jumped_at >= SETTLED_SECONDS:
            self._jumped_at = None
        return self._jumped_at is None

    def _ahead(self) -> float:
        return self._wall() - self._running()
