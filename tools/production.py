"""The site as docs/deploy.md sets it up, on loopback with a database of its own: for `make lighthouse` and screenshots.

What differs from production: no nginx, so no TLS and no compression of the pages themselves (style sheet and icon are
compressed all the same, by WhiteNoise), and nothing that is the clinic's own is filled in.
"""

import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PREPARE = (
    ["migrate", "--verbosity=0"],
    ["load_pages", "--verbosity=0"],
    ["collectstatic", "--no-input", "--verbosity=0"],
)
GUNICORN = [sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--threads=4", "--log-level=warning"]
SECONDS_TO_START = 30


@contextmanager
def production(workers: int = 1, application: str = "clinic.wsgi", **changed: str) -> Iterator[str]:
    """The address of a running site, gone again afterwards. What its environment has besides can be `changed`."""
    with tempfile.TemporaryDirectory() as folder, listening() as socket:
        address = f"127.0.0.1:{socket.getsockname()[1]}"
        environment = os.environ | {
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_hex(32),
            "PUBLIC_ORIGIN": f"https://{address}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "REDIRECT_TO_HTTPS": "false",
            "DATABASE_URL": f"sqlite:///{folder}/clinic.sqlite3",
            **changed,
        }
        for command in PREPARE:
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        with gunicorn(application, socket, environment, workers):
            wait_for(f"http://{address}/healthz")
            yield f"http://{address}"


def listening() -> socket.socket:
    """On a port of this machine that nobody else has."""
    return socket.create_server(("127.0.0.1", 0))


@contextmanager
def gunicorn(application: str, socket: socket.socket, environment: dict[str, str], workers: int) -> Iterator[None]:
    """As docs/deploy.md starts it, on a socket that is open already."""
    command = [*GUNICORN, f"--workers={workers}", f"--bind=fd://{socket.fileno()}", application]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, pass_fds=[socket.fileno()])
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str) -> None:
    for _ in range(SECONDS_TO_START * 5):
        try:
            urllib.request.urlopen(url, timeout=SECONDS_TO_START).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"The site did not start: {url} does not answer.")
