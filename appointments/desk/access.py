"""The names of what staff may do, as `has_perm` takes them. Who has which: docs/desk.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from appointments import actions
from appointments.models import AccessLog, ConsultationRequest
from clinic.common.address import network_address

SEE_REQUESTS = "appointments.view_consultationrequest"
SEE_VISITS = "appointments.view_appointment"
SEE_MAIL = "appointments.view_message"
SEE_HOURS = "appointments.view_clinician"
ADD_CLINICIANS = "appointments.add_clinician"
KEEP_CLINICIANS = "appointments.change_clinician"
WORK = "appointments.work_consultationrequest"
CLOSE = "appointments.close_consultationrequest"
EXPORT = "appointments.export_consultationrequest"
ERASE = "appointments.erase_consultationrequest"
SEE_LOOKS = "appointments.view_accesslog"

SignedIn = User | AnonymousUser
May = Callable[[str], bool]  # one person's `has_perm`


def what_one_may(may: May) -> dict[str, bool]:
    """For templates: `{% if may.work %}`."""
    return {
        "see_requests": may(SEE_REQUESTS),
        "see_hours": may(SEE_HOURS),
        "add_clinicians": may(ADD_CLINICIANS),
        "work": may(WORK),
        "see_looks": may(SEE_LOOKS),
        "export": may(EXPORT),
    }


def refuse_without(user: SignedIn, *needed: str) -> None:
    """Raises PermissionDenied unless they have all of these."""
    if not user.has_perms(needed):
        raise PermissionDenied


def found_for(user: SignedIn, pk: int) -> ConsultationRequest:
    """The request, for staff who may see it. Raises PermissionDenied and Http404."""
    refuse_without(user, SEE_REQUESTS)
    found = ConsultationRequest.objects.select_related("assigned_to").filter(pk=pk).first()
    if not found:
        raise Http404
    return found


def note_look(request: HttpRequest, kind: AccessLog.Kind, found: ConsultationRequest) -> None:
    """Write down who looks at `found`, now and from where. To be called before anything of it is shown."""
    actions.log_look(
        kind=kind, request=found, by=cast("User", request.user), address=network_address(request), now=timezone.now()
    )
