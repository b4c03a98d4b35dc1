"""What staff narrow the list by, beyond plain columns."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.desk.start.worklists import WORKLISTS, worklists_for
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from appointments.models.choices import AccessNeed, RequestedFor, Topic
from clinic.common.lists import ChoiceFilter, Narrowing


class StatusFilter(ChoiceFilter):
    title = _("status")
    column, known = "status", Status
    rarity = 1


class SuspicionFilter(Narrowing):
    """Those set aside for staff to check."""

    title = _("may be spam")
    parameter_name = "suspect"
    served = ("yes",)
    rarity = 3

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("yes", _("To check")), ("no", _("Not suspected"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return ~Q(suspicion="") & ~Q(status=Status.SPAM) if value == "yes" else Q(suspicion="")


class ForWhomFilter(Narrowing):
    """Those who come themselves, and those for whom somebody else wrote. “Me” would be whoever looks."""

    title = _("for whom")
    parameter_name = "for"
    served = RequestedFor.values

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [(RequestedFor.SELF, _("The sender")), (RequestedFor.OTHER, _("Somebody else"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(requested_for=value)


class ChangedFilter(Narrowing):
    """Those that the patient changed after staff last opened them."""

    title = _("news")
    parameter_name = "news"
    served = ("changed",)
    rarity = 2

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("changed", _("Changed since read"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(changed_at__gt=F("read_at")) & ~Q(status=Status.SPAM)


class MineFilter(Narrowing):
    """Those that whoever looks takes care of, and those that nobody does."""

    title = _("looked after by")
    parameter_name = "of"
    served = ("me",)
    rarity = 4

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("me", _("Me")), ("nobody", _("Nobody in particular"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(assigned_to=request.user.pk if value == "me" else None)


class TickedFilter(Narrowing):
    """Those who ticked one value in a list of many."""

    field: str

    def condition(self, value: str, request: HttpRequest) -> Q:
        # Stored as JSON text on SQLite and as jsonb on PostgreSQL; as text, both write a value between quotes.
        return Q(Contains(Cast(F(self.field), TextField()), f'"{value}"'))


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


class QueueFilter(Narrowing):
    """The sections of the start page, each in full."""

    title = _("to do")
    parameter_name = "queue"
    served = [worklist.key for worklist in WORKLISTS]
    rarity = 5

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        worklists = worklists_for(request.user.has_perm)
        return [(worklist.key, worklist.title) for worklist in worklists]

    def condition(self, value: str, request: HttpRequest) -> Q:
        worklist = next(each for each in worklists_for(request.user.has_perm) if each.key == value)
        return Q(pk__in=worklist.select(ConsultationRequest.objects.all(), timezone.now()).order_by().values("pk"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = next((each for each in worklists_for(request.user.has_perm) if each.key == self.value()), None)
        return chosen.select(queryset, timezone.now()) if chosen else queryset  # type: ignore[arg-type]
