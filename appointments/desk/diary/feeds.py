"""The panel with the secret address of a diary: who may see it, and its buttons."""

from __future__ import annotations

from typing import NamedTuple, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.desk.access import KEEP_CLINICIANS, SEE_HOURS
from appointments.models import Clinician

BUTTONS = {
    "make": (actions.give_feed, _("There is a new secret link. A link from before works no more.")),
    "stop": (actions.stop_feed, _("The secret link works no more.")),
}


class Feed(NamedTuple):
    """A diary that calendars can follow. `address` is blank where there is no link."""

    clinician: Clinician
    address: str

    @property
    def buttons(self) -> str:
        return reverse("admin:appointments_clinician_feed", args=[self.clinician.pk])


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
