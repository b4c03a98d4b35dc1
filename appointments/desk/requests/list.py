"""The list of requests, and the way to the screen of each. It declares; what happens is in `actions`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments import actions
from appointments.desk.access import SEE_MAIL, WORK, note_look
from appointments.desk.requests.export import Exporting, export_as_csv
from appointments.desk.requests.filters import (
    AccessNeedFilter,
    ChangedFilter,
    ForWhomFilter,
    MineFilter,
    QueueFilter,
    StatusFilter,
    SuspicionFilter,
    TopicFilter,
)
from appointments.desk.requests.screen import open_request
from appointments.desk.requests.search import found_by, matching, the_only_one
from appointments.models import AccessLog, ConsultationRequest, Message
from clinic.common.address import network_address
from clinic.common.lists import PagedAdmin

LONGEST_SEARCH = 100


def warnings(row: ConsultationRequest) -> list[str]:
    """What somebody should look at."""
    found = [str(_("May be spam: %s") % row.get_suspicion_display())] if row.suspicion else []
    if row.is_open and row.wants_times_at:
        found.append(str(_("Wants other times")))
    if row.is_changed_since_read:
        found.append(str(_("Changed by the patient since you read it")))
    if getattr(row, "is_to_phone", False):
        found.append(str(_("No email reaches them: phone this patient")))
    return found


class Columns:
    """The columns of the list that are no plain ones."""

    @admin.display(description=_("Who"))
    def who_asks(self, row: ConsultationRequest) -> str:
        return row.who_asks

    @admin.display(description=_("Reference"))
    def spoken(self, row: ConsultationRequest) -> str:
        return row.spoken_reference

    @admin.display(description=_("Waiting"))
    def waiting(self, row: ConsultationRequest) -> str:
        return timesince(row.submitted_at, timezone.now(), depth=2) if row.is_open else ""

    @admin.display(description=_("How and when to call"))
    def to_call(self, row: ConsultationRequest) -> str:
        return row.how_and_when

    @admin.display(description=_("Topics"))
    def about(self, row: ConsultationRequest) -> str:
        return ", ".join(row.topic_labels)

    @admin.display(description=_("Access needs"))
    def access(self, row: ConsultationRequest) -> str:
        return ", ".join(row.access_labels)

    @admin.display(description=_("Look at"))
    def warning(self, row: ConsultationRequest) -> str:
        return ". ".join(warnings(row))


class ConsultationRequestAdmin(Exporting, Columns, PagedAdmin[ConsultationRequest]):
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
        StatusFilter,
        MineFilter,
        SuspicionFilter,
        ChangedFilter,
        ForWhomFilter,
        "submitted_at",
        TopicFilter,
        AccessNeedFilter,
    ]
    list_select_related = ["assigned_to"]
    moment = "submitted_at"
    unlisted = (
        *("token", "page_expires_at", "first_contacted_at", "declined_because", "language", "relationship"),
        *("has_permission", "folded_names", "email", "phone", "message", "visit_type", "access_notes"),
        *("consent_version", "consent_digest", "consent_language", "consented_at", "source", "sent_from"),
        "dedupe_key",
    )
    change_list_template = "admin/appointments/consultationrequest/change_list.html"
    search_fields = ["reference"]
    view_on_site = False  # the private page is the patient's own
    search_help_text = _("Reference, name, email or phone")
    list_per_page = 50
    actions = ["clear_suspicion", export_as_csv]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsultationRequest]:
        found = super().get_queryset(request)
        if not request.user.has_perm(SEE_MAIL):
            return found
        to_tell = Message.objects.to_tell_by_phone(timezone.now()).filter(request=OuterRef("pk"))
        return found.annotate(is_to_phone=Exists(to_tell))

    def found_by(self, typed: str) -> list[int] | None:
        return found_by(typed[:LONGEST_SEARCH])

    def matching(self, typed: str) -> Q:
        return matching(typed[:LONGEST_SEARCH])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if "q" in request.GET and self.has_view_permission(request):
            staff, address = cast("User", request.user), network_address(request)
            actions.log_search(by=staff, address=address, now=timezone.now())
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
        cleared = sum(self._clear(request, row, staff, now) for row in queryset)
        done = ngettext("%d request is back in the queue.", "%d requests are back in the queue.", cleared) % cleared
        self.message_user(request, done, messages.SUCCESS)

    @transaction.atomic
    def _clear(self, request: HttpRequest, row: ConsultationRequest, staff: User, now: datetime) -> bool:
        is_cleared = actions.clear_suspicion(request=row, by=staff, now=now)
        if is_cleared:
            note_look(request, AccessLog.Kind.CHANGED, row)
        return is_cleared

    def has_work_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(WORK)
