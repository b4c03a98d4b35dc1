"""One page for what a person may ask of us: what we have of them, and that we erase it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments import actions
from appointments.desk.access import ERASE, EXPORT, found_for, refuse_without
from appointments.desk.subjects.everything import as_data, as_page
from appointments.forms.base import KindForm
from appointments.forms.layout import Hint, desk_form
from appointments.models import ConsultationRequest
from appointments.models.search import with_the_same_contact
from appointments.text.datetimes import day_in_full
from clinic.common import security
from clinic.common.address import network_address
from clinic.common.responses import see_other
from clinic.common.security import SecurityEvent

PAGE, ASK = "admin/appointments/subject/page.html", "admin/appointments/subject/ask.html"
MOST = 50


class SubjectForm(KindForm):
    """Which of these requests are of the person who asks. Evidence alone: couples and carers share phones."""

    requests = forms.TypedMultipleChoiceField(
        label=_("Requests of this person"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the requests of the person who asks.")},
    )

    def __init__(self, found: ConsultationRequest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"requests": [found.pk]}} | options)
        self.found = found
        self.among = [
            found,
            *ConsultationRequest.objects.filter(with_the_same_contact(found)).exclude(pk=found.pk)[:MOST],
        ]
        self.fields["requests"].choices = [(one.pk, _shown(one)) for one in self.among]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[ConsultationRequest]:
        numbers = set(self.cleaned_data["requests"])
        return [one for one in self.among if one.pk in numbers]

    @property
    def helper(self) -> FormHelper:
        hint = Hint(_("Those with the same phone number or email address are shown. Ask before you tick another one."))
        return desk_form("", hint, "requests", css_class="entry", css_id="subject")


def _shown(one: ConsultationRequest) -> str:
    return f"{one.spoken_reference}, {one.who_asks}, {day_in_full(one.submitted_at)}, {one.get_status_display()}"


def subject(request: HttpRequest, pk: int) -> HttpResponse:
    """The requests of one person; and on a press, all of it to read, as data, or gone."""
    refuse_without(request.user, EXPORT)
    found = found_for(request.user, pk)
    if request.method != "POST":
        return _page(request, SubjectForm(found), 200)
    form = SubjectForm(found, request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    do = WAYS.get(request.POST.get("do", ""))
    if not do:
        raise BadRequest
    return do(request, form)


def _read(request: HttpRequest, form: SubjectForm) -> HttpResponse:
    """A page to print, or to save."""
    _note_export(request, form.chosen)
    return HttpResponse(
        as_page(form.chosen, timezone.now(), _screen(form.found)), headers={"Cache-Control": "no-store"}
    )


def _data(request: HttpRequest, form: SubjectForm) -> HttpResponse:
    """A file that another system can read."""
    _note_export(request, form.chosen)
    name = f"person-{form.found.reference}.json"
    told = {one.spoken_reference: as_data(one) for one in form.chosen}
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


def _ask(request: HttpRequest, form: SubjectForm) -> HttpResponse:
    """The second step: what would go, and what has to be closed first."""
    refuse_without(request.user, ERASE)
    return _page(request, form, 200, template=ASK, open=[one for one in form.chosen if one.is_open])


def _erase(request: HttpRequest, form: SubjectForm) -> HttpResponse:
    """All of them or none."""
    refuse_without(request.user, ERASE)
    by, address, now = cast("User", request.user), network_address(request), timezone.now()
    try:
        with transaction.atomic():
            for one in form.chosen:
                actions.erase(request=one, by=by, address=address, now=now)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return see_other(_screen(form.found))
    security.note(SecurityEvent.ERASED, request, requests=len(form.chosen))
    done = ngettext("%d request is erased.", "%d requests are erased.", len(form.chosen)) % len(form.chosen)
    messages.success(request, done)
    return see_other(_screen(form.found))


WAYS = {"read": _read, "data": _data, "ask": _ask, "erase": _erase}


def _note_export(request: HttpRequest, chosen: Sequence[ConsultationRequest]) -> None:
    by, address = cast("User", request.user), network_address(request)
    actions.log_export(requests=[one.pk for one in chosen], by=by, address=address, now=timezone.now())
    security.note(SecurityEvent.EXPORTED, request, requests=len(chosen))


def _page(request: HttpRequest, form: SubjectForm, status: int, template: str = PAGE, **shown: Any) -> HttpResponse:
    context = admin.site.each_context(request) | {
        "title": _("What we have of this person"),
        "opts": ConsultationRequest._meta,
        "form": form,
        "found": form.found,
        "problems": form.problems if form.is_bound else [],
        "may_erase": request.user.has_perm(ERASE),
        **shown,
    }
    return TemplateResponse(request, template, context, status=status)


def _screen(found: ConsultationRequest) -> str:
    return reverse("admin:appointments_consultationrequest_change", args=[found.pk])
