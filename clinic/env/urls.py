"""The database and the mail server, each written as one URL.

A URL is taken for what it says or refused; what is shown of it never holds a part of the password.
"""

import re
from typing import Any
from urllib.parse import unquote

from psycopg2 import ProgrammingError
from psycopg2.extensions import parse_dsn

from clinic.env.base import malformed, text, without_secrets

ENCODED = "where # / ? % : @ of the user and the password are written %23 %2F %3F %25 %3A %40, and a space %20"
A_DATABASE = f"sqlite:///path or postgres://user:password@host:5432/database, {ENCODED}"
A_MAIL_SERVER = f"smtp+tls://user:password@host:587 or smtps://user:password@host:465, {ENCODED}"

# No part may hold what ends it: a password with a raw slash would be read as a host, a port and a path.
ESCAPED = "%[0-9A-Fa-f]{2}"
USER = rf"(?:[^/?#%:@\s]|{ESCAPED})+"
PASSWORD = rf"(?:[^/?#%@\s]|{ESCAPED})+"
SQLITE = re.compile(rf"sqlite:///(?:[^?#%]|{ESCAPED})+")
POSTGRES = re.compile(
    rf"postgres(?:ql)?://(?:{USER}(?::{PASSWORD})?@)?(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.-]|{ESCAPED})*)(?::\d{{1,5}})?"
    rf"/(?:[\w.-]|{ESCAPED})+(?:\?[\w.,/=&%~-]+)?"
)
SMTP = re.compile(
    rf"(?P<scheme>smtp|smtp\+tls|smtp\+ssl|smtps)://(?:(?P<user>{USER}):(?P<password>{PASSWORD})@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::(?P<port>\d{1,5}))?/?"
)

DATABASE_SETTINGS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
BACKENDS = {
    "consolemail://": "clinic.demo.mail.EmailBackend",
    "memorymail://": "django.core.mail.backends.locmem.EmailBackend",
    "dummymail://": "django.core.mail.backends.dummy.EmailBackend",
    "smtp": "appointments.mail.smtp.BreakableBackend",
}
USUAL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465, "smtp+ssl": 465}
STARTTLS_PORT, TLS_PORT = 587, 465


def database(name: str, default: str) -> dict[str, Any]:
    """Settings of a database from its URL. Only the two engines that the tests run on are accepted.

    A socket is written as PostgreSQL writes it: `postgres:///database?host=/run/postgresql`.
    """
    url = text(name, default)
    if SQLITE.fullmatch(url):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(url.removeprefix("sqlite:///"))}
    read = _as_libpq_reads(url) if POSTGRES.fullmatch(url) else {}
    if not read.get("dbname") or not _is_port(read.get("port") or "5432"):
        raise malformed(name, without_secrets(url), A_DATABASE)
    known = {setting: read.pop(theirs, "") for setting, theirs in DATABASE_SETTINGS.items()}
    return {"ENGINE": "django.db.backends.postgresql", **known, "OPTIONS": read}


def _as_libpq_reads(url: str) -> dict[str, str]:
    """PostgreSQL's own reading, which knows what options there are. Nothing where it refuses."""
    try:
        return dict(parse_dsn(url))
    except ProgrammingError:
        return {}


def mail(name: str, default: str, *, to_console: bool) -> dict[str, Any]:
    """Settings of the mail server from its URL. Mail carries patients' links, so the console is for the demo only."""
    url = text(name, default)
    if url == "consolemail://" and not to_console:
        raise malformed(name, url, "smtp+tls://user:password@host:587, since DEBUG is off")
    if url in BACKENDS:
        return {"EMAIL_BACKEND": BACKENDS[url]}
    parts = SMTP.fullmatch(url)
    if not parts or not _is_port(parts["port"] or "25"):
        raise malformed(name, without_secrets(url), A_MAIL_SERVER)
    scheme, port = parts["scheme"], int(parts["port"] or USUAL_PORTS[parts["scheme"]])
    _refuse_the_other_ports_scheme(name, scheme, port)
    return {
        "EMAIL_BACKEND": BACKENDS["smtp"],
        "EMAIL_HOST": parts["host"].strip("[]"),
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts["user"] or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts["password"] or ""),
        "EMAIL_USE_TLS": scheme == "smtp+tls",
        "EMAIL_USE_SSL": scheme in ("smtps", "smtp+ssl"),
    }


def _refuse_the_other_ports_scheme(name: str, scheme: str, port: int) -> None:
    """What would be accepted, and let no mail out: each of the two ports speaks first in its own way."""
    if port == TLS_PORT and USUAL_PORTS[scheme] != TLS_PORT:
        raise malformed(
            name, f"{scheme}://…:{port}", f"smtps://…:{TLS_PORT}, since that port is encrypted from the start"
        )
    if port == STARTTLS_PORT and USUAL_PORTS[scheme] == TLS_PORT:
        raise malformed(name, f"{scheme}://…:{port}", f"smtp+tls://…:{port} (STARTTLS), or {scheme}://…:{TLS_PORT}")


def _is_port(written: str) -> bool:
    return written.isdecimal() and 1 <= int(written) <= 65535
