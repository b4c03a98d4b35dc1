"""An end that is asked for, by SIGTERM or Ctrl-C: held back, but where something may be broken off for it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = {signal.SIGTERM, signal.SIGINT}


class Ended(BaseException):
    """What stood in `breakable` was broken off. No Exception: nobody takes it for a fault and goes on."""


class Ending:
    """Whether an end was asked for. Nothing is interrupted by it outside `breakable`, also no handler by another."""

    def __init__(self) -> None:
        self._heard = False

    def is_asked(self) -> bool:
        return self._heard or bool(signal.sigpending() & ENDING)

    def is_asked_within(self, seconds: float) -> bool:
        """Wait for it, so long at most."""
        self._heard = self._heard or bool(signal.sigtimedwait(ENDING, seconds))
        return self._heard

    def hear(self, number: int, frame: FrameType | None) -> None:
        self._heard = True
        raise Ended


@contextmanager
def held_back() -> Iterator[Ending]:
    """Meanwhile both signals wait until somebody asks."""
    ending = Ending()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    handlers = {number: signal.signal(number, ending.hear) for number in ENDING}
    try:
        yield ending
    finally:
        while signal.sigtimedwait(ENDING, 0):
            pass  # heard, and answered by ending
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


@contextmanager
def breakable() -> Iterator[None]:
    """In here an end that is asked for is heard at once, and raises Ended. Without `held_back` nothing changes."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        if isinstance(getattr(signal.getsignal(signal.SIGTERM), "__self__", None), Ending):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
