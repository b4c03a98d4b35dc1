"""Making a move on the request screen: one view for all of them."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments import actions
from appointments.desk.access import found_for, note_look
from appointments.desk.moves import Case, Move
from appointments.desk.requests.screen import show
from appointments.desk.requests.summary import Attempt, read
from appointments.forms.base import Notice
from appointments.models import AccessLog, Event
from clinic.common.responses import see_other

NOTHING_DONE = _("Nothing was done")
PRESSED_TWICE = Notice(
    _("You did something here a moment ago"),
    _("It is listed below. Press the button again only if you want this as well."),
)
OVERTAKEN = Notice(
    _("The request has changed since you looked at it"),
    _("Nothing of yours was done, and what you typed is kept. Read what is new. If you still want it, send it again."),
)


def act(request: HttpRequest, pk: int, *, move: type[Move]) -> HttpResponse:
    """Make a move, if the request is still as this member of staff saw it; else show it as it is now, and why not."""
    screen = reverse("admin:appointments_consultationrequest_change", args=[pk])
    if request.method != "POST":  # a refused move that is opened again, or the page behind a sign-in
        return see_other(screen)
    by = cast("User", request.user)
    if not move.is_for(by):
        raise PermissionDenied
    now = timezone.now()
    form = move(Case(found_for(by, pk), now), request.POST)
    attempt = _not_done(request, form, now)
    if attempt:
        return show(request, read(pk, user=by, now=now, attempt=attempt))
    messages.success(request, str(form.done))
    return see_other(screen)


def _not_done(request: HttpRequest, form: Move, now: datetime) -> Attempt | None:
    """Make the move. Answers the attempt where it could not be made."""
    by = cast("User", request.user)
    attempt = partial(Attempt, type(form), form.data)
    if not form.is_valid():
        return attempt(422, _about_hidden_fields(form))
    try:
        with actions.as_seen(form.case.request, _seen(request)):
            form.act(by=by, now=now)
            note_look(request, AccessLog.Kind.CHANGED, form.case.request)
    except actions.Overtaken as overtaken:
        return attempt(409, PRESSED_TWICE if _is_own_doing(overtaken.events, by) else OVERTAKEN, overtaken.events)
    except actions.Refused as refused:
        return attempt(409, Notice(NOTHING_DONE, str(refused)))
    return None


def _about_hidden_fields(form: Move) -> Notice | None:
    """What is wrong where nobody can type: it is said by itself, since there is no field to go to."""
    return Notice(NOTHING_DONE, form.problems[0].message) if form.is_plain else None


def _seen(request: HttpRequest) -> int:
    """The number of the last event on the screen that was sent back. Whoever has none has seen nothing."""
    sent = request.POST.get("seen", "")
    return int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 19 else 0


def _is_own_doing(events: list[Event], by: User) -> bool:
    return all(event.by_id == by.pk for event in events)
