"""The private page itself, and what every change made on it has in common."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appointments import actions
from appointments.booking import notices
from appointments.booking.guards import is_same_origin, urlencoded_utf8_only
from appointments.booking.private.email_typos import probably_meant
from appointments.booking.private.forms import CancelForm, CorrectionForm, NoteForm, OnPrivatePage, OtherTimesForm
from appointments.booking.private.standing import Standing, standing_at
from appointments.booking.questions import questions_for
from appointments.forms.base import Notice
from appointments.models import ConsultationRequest, Event
from clinic.common.responses import log_not_stored, never_stored, see_other

Act = Callable[[ConsultationRequest, Any, datetime], ConsultationRequest]


def find(token: str, now: datetime) -> ConsultationRequest:
    return get_object_or_404(ConsultationRequest.objects.readable_at(now), token=token)


def page(
    request: HttpRequest,
    standing: Standing,
    *,
    status: int = 200,
    tried: OnPrivatePage | None = None,
    **shown: object,
) -> HttpResponse:
    """The private page. `tried` is a form that was sent and could not be done: it stands open, every answer kept."""
    found = standing.request
    context = {
        "consultation": found,
        "standing": standing,
        "questions": questions_for(found.topics),
        "notes": found.events.filter(kind=Event.Kind.NOTED, by=None),
        "meant": probably_meant(found.email),
        "tried": type(tried).__name__,
        "problems": tried.problems if tried and "trouble" not in shown else [],
    }
    return own(request, "private", context | _forms(standing, tried) | shown, status)


def _forms(standing: Standing, tried: OnPrivatePage | None) -> dict[str, OnPrivatePage]:
    found = standing.request
    forms: dict[str, OnPrivatePage] = {
        "correction_form": CorrectionForm.starting_from(found),
        "note_form": NoteForm(),
        "other_times_form": OtherTimesForm.starting_from(found),
        "cancel_form": CancelForm(),
    }
    for name, form in forms.items():
        if tried and type(tried) is type(form):
            forms[name] = form = tried
        form.token = found.token
        if isinstance(form, CancelForm) and standing.booked:
            form.button = _("Yes, cancel the appointment")
    return forms


def own(request: HttpRequest, template: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A page that is one person's own: no cache keeps it, and no search engine lists it."""
    response = render(request, f"appointments/{template}.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return never_stored(response)


def too_late(request: HttpRequest, token: str, now: datetime) -> HttpResponse:
    """409: the time chosen is no longer offered. The page, as it stands now, with what to do."""
    standing = standing_at(find(token, now), now)
    return page(request, standing, status=409, trouble=standing.too_late())


def change(
    form_class: type[OnPrivatePage], troubles: notices.Troubles = notices.OF_ANSWERS
) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of an act: kept and explained when it cannot be done, else 303 back to the page.

    A GET changes nothing and leads to the page: a tab that held the form with its mistakes may be opened again.
    """

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @urlencoded_utf8_only
        @wraps(act)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            if request.method != "POST":
                return see_other(reverse("appointments:private", args=[token]))
            form = form_class(request.POST)
            form.token = token
            try:
                return _attempt(request, form, act, troubles.from_elsewhere)
            except (DatabaseError, InterfaceError) as error:
                log_not_stored(error)
                return _alone(request, form, 503, troubles.not_stored)

        return view

    return decorate


def _attempt(request: HttpRequest, form: OnPrivatePage, act: Act, from_elsewhere: Notice) -> HttpResponse:
    now = timezone.now()
    found = find(form.token, now)
    if not is_same_origin(request):
        return page(request, standing_at(found, now), status=403, tried=form, trouble=from_elsewhere)
    if not form.is_valid():
        return page(request, standing_at(found, now), status=422, tried=form)
    try:
        changed = act(found, form, now)
    except actions.OfferGone:
        return too_late(request, form.token, now)
    except actions.NotPossible as refused:
        is_closed = isinstance(refused, actions.Closed)
        return _alone(request, form, 409, notices.CLOSED if is_closed else notices.NOT_POSSIBLE)
    except actions.TooManyRequests:
        return page(request, standing_at(found, now), status=429, tried=form, trouble=notices.TOO_MANY_CHANGES)
    done = act.__name__ if changed.token == form.token else "moved"
    return see_other(f"{changed.get_absolute_url()}?done={done}")


def _alone(request: HttpRequest, form: OnPrivatePage, status: int, trouble: Notice) -> HttpResponse:
    """The form that was sent, with every answer, on a page that asks nothing of the database."""
    context = {"form": form, "trouble": trouble}
    return never_stored(render(request, "appointments/change_again.html", context, status=status))
