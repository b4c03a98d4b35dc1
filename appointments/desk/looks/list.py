"""The list of who looked. It declares; nothing here is changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.desk.looks.second_look import many_of_others, of_colleagues
from appointments.models import AccessLog, ConsultationRequest
from appointments.text.tables import table
from clinic.common import security
from clinic.common.lists import ChoiceFilter, Narrowing, PagedAdmin
from clinic.common.security import SecurityEvent
from clinic.common.text import name_of


class KindOfLookFilter(ChoiceFilter):
    title = _("what was done")
    column, known = "kind", AccessLog.Kind
    rarity = 1


class _OfOne(Narrowing):
    """The looks of, or at, one: by its number. Every number is served by an index."""

    rarity = 2

    @property
    def served(self) -> list[str]:  # type: ignore[override]
        return [str(self.value())]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(**{self.parameter_name or "": int(value)})


class PersonFilter(_OfOne):
    """Everybody who works here, or did."""

    title = _("person")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(str(user.pk), name_of(user)) for user in User.objects.filter(is_staff=True).order_by("username")]


class RequestFilter(_OfOne):
    """One request: its screen leads here. There is no choice to make among a million of them."""

    title = _("request")
    parameter_name = "request"
    rarity = 3

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        typed = request.GET.get("request", "")
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 19 else 0
        found = ConsultationRequest.objects.filter(pk=number).first()
        return [(str(found.pk), found.spoken_reference)] if found else []


class AccessLogAdmin(PagedAdmin[AccessLog]):
    """Who looked at what, the newest first; above it, what is worth a second look."""

    list_display = ["when", "who", "kind", "what", "address"]
    list_filter = [RequestFilter, PersonFilter, KindOfLookFilter, "at"]
    list_select_related = ["by", "request", "clinician"]
    moment = "at"
    actions = ["export"]
    change_list_template = "admin/appointments/accesslog/change_list.html"
    fields = ["when", "who", "kind", "what", "address"]
    readonly_fields = ["when", "who", "what"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLog]:
        return AccessLog.objects.select_related(*self.list_select_related)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        now = timezone.now()
        twice = {} if request.GET else {"many": many_of_others(now), "colleagues": of_colleagues(now)}
        shown = {"title": _("Who looked"), "keeps": settings.ACCESS_LOG_DAYS, **twice}
        return super().changelist_view(request, shown | (extra_context or {}))

    @admin.display(description=_("When"))
    def when(self, row: AccessLog) -> str:
        return date_format(timezone.localtime(row.at), "DATETIME_FORMAT")

    @admin.display(description=_("By whom"))
    def who(self, row: AccessLog) -> str:
        return name_of(row.by) if row.by else str(_("A calendar program"))

    @admin.display(description=_("At what"))
    def what(self, row: AccessLog) -> str:
        if row.request:
            address = reverse("admin:appointments_consultationrequest_change", args=[row.request.pk])
            return format_html('<a href="{}">{}</a>', address, row.request.spoken_reference)
        return row.clinician.name if row.clinician else str(_("The list of requests"))

    @admin.action(description=_("Export as CSV"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[AccessLog]) -> StreamingHttpResponse:
        """The ticked ones, or all that the filter finds."""
        security.note(SecurityEvent.EXPORTED, request, looks=queryset.count())
        return table(f"looks-{timezone.localdate()}.csv", TITLES, map(_cells, queryset.iterator(1000)))


TITLES = [_("When"), _("By whom"), _("What was done"), _("Request"), _("Diary"), _("From network address")]


def _cells(row: AccessLog) -> list[str]:
    return [
        f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
        row.by.get_username() if row.by else "",
        row.get_kind_display(),
        row.request.spoken_reference if row.request else "",
        row.clinician.name if row.clinician else "",
        row.address,
    ]
