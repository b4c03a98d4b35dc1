"""A form of the desk that arrived when it could not be taken: it is carried along, and sent again by a press."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from clinic.accounts.retold import retold

FIELD = "kept"
SALT = "clinic.accounts.kept"
MOST_SECONDS = 12 * 60 * 60
# What is never carried: the old token, and whatever is secret.
NEVER = re.compile(r"csrfmiddlewaretoken|kept|.*passw(?:or)?d.*", re.IGNORECASE)


@dataclass(frozen=True)
class Kept:
    """Where the form was sent, and its fields in order. Signed wherever it leaves the server."""

    to: str
    fields: list[tuple[str, str]]

    @classmethod
    def of(cls, request: HttpRequest) -> Kept:
        sent = [(name, str(value)) for name, values in request.POST.lists() for value in values]
        return cls(request.get_full_path(), [(name, value) for name, value in sent if not NEVER.fullmatch(name)])

    @classmethod
    def carried_by(cls, request: HttpRequest) -> Kept | None:
        """What a sign-in form carries, if it is ours."""
        try:
            to, fields = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=MOST_SECONDS)
        except signing.BadSignature:
            return None
        return cls(to, [(name, value) for name, value in fields])

    @property
    def sealed(self) -> str:
        return signing.dumps([self.to, self.fields], salt=SALT, compress=True)


def ask_to_send_again(request: HttpRequest, kept: Kept) -> HttpResponse:
    """Show what would be sent and where, with one button. Nothing is done before somebody presses it."""
    told = retold(request, kept.to, kept.fields)
    context = admin.site.each_context(request) | {"title": _("Not sent yet"), "sent_again": kept, "told": told}
    return TemplateResponse(request, "admin/send_again.html", context)


def comes_from_our_own_page(request: HttpRequest) -> bool:
    """Whether the browser says so. One that says nothing is not believed: the form may be another site's."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site else request.headers.get("Origin") == settings.PUBLIC_ORIGIN
