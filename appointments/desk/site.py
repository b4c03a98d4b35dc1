"""The desk as one site: what it opens on, and the addresses that are its own. Lists are registered in `admin`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils import timezone

from appointments.desk.access import SEE_REQUESTS, what_one_may
from appointments.desk.diary.feeds import change_feed
from appointments.desk.diary.page import calendar
from appointments.desk.moves import MOVES
from appointments.desk.requests.act import act
from appointments.desk.requests.by_phone import PhoneEntryForm, enter
from appointments.desk.requests.letter import letter
from appointments.desk.requests.sent import sent_html
from appointments.desk.start.page import start_page
from appointments.desk.subjects.page import subject


class DeskSite(AdminSite):
    """Django's admin, opening on what there is to do. It is the default site: see `apps`."""

    enable_nav_sidebar = False  # the lists of the desk need the width more than a second menu

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What there is to do, for whoever may see requests; below it, and alone for others, every list."""
        user = request.user
        start = start_page(user.has_perm, timezone.now()) if user.has_perm(SEE_REQUESTS) else None
        return super().index(request, {"start": start} | (extra_context or {}))

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """On every screen, `may` says what whoever looks may do."""
        return super().each_context(request) | {"may": what_one_may(request.user.has_perm)}

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The desk's own addresses stand before Django's, which take whatever is left."""
        request = "consultationrequest"
        return [
            self._at("calendar/", calendar, "calendar"),
            self._at("clinician/<int:pk>/feed/", change_feed, "clinician_feed"),
            self._at(f"{request}/by-phone/", enter, f"{request}_by_phone", form=PhoneEntryForm),
            self._at("message/<int:pk>/letter/", sent_html, "message_letter"),
            self._at(f"{request}/<int:pk>/person/", subject, f"{request}_person"),
            self._at(f"{request}/<int:pk>/letter/", letter, f"{request}_letter"),
            *(self._at(f"{request}/<int:pk>/{move.name}/", act, f"{request}_{move.name}", move=move) for move in MOVES),
            *super().get_urls(),
        ]

    def _at(self, address: str, view: Callable[..., HttpResponse], name: str, **known: Any) -> URLPattern:
        """For staff who are signed in, with Django's CSRF check, and stored by no cache."""
        return path(f"appointments/{address}", self.admin_view(view), known, name=f"appointments_{name}")
