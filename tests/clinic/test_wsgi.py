"""Where gunicorn enters."""

from collections.abc import Iterable
from typing import Any

import pytest

from clinic.wsgi import only_utf8


def content_type_seen(sent: str) -> str:
    """The content type that Django is given."""
    seen: list[str] = []

    def django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(environ["CONTENT_TYPE"])
        return []

    only_utf8(django)({"CONTENT_TYPE": sent}, None)
    return seen[0]


@pytest.mark.parametrize("charset", ["hex", "rot13", "unicode_escape", "utf-16", "latin-1", ""])
def test_a_charset_that_no_form_is_sent_in_is_a_body_we_cannot_read(charset: str) -> None:
    assert content_type_seen(f"text/plain; charset={charset}") == "application/octet-stream"


@pytest.mark.parametrize("sent", ["text/plain", "text/plain; charset=UTF-8", 'text/plain; charset="utf-8"; x=y', ""])
def test_utf8_passes(sent: str) -> None:
    assert content_type_seen(sent) == sent
