"""The list of requests, and the way to the screen of each. It declares; what happens is in `actions`."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments import actions
from appointments.desk.access import SEE_MAIL, WORK
from appointments.desk.requests.columns import Columns
from appointments.desk.requests.export import Exporting, export_as_csv
from appointments.desk.requests.filters import (
    AccessNeedFilter,
    ChangedFilter,
    ForWhomFilter,
    MineFilter,
    QueueFilter,
    SuspicionFilter,
    TopicFilter,
)
from appointments.desk.requests.screen import open_request
from appointments.desk.requests.search import matching, the_only_one
from appointments.models import ConsultationRequest, Message
from clinic.common.admin import ReadOnlyAdmin

LONGEST_SEARCH = 100


class ConsultationRequestAdmin(Exporting, Columns, ReadOnlyAdmin[ConsultationRequest]):
    list_display = [
        "who_asks",
        "spoken",
        "waiting",
        "status",
        "warning",
        "to_call",
        "about",
        "access",
        "assigned_to",
    ]
    list_filter = [
        QueueFilter,
        "status",
        MineFilter,
        SuspicionFilter,
        ChangedFilter,
        ForWhomFilter,
        "submitted_at",
        TopicFilter,
        AccessNeedFilter,
    ]
    list_select_related = ["assigned_to"]
    search_fields = ["reference"]
    view_on_site = False  # the private page is the patient's own
    search_help_text = _("Reference, name, email or phone")
    list_per_page = 50
    show_full_result_count = False
    actions = ["clear_suspicion", export_as_csv]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsultationRequest]:
        found = super().get_queryset(request)
        if not request.user.has_perm(SEE_MAIL):
            return found
        to_tell = Message.objects.to_tell_by_phone(timezone.now()).filter(request=OuterRef("pk"))
        return found.annotate(is_to_phone=Exists(to_tell))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[ConsultationRequest], search_term: str
    ) -> tuple[QuerySet[ConsultationRequest], bool]:
        return queryset.filter(matching(search_term[:LONGEST_SEARCH])), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, {"title": _("Requests")} | (extra_context or {}))
        # Whoever the caller is, they are found: one press less. A list that was narrowed is looked through instead.
        found = the_only_one(answer) if request.method == "GET" and [*request.GET] == ["q"] else None
        return redirect("admin:appointments_consultationrequest_change", found.pk) if found else answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return open_request(request, object_id)

    @admin.action(description=_("Checked: not spam"), permissions=["work"])
    def clear_suspicion(self, request: HttpRequest, queryset: QuerySet[ConsultationRequest]) -> None:
        staff, now = cast("User", request.user), timezone.now()
        cleared = sum(actions.clear_suspicion(request=row, by=staff, now=now) for row in queryset)
        done = ngettext("%d request is back in the queue.", "%d requests are back in the queue.", cleared) % cleared
        self.message_user(request, done, messages.SUCCESS)

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WORK)
