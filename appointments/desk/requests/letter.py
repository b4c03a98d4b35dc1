"""Letters for those who have no email: to print, or to read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from appointments.desk.access import found_for
from appointments.desk.moves import WORK, Desk
from appointments.lifecycle import Status
from appointments.mail.letters import Letter, confirmation, offer_letter

if TYPE_CHECKING:
    from appointments.desk.requests.list import ConsultationRequestAdmin

TEMPLATE = "appointments/letter_print.html"


def letter(desk_admin: ConsultationRequestAdmin, request: HttpRequest, *, pk: int) -> HttpResponse:
    """The confirmation of what is booked, or else the times that are offered. Printing changes nothing."""
    desk = Desk(found_for(desk_admin, request, pk), timezone.now())
    if not request.user.has_perm(WORK):  # it carries the patient's private link
        raise PermissionDenied
    back = reverse("admin:appointments_consultationrequest_change", args=[pk])
    shown = {"letter": _letter(desk), "recipient": desk.request.full_name, "back": back}
    return TemplateResponse(request, TEMPLATE, shown)


def has_letter(desk: Desk) -> bool:
    return desk.status == Status.BOOKED or any(map(desk.is_choosable, desk.offers))


def _letter(desk: Desk) -> Letter:
    if not has_letter(desk):
        raise Http404
    if desk.status == Status.BOOKED:
        return confirmation(desk.request)
    return offer_letter(desk.request, desk.now)
