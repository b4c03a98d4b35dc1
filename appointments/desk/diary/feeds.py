"""The panel with the secret address of a diary: who may see it, and its buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Hidden
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments import actions
from appointments.desk.access import KEEP_CLINICIANS, SEE_HOURS
from appointments.forms.layout import Send, desk_form
from appointments.models import Clinician

BUTTONS = {
    "make": (actions.give_feed, _("There is a new secret link. A link from before works no more.")),
    "stop": (actions.stop_feed, _("The secret link works no more.")),
}


class FeedButton(forms.Form):
    """One button of the panel: which of BUTTONS it presses, of whose diary, and its words."""

    def __init__(self, clinician: Clinician, presses: str, words: StrOrPromise, *, look: str = "button") -> None:
        super().__init__()
        self.clinician, self.presses, self.words, self.look = clinician, presses, words, look

    @property
    def helper(self) -> FormHelper:
        action = reverse("admin:appointments_clinician_feed", args=[self.clinician.pk])
        return desk_form(action, Hidden("feed", self.presses), Send(self.words, look=self.look), css_class="")


@dataclass(frozen=True)
class Feed:
    """A diary that calendars can follow. `address` is blank where there is no link."""

    clinician: Clinician
    address: str

    @property
    def buttons(self) -> list[FeedButton]:
        if not self.address:
            return [FeedButton(self.clinician, "make", _("Make a secret link"))]
        return [
            FeedButton(self.clinician, "make", _("Make a new one (the old stops)")),
            FeedButton(self.clinician, "stop", _("Stop it"), look="button quiet"),
        ]


def feed_of(clinician: Clinician) -> Feed:
    token = clinician.feed_token
    return Feed(clinician, settings.PUBLIC_ORIGIN + reverse("appointments:diary_feed", args=[token]) if token else "")


def may_manage_feed(user: User | AnonymousUser, clinician: Clinician) -> bool:
    """Whoever keeps the clinicians' hours, and each clinician for their own diary."""
    return user.has_perm(KEEP_CLINICIANS) or clinician.user_id == user.pk


def change_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a secret link, or stop it; back to where the buttons are."""
    clinician = get_object_or_404(Clinician, pk=pk)
    if not may_manage_feed(request.user, clinician):
        raise PermissionDenied
    if request.method != "POST":
        return redirect(_back(request, clinician))
    act, done = BUTTONS.get(request.POST.get("feed", ""), (None, ""))
    if not act:
        raise BadRequest
    act(clinician=clinician, by=cast("User", request.user))
    messages.success(request, str(done))
    return redirect(_back(request, clinician))


def _back(request: HttpRequest, clinician: Clinician) -> str:
    if request.user.has_perm(SEE_HOURS):
        return reverse("admin:appointments_clinician_change", args=[clinician.pk]) + "#feed"
    return f"{reverse('admin:appointments_calendar')}?clinician={clinician.pk}#feed"
