"""“Your sign-in”: what one signs in with, and where one is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.factors.app import has_app
from clinic.accounts.factors.recovery import codes_left
from clinic.accounts.models import Passkey, StaffSession
from clinic.accounts.own.forms import ConfirmForm
from clinic.accounts.sessions import BROWSER, STARTED


@dataclass(frozen=True)
class SessionLine:
    """A session as its owner sees it. Its key is a secret; `number` is what a page may say of it."""

    number: str
    browser: str
    started_at: datetime | None
    seen_at: datetime
    is_this: bool


def account_page(
    request: HttpRequest, wrong: ConfirmForm | None = None, about: str = "", passkey: int = 0
) -> HttpResponse:
    """The page; with the form that was `wrong`, and what it was `about`."""
    user = cast("User", request.user)
    context = admin.site.each_context(request) | {
        "title": _("Your sign-in"),
        "has_app": has_app(user),
        "passkeys": Passkey.objects.filter(user=user),
        "codes_left": codes_left(user),
        "sessions": sessions_of(request),
        "confirm": ConfirmForm(request, user, auto_id=False),
        "wrong": wrong,
        "about": about,
        "wrong_passkey": passkey,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return TemplateResponse(request, "admin/accounts/account.html", context, status=status)


def sessions_of(request: HttpRequest) -> list[SessionLine]:
    rows = StaffSession.objects.filter(user=cast("User", request.user), expire_date__gt=timezone.now())
    return [_line(row, request.session.session_key) for row in rows.order_by("-seen_at")]


def number_of(row: StaffSession) -> str:
    return sha256(row.session_key.encode()).hexdigest()[:16]


def _line(row: StaffSession, this: str | None) -> SessionLine:
    data: dict[str, Any] = row.get_decoded()
    started = data.get(STARTED)
    return SessionLine(
        number=number_of(row),
        browser=data.get(BROWSER) or _("unknown browser"),
        started_at=datetime.fromtimestamp(started, UTC) if started else None,
        seen_at=row.seen_at,
        is_this=row.session_key == this,
    )
