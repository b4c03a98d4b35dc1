"""What staff narrow the list by, beyond plain columns."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.desk.start.worklists import news, worklists_for
from appointments.lifecycle import Status
from appointments.models.choices import AccessNeed, RequestedFor, Topic


class SuspicionFilter(admin.SimpleListFilter):
    """Those set aside for staff to check."""

    title = _("may be spam")
    parameter_name = "suspect"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("yes", _("To check")), ("no", _("Not suspected"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.exclude(suspicion="").exclude(status=Status.SPAM)
        return queryset.filter(suspicion="") if self.value() == "no" else queryset


class ForWhomFilter(admin.SimpleListFilter):
    """Those who come themselves, and those for whom somebody else wrote. “Me” would be whoever looks."""

    title = _("for whom")
    parameter_name = "for"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(RequestedFor.SELF, _("The sender")), (RequestedFor.OTHER, _("Somebody else"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(requested_for=self.value()) if self.value() in RequestedFor else queryset


class ChangedFilter(admin.SimpleListFilter):
    """Those that the patient changed after staff last opened them."""

    title = _("news")
    parameter_name = "news"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("changed", _("Changed since read"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return news(queryset, timezone.now()) if self.value() == "changed" else queryset  # type: ignore[arg-type]


class MineFilter(admin.SimpleListFilter):
    """Those that whoever looks takes care of, and those that nobody does."""

    title = _("looked after by")
    parameter_name = "of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("me", _("Me")), ("nobody", _("Nobody in particular"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "me":
            return queryset.filter(assigned_to=request.user.pk)
        return queryset.filter(assigned_to=None) if self.value() == "nobody" else queryset


class TickedFilter(admin.SimpleListFilter):
    """Those who ticked one value in a list of many."""

    field: str

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        # Stored as JSON text on SQLite and as jsonb on PostgreSQL; as text, both write a value between quotes.
        as_text: QuerySet[Any] = queryset.alias(ticked=Cast(self.field, TextField()))
        return as_text.filter(ticked__contains=f'"{self.value()}"')


class TopicFilter(TickedFilter):
    title = _("topic")
    parameter_name = "topic"
    field = "topics"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [*Topic.choices]


class AccessNeedFilter(TickedFilter):
    title = _("access need")
    parameter_name = "access"
    field = "access_needs"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [*AccessNeed.choices]


class QueueFilter(admin.SimpleListFilter):
    """The sections of the start page, each in full."""

    title = _("to do")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(worklist.key, worklist.title) for worklist in worklists_for(request.user.has_perm)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        theirs = worklists_for(request.user.has_perm)
        chosen = next((worklist for worklist in theirs if worklist.key == self.value()), None)
        return chosen.select(queryset, timezone.now()) if chosen else queryset  # type: ignore[arg-type]
