"""The names of what staff may do, as `has_perm` takes them. Who has which: docs/desk.md."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404

from appointments.models import ConsultationRequest

SEE_REQUESTS = "appointments.view_consultationrequest"
SEE_VISITS = "appointments.view_appointment"
SEE_MAIL = "appointments.view_message"
SEE_HOURS = "appointments.view_clinician"
ADD_CLINICIANS = "appointments.add_clinician"
KEEP_CLINICIANS = "appointments.change_clinician"
WORK = "appointments.work_consultationrequest"
CLOSE = "appointments.close_consultationrequest"
EXPORT = "appointments.export_consultationrequest"

SignedIn = User | AnonymousUser
May = Callable[[str], bool]  # one person's `has_perm`


def what_one_may(may: May) -> dict[str, bool]:
    """For templates: `{% if may.work %}`."""
    return {
        "see_requests": may(SEE_REQUESTS),
        "see_hours": may(SEE_HOURS),
        "add_clinicians": may(ADD_CLINICIANS),
        "work": may(WORK),
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
