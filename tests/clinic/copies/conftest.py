"""The site behind gunicorn: with copies and without, and what it says to a reader."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from clinic.copies import Copies
from clinic.copies.edition import Edition


@dataclass(frozen=True)
class Said:
    """An answer, as a server sends it. Headers come in no order."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, header: str) -> str:
        return dict(self.headers).get(header, "")


class Site:
    """`django` counts how often it was asked."""

    def __init__(self, clock: Callable[[], float]) -> None:
        handler = WSGIHandler()

        def counted(environ: dict[str, Any], start_response: Any) -> Any:
            self.renderings += 1
            return handler(environ, start_response)

        self.renderings = 0
        self.without = handler
        self.edition = Edition(clock=clock)
        self.copies = Copies(counted, self.edition)

    def get(self, address: str, **headers: str) -> Said:
        return ask(self.copies, "GET", address, **headers)


@pytest.fixture
def now() -> list[float]:
    """What the clock of the copies says, in seconds. A test moves it on."""
    return [1000.0]


@pytest.fixture
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As Django's own test client: the connection that holds the test's transaction is not closed after a request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    monkeypatch.setattr("clinic.copies.edition.close_old_connections", lambda: None)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def site(loaded: None, one_connection: None, now: list[float], settings: Any) -> Site:
    """As in production: behind a proxy, and nothing but https."""
    settings.BEHIND_PROXY = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 3600
    settings.ALLOWED_HOSTS = ["clinic.example.org", ".sister.example.org"]
    settings.SECURITY_CONTACT = "security@example.org"
    return Site(lambda: now[0])


def ask(application: Any, method: str, address: str, **headers: str) -> Said:
    """Headers are named as in Python: `if_none_match`."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "clinic.example.org",
        "HTTP_X_FORWARDED_PROTO": "https",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.version": (1, 0),
    }
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    said: list[Any] = []
    answer = application(environ, lambda status, headers, *exception: said.append((status, sorted(headers))))
    try:
        return Said(*said[-1], b"".join(answer))
    finally:
        getattr(answer, "close", lambda: None)()
