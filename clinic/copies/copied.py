"""What Django answered, as it was sent."""

from typing import NamedTuple

from django.utils.http import parse_etags

MOST_BYTES = 512 * 1024
# Not even of what its view calls public: these say that it differs by something that was not looked at.
DIFFERS = {"set-cookie", "vary", "last-modified", "content-encoding"}

Header = tuple[str, str]


class Copy(NamedTuple):
    status: str
    headers: tuple[Header, ...]
    body: bytes

    @property
    def etag(self) -> str:
        return value_of("etag", self.headers)

    def is_named(self, tags: str) -> bool:
        """Whether these tags (If-None-Match) name this text. A proxy that compresses marks ours as weak."""
        return any(tag == "*" or tag.removeprefix("W/") == self.etag for tag in parse_etags(tags)) and bool(self.etag)


def may_be_kept(status: str, headers: list[Header]) -> bool:
    """Only what its view calls public: the page itself (200), or that it has not changed (304)."""
    is_public = "public" in value_of("cache-control", headers).split(", ")
    differs = any(name.lower() in DIFFERS for name, _value in headers)
    return status[:3] in ("200", "304") and is_public and not differs


def value_of(wanted: str, headers: "tuple[Header, ...] | list[Header]") -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
