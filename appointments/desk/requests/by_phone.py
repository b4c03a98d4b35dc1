"""Writing down a request that somebody makes by phone."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.desk.access import SEE_REQUESTS, WORK, note_look, refuse_without
from appointments.desk.moves.base import note_field
from appointments.desk.moves.labels import OF_CALLERS
from appointments.desk.requests.search import told_by
from appointments.forms.fields import Unseen
from appointments.forms.layout import Send, desk_form
from appointments.forms.request import ABOUT_THE_PATIENT, PREPARATION, REACH, RequestForm, for_whom
from appointments.models import AccessLog, ConsultationRequest
from clinic.common.responses import see_other

LONGEST = 100  # of what was searched for, which a link hands on as `q`: no log keeps that
TEMPLATE = "admin/appointments/consultationrequest/by_phone.html"


class PhoneEntryForm(RequestForm):
    """What the public form asks, asked on the phone. `entry` names this filling in: sent twice, it counts once."""

    words = OF_CALLERS
    field_order = ("requested_for", "full_name", *ABOUT_THE_PATIENT, *REACH, "topics", *PREPARATION)

    requested_for = for_whom([("self", _("The caller")), ("other", _("Someone the caller cares for"))])
    note = note_field(_("For your colleagues"), hint=_("Seen by staff only."))
    consent = forms.BooleanField(
        label=_("The caller agrees that the clinic keeps these details and uses them to answer the request."),
        error_messages={
            "required": _("Ask the caller, and tick the box if they agree. Without it we may not keep their details.")
        },
    )
    entry = Unseen(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, told: Mapping[str, str] | None = None, **options: Any) -> None:
        known = {"entry": uuid.uuid4(), "visit_type": "any", **(told or {})}
        super().__init__(*args, **{"initial": known} | options)

    @property
    def helper(self) -> FormHelper:
        return desk_form("", *self.fields, Send(_("Save the request"), look="go"), css_class="entry")

    def clean_entry(self) -> str:
        """What names this filling in. Whoever lost it fills in a new one."""
        return str(self.cleaned_data["entry"])[:36] or str(uuid.uuid4())


def enter(request: HttpRequest, *, form: type[PhoneEntryForm]) -> HttpResponse:
    """The form, and its answer: the screen of the new request, where booking is one step away."""
    refuse_without(request.user, SEE_REQUESTS, WORK)
    if request.method in {"GET", "HEAD"}:
        return _page(request, form(told=told_by(request.GET.get("q", "")[:LONGEST])), 200)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    typed = form(request.POST)
    if not typed.is_valid():
        return _page(request, typed, 422)
    with transaction.atomic():
        entered = actions.enter_by_phone(
            details=typed.details(),
            entry=typed.cleaned_data["entry"],
            note=typed.cleaned_data["note"],
            by=cast("User", request.user),
            now=timezone.now(),
        )
        note_look(request, AccessLog.Kind.CHANGED, entered)
    messages.success(request, _("Saved. Their reference is %s.") % entered.spoken_reference)
    return see_other(reverse("admin:appointments_consultationrequest_change", args=[entered.pk]))


def _page(request: HttpRequest, form: PhoneEntryForm, status: int) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("A request by phone"),
        "opts": ConsultationRequest._meta,
        "form": form,
        "problems": form.problems if form.is_bound else [],
    }
    return TemplateResponse(request, TEMPLATE, context, status=status)
