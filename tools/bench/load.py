"""Many who ask at once, each on a connection that stays open, all of them in this process."""

import re
import selectors
import socket
from collections import Counter
from collections.abc import Callable
from statistics import quantiles
from time import perf_counter
from typing import NamedTuple
from urllib.parse import urlsplit

MOST_AT_ONCE = 256 * 1024
LONGEST_WAIT = 30  # seconds
LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
Ask = Callable[[], bytes]


class Answers(NamedTuple):
    """What came of a stretch of time: how many answers of each status, and how long each was waited for."""

    seconds: float
    waited: list[float]
    statuses: Counter[str]

    @property
    def rate(self) -> float:
        return len(self.waited) / self.seconds

    @property
    def p99(self) -> float:
        """Milliseconds."""
        return 1000 * (quantiles(self.waited, n=100)[-1] if len(self.waited) > 1 else self.waited[0])


class Asker:
    """One connection. It sends the next request as soon as the last one is answered."""

    def __init__(self, place: tuple[str, int], ask: Ask) -> None:
        self.place, self.ask = place, ask
        self.begin()

    def begin(self) -> None:
        self.socket = socket.create_connection(self.place)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send()

    def send(self) -> None:
        self.seen, self.missing = b"", 0
        self.sent_at = perf_counter()
        self.socket.sendall(self.ask())

    def receive(self) -> str:
        """The status once an answer is whole, "closed" where the server hung up, else nothing."""
        received = self.socket.recv(MOST_AT_ONCE)
        if not received:
            return "closed"
        if not self.missing:
            self.seen += received
            head, ends, body = self.seen.partition(b"\r\n\r\n")
            if not ends:
                return ""
            self.status = head[9:12].decode()
            length = LENGTH.search(head)
            self.missing = (int(length[1]) if length and self.status != "304" else 0) - len(body)
        else:
            self.missing -= len(received)
        return "" if self.missing else self.status


class Crowd:
    """All who ask, and what they have been answered so far."""

    def __init__(self, place: tuple[str, int], ask: Ask, askers: int) -> None:
        self.place, self.ask = place, ask
        self.waited: list[float] = []
        self.statuses: Counter[str] = Counter()
        self.selector = selectors.DefaultSelector()
        for _ in range(askers):
            self.enter()

    @property
    def waiting(self) -> int:
        return len(self.selector.get_map())

    def listen(self, *, go_on: bool) -> None:
        """Take what has come. Whoever has been answered asks again, or leaves."""
        for key, _events in self.selector.select(timeout=0.1):
            asker = key.data
            status = asker.receive()
            if status:
                self.note(asker, status)
            if status == "closed" or (status and not go_on):
                self.selector.unregister(asker.socket)
                asker.socket.close()
            if go_on and status:
                self.enter() if status == "closed" else asker.send()

    def enter(self) -> None:
        asker = Asker(self.place, self.ask)
        self.selector.register(asker.socket, selectors.EVENT_READ, asker)

    def note(self, asker: Asker, status: str) -> None:
        """A server may hang up between two answers, which counts for nothing."""
        if status != "closed":
            self.waited.append(perf_counter() - asker.sent_at)
        if status != "closed" or asker.seen:
            self.statuses[status] += 1


def load(address: str, ask: Ask, askers: int = 16, seconds: float = 0.4) -> Answers:
    """Ask `address` for as long as that, and wait for the last answers, so that nothing is left to do for the next."""
    parts = urlsplit(address)
    crowd = Crowd((parts.hostname or "", parts.port or 80), ask, askers)
    began = perf_counter()
    while perf_counter() < began + seconds:
        crowd.listen(go_on=True)
    while crowd.waiting and perf_counter() < began + seconds + LONGEST_WAIT:
        crowd.listen(go_on=False)
    crowd.statuses["never"] += crowd.waiting
    return Answers(perf_counter() - began, crowd.waited, +crowd.statuses)


def reading(address: str, path: str, **headers: str) -> Ask:
    """GET, with headers named as in Python."""
    lines = [f"GET {path} HTTP/1.1", f"Host: {urlsplit(address).netloc}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return lambda: request


def together(rounds: list[Answers]) -> Answers:
    """Many short rounds in turns say more than a few long ones: what else the machine does falls on all ways alike."""
    statuses = sum((answers.statuses for answers in rounds), Counter[str]())
    waited = [each for answers in rounds for each in answers.waited]
    return Answers(sum(answers.seconds for answers in rounds), waited, statuses)
