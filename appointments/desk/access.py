"""The names of what staff may do, as `has_perm` takes them. Who has which: docs/desk.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from appointments.models import ConsultationRequest

SEE_REQUESTS = "appointments.view_consultationrequest"
SEE_VISITS = "appointments.view_appointment"
SEE_MAIL = "appointments.view_message"
WORK = "appointments.work_consultationrequest"
CLOSE = "appointments.close_consultationrequest"

May = Callable[[str], bool]  # one person's `has_perm`


def found_for(desk_admin: ModelAdmin[Any], request: HttpRequest, pk: int) -> ConsultationRequest:
    """The request, for staff who may see it. Raises PermissionDenied and Http404."""
    if not desk_admin.has_view_permission(request):
        raise PermissionDenied
    found = ConsultationRequest.objects.select_related("assigned_to").filter(pk=pk).first()
    if not found:
        raise Http404
    return found
