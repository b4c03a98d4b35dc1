"""The staff's view of requests and of mail. It declares; what happens is in `actions`."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments import actions
from appointments.filters import AccessNeedFilter, ChangedFilter, MailFilter, SuspicionFilter, TopicFilter
from appointments.lifecycle import OPEN
from appointments.models import ConsultationRequest, Event, Message
from appointments.search import matching

Row = TypeVar("Row", bound=Model)

LONGEST_SEARCH = 100


FILTERED_HOW = {"", "exact", "gte", "lt", "isempty"}


def filtered_by(entry: Any) -> str:
    """The name in the address that one entry of `list_filter` reads."""
    if isinstance(entry, tuple):
        return str(entry[0])
    return str(getattr(entry, "parameter_name", entry))


class ReadOnly:
    """Nothing here is typed over: rows are written by actions."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(ReadOnly, admin.ModelAdmin[Row]):
    """A list that is looked up only by what its filters offer: no regex, no reaching into other columns."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        column, _, how = lookup.partition("__")
        return column in map(filtered_by, self.list_filter) and how in FILTERED_HOW


class Timeline(ReadOnly, admin.TabularInline[Event, ConsultationRequest]):
    model = Event
    fields = ["at", "kind", "by", "note"]
    extra = 0
    verbose_name_plural = _("Timeline")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("by")


class Mail(ReadOnly, admin.TabularInline[Message, ConsultationRequest]):
    model = Message
    fields = ["kind", "to", "created_at", "sent_at", "gave_up_at", "attempts", "last_error"]
    extra = 0
    verbose_name_plural = _("Mail")


@admin.register(ConsultationRequest)
class ConsultationRequestAdmin(ReadOnlyAdmin[ConsultationRequest]):
    list_display = ["who_asks", "spoken", "waiting", "status", "warning", "to_call", "about", "access"]
    list_filter = [
        "status",
        SuspicionFilter,
        ChangedFilter,
        MailFilter,
        "requested_for",
        "contact_by",
        "visit_type",
        "submitted_at",
        TopicFilter,
        AccessNeedFilter,
    ]
    search_fields = ["reference"]
    view_on_site = False  # the private page is the patient's own
    search_help_text = _("Reference, name, email or phone")
    list_per_page = 50
    show_full_result_count = False
    actions = ["clear_suspicion"]
    inlines = [Timeline, Mail]
    fieldsets = [
        (None, {"fields": ["spoken", "status", "waiting", "warning"]}),
        (
            _("Who, and how to call"),
            {"fields": ["who_asks", "relationship", "permission", "phone_shown", "email", "to_call"]},
        ),
        (_("What about"), {"fields": ["about", "message", "visit_type", "access", "access_notes"]}),
        (_("Where it came from"), {"fields": ["submitted_at", "source", "consent_version", "consented_at"]}),
    ]
    readonly_fields = [
        "spoken",
        "waiting",
        "warning",
        "who_asks",
        "permission",
        "phone_shown",
        "to_call",
        "about",
        "access",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsultationRequest]:
        failed = Message.objects.given_up().filter(request=OuterRef("pk"))
        return super().get_queryset(request).annotate(mail_failed=Exists(failed))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsultationRequest], search_term: str
    ) -> tuple[QuerySet[ConsultationRequest], bool]:
        return queryset.filter(matching(search_term[:LONGEST_SEARCH])), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the request; from now on, what the patient changed before is no longer news."""
        now = timezone.now()
        response = super().change_view(request, object_id, form_url, extra_context)
        found = self.get_object(request, object_id)
        if found and isinstance(response, TemplateResponse):
            actions.mark_read(request=found, now=now)
        return response

    @admin.display(description=_("Who"), ordering="full_name")
    def who_asks(self, row: ConsultationRequest) -> str:
        if row.patient_name:
            return _("%(sender)s for %(patient)s") % {"sender": row.full_name, "patient": row.patient_name}
        return row.full_name

    @admin.display(description=_("Reference"), ordering="reference")
    def spoken(self, row: ConsultationRequest) -> str:
        return row.spoken_reference

    @admin.display(description=_("Waiting"), ordering="submitted_at")
    def waiting(self, row: ConsultationRequest) -> str:
        return timesince(row.submitted_at, timezone.now(), depth=2) if row.status in OPEN else ""

    @admin.display(description=_("How and when to call"))
    def to_call(self, row: ConsultationRequest) -> str:
        parts = [row.get_contact_by_display() if row.contact_by else _("any way"), *row.day_labels, *row.time_labels]
        return ", ".join(str(part) for part in parts)

    @admin.display(description=_("Topics"))
    def about(self, row: ConsultationRequest) -> str:
        return ", ".join(row.topic_labels)

    @admin.display(description=_("Access needs"))
    def access(self, row: ConsultationRequest) -> str:
        return ", ".join(row.access_labels)

    @admin.display(description=_("Look at"))
    def warning(self, row: ConsultationRequest) -> str:
        found = [str(_("May be spam: %s") % row.get_suspicion_display())] if row.suspicion else []
        if row.is_changed_since_read:
            found.append(str(_("Changed by the patient since you read it")))
        if getattr(row, "mail_failed", False):
            found.append(str(_("Mail failed: phone this patient")))
        return ". ".join(found)

    @admin.display(description=_("Permission"))
    def permission(self, row: ConsultationRequest) -> str:
        return str(_("The patient agrees, or the sender may decide")) if row.has_permission else ""

    @admin.display(description=_("Phone"))
    def phone_shown(self, row: ConsultationRequest) -> str:
        return row.readable_phone

    @admin.action(description=_("Checked: not spam"), permissions=["clear"])
    def clear_suspicion(self, request: HttpRequest, queryset: QuerySet[ConsultationRequest]) -> None:
        staff, now = cast("User", request.user), timezone.now()
        cleared = sum(actions.clear_suspicion(request=row, by=staff, now=now) for row in queryset)
        done = ngettext("%d request is back in the queue.", "%d requests are back in the queue.", cleared) % cleared
        self.message_user(request, done, messages.SUCCESS)

    def has_clear_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("appointments.change_consultationrequest")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin[Message]):
    """The outbox: what is owed, what was sent, what could not be."""

    list_display = ["request", "kind", "created_at", "sent_at", "gave_up_at", "attempts", "last_error"]
    list_filter = [
        "kind",
        "created_at",
        ("gave_up_at", admin.EmptyFieldListFilter),
        ("sent_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["request"]
    show_full_result_count = False
    fields = ["request", "kind", "to", "created_at", "sent_at", "gave_up_at", "attempts", "next_try_at", "last_error"]
