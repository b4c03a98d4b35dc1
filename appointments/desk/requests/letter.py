"""Letters for those who have no email: to print, or to read out."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from appointments.desk.access import WORK, found_for, note_look, refuse_without
from appointments.desk.moves import Case
from appointments.lifecycle import Status
from appointments.mail.letters import Letter, confirmation, offer_letter
from appointments.models import AccessLog

TEMPLATE = "appointments/letter_print.html"


def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The confirmation of what is booked, or else the times that are offered. Printing changes nothing."""
    case = Case(found_for(request.user, pk), timezone.now())
    refuse_without(request.user, WORK)  # it carries the patient's private link
    note_look(request, AccessLog.Kind.PRINTED, case.request)
    back = reverse("admin:appointments_consultationrequest_change", args=[pk])
    shown = {"recipient": case.request.full_name, "back": back}
    with override(case.request.language):
        return TemplateResponse(request, TEMPLATE, shown | {"letter": _letter(case)}).render()


def _letter(case: Case) -> Letter:
    if not case.has_letter:
        raise Http404
    if case.status == Status.BOOKED:
        return confirmation(case.request)
    return offer_letter(case.request, case.now)
