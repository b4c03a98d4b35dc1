"""The staff's view of the mail that is owed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from appointments.desk.requests.sent import letter_for
from appointments.mail.compose import language_of
from appointments.mail.state import state_of
from appointments.models import Message
from appointments.text.datetimes import in_full
from clinic.common.admin import ReadOnlyAdmin


class TaskFilter(admin.SimpleListFilter):
    """Mail that somebody has to do something about."""

    title = gettext_lazy("to do")
    parameter_name = "task"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("phone", _("Phone this patient")), ("failed", _("Failed otherwise"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        if self.value() not in {"phone", "failed"}:
            return queryset
        found = (
            Message.objects.failed_otherwise()
            if self.value() == "failed"
            else Message.objects.to_tell_by_phone(timezone.now())
        )
        return queryset.filter(pk__in=found.order_by().values("pk"))


class MessageAdmin(ReadOnlyAdmin[Message]):
    """The outbox: what is owed, what was sent, what could not be, and what came of it."""

    list_display = ["request", "kind", "visit", "written", "outcome", "attempts", "fault"]
    list_filter = [
        TaskFilter,
        "kind",
        "fault",
        "created_at",
        ("gave_up_at", admin.EmptyFieldListFilter),
        ("sent_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["request", "appointment"]
    ordering = ["-created_at", "-pk"]
    show_full_result_count = False
    fields = ["request", "kind", "visit", "to", "written", "outcome", "attempts", "fault", "last_error"]
    readonly_fields = ["visit", "written", "outcome"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return Message.objects.judged(timezone.now()).order_by(*self.ordering)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The message, and below it what it said when it left."""
        letter = letter_for(request.user.has_perm, int(object_id)) if object_id.isdecimal() else None
        shown = {"letter": letter, "letter_language": language_of(letter.message) if letter else ""}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    @admin.display(description=gettext_lazy("Appointment"))
    def visit(self, row: Message) -> str:
        return in_full(row.appointment.starts_at) if row.appointment else ""

    @admin.display(description=gettext_lazy("Since"), ordering="created_at")
    def written(self, row: Message) -> str:
        return in_full(row.created_at)

    @admin.display(description=gettext_lazy("What came of it"))
    def outcome(self, row: Message) -> str:
        return str(state_of(row, timezone.now()))
