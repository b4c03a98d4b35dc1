"""Where copies lie: in this process, of one edition at a time, and not without end."""

from collections.abc import Hashable
from threading import Lock

from clinic.copies.asked import Asked
from clinic.copies.copied import Copy

MOST_BYTES = 32 * 1024 * 1024


class Store:
    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._copies: dict[Asked, Copy] = {}
        self._edition: Hashable = None
        self._bytes = 0
        self._changing = Lock()

    def get(self, asked: Asked, edition: Hashable) -> Copy | None:
        copy = self._copies.get(asked)
        return copy if edition == self._edition else None

    def put(self, asked: Asked, copy: Copy, edition: Hashable) -> None:
        """What has lain here longest makes room. Copies of another edition all go."""
        with self._changing:
            if edition != self._edition:
                self._copies, self._bytes = {}, 0
                self._edition = edition
            if asked in self._copies:
                self._bytes -= len(self._copies.pop(asked).body)
            self._copies[asked] = copy
            self._bytes += len(copy.body)
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._copies.pop(next(iter(self._copies))).body)
