"""What is asked for: everything that the answer of a public page may depend on, and nothing of who asks."""

import re
from collections.abc import Container
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

Environ = dict[str, Any]

SLOW = re.compile(r"read=slow(&part=[1-9][0-9]?)?")
# What others add to a link to see where readers come from. No view reads it, so it asks for the same page.
TRACES = re.compile(r"((utm_[a-z]+|fbclid|gclid|msclkid|mc_cid|mc_eid)=[^&]*(&|$)){1,10}")
LONGEST_QUERY = 2_000
PROTOCOLS = ("", "http", "https")
# Conditions other than If-None-Match are Django's to judge.
RARE = ("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


class Asked(NamedTuple):
    """Two askings that are equal get the same answer. `is_known` asks only whether it has changed since."""

    method: str
    scheme: str
    forwarded: str
    host: str
    path: str
    query: str
    is_known: bool = False


class Asking:
    """Reads what is asked for, with the hosts and cookies of these settings."""

    def __init__(self) -> None:
        self.hosts = hosts()
        self.cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)

    def read(self, environ: Environ) -> Asked | None:
        """None where Django alone may answer: what changes something, staff, odd addresses, odd conditions."""
        method, host, path = environ["REQUEST_METHOD"], environ.get("HTTP_HOST", ""), environ["PATH_INFO"]
        scheme, forwarded = environ["wsgi.url_scheme"], environ.get("HTTP_X_FORWARDED_PROTO", "")
        query = plain(environ["QUERY_STRING"])
        is_read = method in ("GET", "HEAD") and not environ.get("SCRIPT_NAME") and host in self.hosts
        if not is_read or query is None or forwarded not in PROTOCOLS or path.startswith(settings.STATIC_URL):
            return None
        if self._is_of_staff(environ.get("HTTP_COOKIE", "")) or any(name in environ for name in RARE):
            return None
        return Asked(method, scheme, forwarded, host, path, query)

    def _is_of_staff(self, cookies: str) -> bool:
        """Whether one of our cookies is among these. Readers have none."""
        return bool(cookies) and any(name in cookies for name in self.cookies)


def hosts() -> Container[str]:
    """The Host headers that are answered from copies: those that can be listed, without ports that anybody invents."""
    listed = {host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))}
    return listed | {urlsplit(settings.PUBLIC_ORIGIN).netloc}


def plain(query: str) -> str | None:
    """A query without the traces of where a reader comes from; None for one that not every reader may have."""
    if not query or SLOW.fullmatch(query):
        return query
    return "" if len(query) <= LONGEST_QUERY and TRACES.fullmatch(query) else None
