"""What a mail said when it left, as whoever got it sees it."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from appointments.desk.access import SEE_MAIL, WORK, May, note_look, refuse_without
from appointments.models import AccessLog, SentLetter

MARK = "admin/appointments/message/_mark.html"
BODY = re.compile(r"<body\b[^>]*>")
PRIVATE_LINK = re.compile(r"(/requests/)[^/\s\"'<>]+")
POLICY = "default-src 'none'; style-src 'unsafe-hashes' {}; frame-ancestors 'none'; base-uri 'none'; sandbox"


def letter_for(may: May, number: int) -> SentLetter | None:
    """The letter of the message with this number, if it has left. The private link is only for who works on requests.

    What is changed here is not to be saved, and cannot be.
    """
    letter = SentLetter.objects.select_related("message__request").filter(pk=number).first()
    if letter and not may(WORK):
        letter.text, letter.html = without_private_links(letter.text), without_private_links(letter.html)
    return letter


def sent_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a letter, marked as what was sent. It runs nothing, loads nothing, and has only its own styles."""
    refuse_without(request.user, SEE_MAIL)
    letter = letter_for(request.user.has_perm, pk)
    if not letter:
        raise Http404
    note_look(request, AccessLog.Kind.VIEWED, letter.message.request)
    mark = render_to_string(MARK, {"letter": letter})
    html = BODY.sub(lambda body: body[0] + mark, letter.html, count=1)
    return HttpResponse(
        html,
        headers={
            "Content-Security-Policy": POLICY.format(" ".join(hashes_of_styles(html))),
            "X-Robots-Tag": "noindex, nofollow",
        },
    )


def without_private_links(text: str) -> str:
    """For whoever may see the mail and not do the patient's part: the secret of each private page is left out."""
    return PRIVATE_LINK.sub(r"\1…", text)


def hashes_of_styles(html: str) -> list[str]:
    """Of each style sheet and each style attribute in it, as a Content-Security-Policy names them."""
    styles = _Styles()
    styles.feed(html)
    return [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in sorted(styles.found)]


class _Styles(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {value for name, value in attrs if name == "style" and value}

    def handle_data(self, data: str) -> None:
        if self.lasttag == "style" and data.strip():
            self.found.add(data)
