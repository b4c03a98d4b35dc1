"""The staff's view of the mail that is owed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from appointments.desk.access import note_look
from appointments.desk.requests.sent import letter_for
from appointments.mail.compose import language_of
from appointments.mail.state import state_of
from appointments.models import AccessLog, Message
from appointments.models.outbox import MailFault
from appointments.text.datetimes import in_full
from clinic.common.lists import ChoiceFilter, Narrowing, PagedAdmin


class TaskFilter(Narrowing):
    """Mail that somebody has to do something about."""

    title = gettext_lazy("to do")
    parameter_name = "task"
    served = ("phone", "failed")
    rarity = 2

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("phone", _("Phone this patient")), ("failed", _("Failed otherwise"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        is_to_phone = value == "phone"
        now = timezone.now()
        found = Message.objects.to_tell_by_phone(now) if is_to_phone else Message.objects.failed_otherwise(now)
        return Q(pk__in=found.order_by().values("pk"))


class KindFilter(ChoiceFilter):
    title = gettext_lazy("kind")
    column, known = "kind", Message.Kind


class FaultFilter(ChoiceFilter):
    title = gettext_lazy("why it did not leave")
    column, known = "fault", MailFault
    rarity = 2

    def condition(self, value: str, request: HttpRequest) -> Q:
        return super().condition(value, request) & ~Q(fault="")  # which is how its index is asked for


class EmptyOrNot(Narrowing):
    """Whether something has come to pass: `?sent_at__isempty=1`, not yet."""

    column: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, StrOrPromise]]:
        return [("0", _("Yes")), ("1", _("No"))]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(**{f"{self.column}__isnull": value == "1"})


class GivenUpFilter(EmptyOrNot):
    title = gettext_lazy("given up")
    parameter_name = "gave_up_at__isempty"
    column = "gave_up_at"
    served = ("0",)
    rarity = 1


class SentFilter(EmptyOrNot):
    title = gettext_lazy("sent")
    parameter_name = "sent_at__isempty"
    column = "sent_at"
    served = ("1",)
    rarity = 1


class MessageAdmin(PagedAdmin[Message]):
    """The outbox: what is owed, what was sent, what could not be, and what came of it."""

    list_display = ["request", "kind", "visit", "written", "outcome", "attempts", "fault"]
    list_filter = [
        TaskFilter,
        KindFilter,
        FaultFilter,
        "created_at",
        GivenUpFilter,
        SentFilter,
    ]
    list_select_related = ["request", "appointment"]
    moment = "created_at"
    fields = ["request", "kind", "visit", "to", "written", "outcome", "attempts", "fault", "last_error"]
    readonly_fields = ["visit", "written", "outcome"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return Message.objects.judged(timezone.now())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The message, and below it what it said when it left."""
        letter = letter_for(request.user.has_perm, int(object_id)) if object_id.isdecimal() else None
        if letter and self.has_view_permission(request):
            note_look(request, AccessLog.Kind.VIEWED, letter.message.request)
        shown = {"letter": letter, "letter_language": language_of(letter.message) if letter else ""}
        return super().change_view(request, object_id, form_url, shown | (extra_context or {}))

    @admin.display(description=gettext_lazy("Appointment"))
    def visit(self, row: Message) -> str:
        return in_full(row.appointment.starts_at) if row.appointment else ""

    @admin.display(description=gettext_lazy("Since"))
    def written(self, row: Message) -> str:
        return in_full(row.created_at)

    @admin.display(description=gettext_lazy("What came of it"))
    def outcome(self, row: Message) -> str:
        return str(state_of(row, timezone.now()))
