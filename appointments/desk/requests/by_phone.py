"""Writing down a request that somebody makes by phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.desk.moves import WORK
from appointments.desk.requests.by_phone_form import PhoneEntryForm
from clinic.common.responses import see_other

if TYPE_CHECKING:
    from appointments.desk.requests.list import ConsultationRequestAdmin

TEMPLATE = "admin/appointments/consultationrequest/by_phone.html"


def enter(desk_admin: ConsultationRequestAdmin, request: HttpRequest) -> HttpResponse:
    """The form, and its answer: the screen of the new request, where booking is one step away."""
    if not desk_admin.has_view_permission(request) or not request.user.has_perm(WORK):
        raise PermissionDenied
    if request.method in {"GET", "HEAD"}:
        return _page(desk_admin, request, PhoneEntryForm(), 200)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = PhoneEntryForm(request.POST)
    if not form.is_valid():
        return _page(desk_admin, request, form, 422)
    entered = actions.enter_by_phone(
        details=form.details(),
        entry=form.cleaned_data["entry"],
        note=form.cleaned_data["note"],
        by=cast("User", request.user),
        now=timezone.now(),
    )
    messages.success(request, _("Saved. Their reference is %s.") % entered.spoken_reference)
    return see_other(reverse("admin:appointments_consultationrequest_change", args=[entered.pk]))


def _page(
    desk_admin: ConsultationRequestAdmin, request: HttpRequest, form: PhoneEntryForm, status: int
) -> HttpResponse:
    context = desk_admin.admin_site.each_context(request) | {
        "title": _("A request by phone"),
        "opts": desk_admin.opts,
        "form": form,
        "problems": form.problems if form.is_bound else [],
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)
