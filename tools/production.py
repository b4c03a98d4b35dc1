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
GUNICORN = [
    sys.executable,
    "-m",
    "gunicorn",
    "clinic.wsgi",
    "--worker-class=gthread",
    "--threads=4",
    "--log-level=warning",
]
SECONDS_TO_START = 30


@contextmanager
def production() -> Iterator[str]:
    """The address of a running site, gone again afterwards."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        environment = os.environ | {
            "DEBUG": "false",
            "SECRET_KEY": secrets.token_hex(32),
            "PUBLIC_ORIGIN": f"https://{address}",
            "ALLOWED_HOSTS": "127.0.0.1",
            "REDIRECT_TO_HTTPS": "false",
            "DATABASE_URL": f"sqlite:///{folder}/clinic.sqlite3",
        }
        for command in PREPARE:
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen(
            [*GUNICORN, "--bind", f"fd://{listening.fileno()}"],
            cwd=ROOT,
            env=environment,
            pass_fds=[listening.fileno()],
        )
        try:
            wait_for(f"http://{address}/healthz")
            yield f"http://{address}"
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
