"""Which edition of the pages stands. Copies of an earlier one are never served."""

import logging
from collections.abc import Callable, Hashable
from threading import Lock
from time import monotonic

from django.db import Error, close_old_connections
from django.utils import timezone

from education.models import Page

logger = logging.getLogger(__name__)

# Seconds. What another process changes shows here that much later; a proxy adds a second (`publicly_cacheable`).
LOOK_EVERY = 2.0
PATIENCE = 1.0
AT_ONCE = float("-inf")


def as_it_stands() -> Hashable:
    """Another one as soon as a text, a signature, the place of a page or the date has changed. One query.

    Settings, templates and the words of the code change with a release, which starts new processes.
    """
    return timezone.localdate(), Page.objects.edition()


class Edition:
    """The edition that this process knows of. It looks when somebody asks, and not more often than it must."""

    def __init__(self, look: Callable[[], Hashable] = as_it_stands, clock: Callable[[], float] = monotonic) -> None:
        self._look, self._clock = look, clock
        self._looking = Lock()
        self._due = AT_ONCE
        self._known: Hashable = None

    def known(self) -> Hashable:
        """None as long as the database has never answered. While it is away, readers keep what was known last."""
        if self._clock() >= self._due and self._looking.acquire(timeout=PATIENCE if self._due == AT_ONCE else 0):
            try:
                self._update()
            finally:
                self._looking.release()
        return self._known

    def may_have_changed(self) -> None:
        """Whoever asks next looks first."""
        self._due = AT_ONCE

    def _update(self) -> None:
        if self._clock() < self._due:  # somebody else has looked meanwhile
            return
        self._due = self._clock() + LOOK_EVERY  # before looking: what changes from now on is not missed
        try:
            close_old_connections()
            self._known = self._look()
        except Error as error:
            logger.error("copies not looked after: %s", type(error).__name__)
