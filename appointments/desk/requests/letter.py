"""Letters for those who have no email: to print, or to read out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from appointments.desk.access import WORK, found_for, refuse_without
from appointments.desk.moves import Desk
from appointments.lifecycle import Status
from appointments.mail.letters import Letter, confirmation, offer_letter

TEMPLATE = "appointments/letter_print.html"


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation of what is booked, or else the times that are offered. Printing changes nothing."""
    desk = Desk(found_for(request, pk), timezone.now())
    refuse_without(request, WORK)  # it carries the patient's private link
    back = reverse("admin:appointments_consultationrequest_change", args=[pk])
    shown = {"recipient": desk.request.full_name, "back": back}
    with override(desk.request.language):
        return TemplateResponse(request, TEMPLATE, shown | {"letter": _letter(desk)}).render()


def has_letter(desk: Desk) -> bool:
    return desk.status == Status.BOOKED or any(map(desk.is_choosable, desk.offers))


def _letter(desk: Desk) -> Letter:
    if not has_letter(desk):
        raise Http404
    if desk.status == Status.BOOKED:
        return confirmation(desk.request)
    return offer_letter(desk.request, desk.now)
