"""The private page itself, and what every change made on it has in common."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import actions
from appointments.booking import notices
from appointments.booking.guards import Refusal, anonymous_post
from appointments.booking.private.email_typos import probably_meant
from appointments.booking.private.forms import AskOtherTimesForm, CancelForm, CorrectionForm, NoteForm, OnPrivatePage
from appointments.booking.private.standing import Standing, standing_at
from appointments.booking.questions import questions_for
from appointments.forms.base import Notice
from appointments.models import ConsultationRequest, Event
from clinic.common.responses import never_stored, see_other

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
        "problems": tried.problems if tried and not shown.get("trouble") else [],
    }
    return own(request, "private", context | _forms(standing, tried) | shown, status)


def _forms(standing: Standing, tried: OnPrivatePage | None) -> dict[str, OnPrivatePage]:
    found = standing.request
    forms: dict[str, OnPrivatePage] = {
        "correction_form": CorrectionForm.starting_from(found),
        "note_form": NoteForm(),
        "other_times_form": AskOtherTimesForm.starting_from(found),
        "cancel_form": CancelForm(),
    }
    for name, form in forms.items():
        if tried and tried.key == form.key:
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
    kind: type[OnPrivatePage], troubles: notices.Troubles = notices.OF_CHANGES
) -> Callable[[Act], Callable[..., HttpResponse]]:
    """Make a view of an act: kept and explained when it cannot be done, else 303 back to the page."""

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @anonymous_post(kind, empty=_to_the_page, again=_again, troubles=troubles)
        @wraps(act)
        def view(request: HttpRequest, form: OnPrivatePage, token: str) -> HttpResponse:
            now = timezone.now()
            changed = act(find(token, now), form, now)
            done = form.key if changed.token == token else notices.MOVED
            return see_other(f"{changed.get_absolute_url()}?done={done}")

        return view

    return decorate


def _to_the_page(request: HttpRequest, token: str) -> HttpResponse:
    """A GET changes nothing: a tab that held the form with its mistakes may be opened again."""
    return see_other(reverse("appointments:private", args=[token]))


def _again(request: HttpRequest, form: OnPrivatePage, refusal: Refusal, token: str) -> HttpResponse:
    """The page, with what was sent; the form by itself where the page has no place for it, or cannot be read."""
    form.token = token
    if refusal.status == 503:
        return _alone(request, form, refusal.status, refusal.notice)
    now = timezone.now()
    if isinstance(refusal.by, actions.OfferGone):
        return too_late(request, token, now)
    if refusal.by:
        is_closed = isinstance(refusal.by, actions.Closed)
        return _alone(request, form, refusal.status, notices.CLOSED if is_closed else notices.NOT_POSSIBLE)
    standing = standing_at(find(token, now), now)
    return page(request, standing, status=refusal.status, tried=form, trouble=refusal.notice)


def _alone(request: HttpRequest, form: OnPrivatePage, status: int, trouble: Notice | None) -> HttpResponse:
    """The form that was sent, with every answer, on a page that asks nothing of the database."""
    context = {"form": form, "trouble": trouble}
    return never_stored(render(request, "appointments/change_again.html", context, status=status))
