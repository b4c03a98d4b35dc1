"""nginx as deploy/nginx.conf sets it up, on loopback without TLS, in front of a running site."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from tools.production import ROOT, listening, wait_for

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CONFIGURATION = ROOT / "deploy" / "nginx.conf"
# Its main file, which is the machine's own elsewhere. The files of `folder` are served as they are: the limit.
AROUND = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    include /etc/nginx/mime.types; sendfile on; tcp_nopush on; keepalive_requests 1000000;
    include {folder}/clinic.conf;
    server {{ listen {limit}; access_log {folder}/limit.log private buffer=64k flush=5s; root {folder}; }}
}}
"""


class Proxy(NamedTuple):
    """Two addresses: of the site through the cache, and of files alone."""

    site: str
    limit: str


@contextmanager
def nginx(site: str, folder: Path) -> Iterator[Proxy]:
    places = [free_place() for _ in range(3)]
    changed = {
        "127.0.0.1:8000": urlsplit(site).netloc,
        "listen 443 ssl": f"listen {places[0]}",
        "listen 80": f"listen {places[2]}",
        "/var/cache/nginx": str(folder),
        "/var/log/nginx": str(folder),
    }
    lines = [line for line in CONFIGURATION.read_text().splitlines() if "ssl_certificate" not in line]
    text = "\n".join(lines)
    for theirs, ours in changed.items():
        text = text.replace(theirs, ours)
    (folder / "clinic.conf").write_text(text)
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, limit=places[1]))
    process = subprocess.Popen([str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        wait_for(f"http://{places[0]}/healthz")
        yield Proxy(f"http://{places[0]}", f"http://{places[1]}")
    finally:
        process.terminate()
        process.wait()


def free_place() -> str:
    """nginx opens its sockets itself: nobody listened here a moment ago."""
    with listening() as socket:
        return f"127.0.0.1:{socket.getsockname()[1]}"
