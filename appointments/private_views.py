"""The private page, what its owner may do there, and how to find it again. A GET never changes anything."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appointments import actions, wording
from appointments.email_typos import probably_meant
from appointments.models import ConsultationRequest, Event
from appointments.origin import is_same_origin, network_address, urlencoded_utf8_only
from appointments.private_forms import CancelForm, CorrectionForm, LostLinkForm, NoteForm, OnPrivatePage
from appointments.question_list import questions_for
from appointments.responses import log_not_stored, never_stored, see_other

Act = Callable[[ConsultationRequest, Any], ConsultationRequest]


@require_safe
def private(request: HttpRequest, token: str) -> HttpResponse:
    """Where the request stands, what was sent, and what can be done about it."""
    found = _find(token)
    return _page(request, found, done=wording.DONE.get(request.GET.get("done", "")))


def _find(token: str) -> ConsultationRequest:
    return get_object_or_404(ConsultationRequest.objects.readable_at(timezone.now()), token=token)


def _page(
    request: HttpRequest,
    found: ConsultationRequest,
    *,
    status: int = 200,
    tried: OnPrivatePage | None = None,
    **shown: object,
) -> HttpResponse:
    """The private page. `tried` is a form that was sent and could not be done: it stands open, every answer kept."""
    forms: dict[type[OnPrivatePage], OnPrivatePage] = {
        CorrectionForm: CorrectionForm.starting_from(found),
        NoteForm: NoteForm(),
        CancelForm: CancelForm(),
    }
    if tried:
        forms[type(tried)] = tried
    for form in forms.values():
        form.token = found.token
    context = {
        "consultation": found,
        "steps": wording.steps(found),
        "standing": wording.standing(found),
        "questions": questions_for(found.topics),
        "notes": found.events.filter(kind=Event.Kind.NOTED, by=None),
        "meant": probably_meant(found.email),
        "correction_form": forms[CorrectionForm],
        "note_form": forms[NoteForm],
        "cancel_form": forms[CancelForm],
        "tried": type(tried).__name__,
        "problems": tried.problems if tried and "trouble" not in shown else [],
    }
    response = render(request, "appointments/private.html", context | shown, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return never_stored(response)


def _change(form_class: type[OnPrivatePage]) -> Callable[[Act], Callable[..., HttpResponse]]:
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
                return _attempt(request, form, act)
            except (DatabaseError, InterfaceError) as error:
                log_not_stored(error)
                return _alone(request, form, 503, wording.NOT_STORED)

        return view

    return decorate


def _attempt(request: HttpRequest, form: OnPrivatePage, act: Act) -> HttpResponse:
    found = _find(form.token)
    if not is_same_origin(request):
        return _page(request, found, status=403, tried=form, trouble=wording.FROM_ELSEWHERE)
    if not form.is_valid():
        return _page(request, found, status=422, tried=form)
    try:
        changed = act(found, form)
    except actions.Closed:
        return _alone(request, form, 409, wording.CLOSED)
    except actions.TooManyRequests:
        return _page(request, found, status=429, tried=form, trouble=wording.TOO_MANY_CHANGES)
    done = act.__name__ if changed.token == form.token else "moved"
    return see_other(f"{changed.get_absolute_url()}?done={done}")


def _alone(request: HttpRequest, form: OnPrivatePage, status: int, trouble: wording.Notice) -> HttpResponse:
    """The form that was sent, with every answer, on a page that asks nothing of the database."""
    context = {"form": form, "trouble": trouble}
    return never_stored(render(request, "appointments/change_again.html", context, status=status))


@_change(CorrectionForm)
def correct(found: ConsultationRequest, form: CorrectionForm) -> ConsultationRequest:
    return actions.correct(request=found, correction=form.correction(), by=None, now=timezone.now())


@_change(NoteForm)
def note(found: ConsultationRequest, form: NoteForm) -> ConsultationRequest:
    actions.add_note(request=found, note=form.cleaned_data["note"], by=None, now=timezone.now())
    return found


@_change(CancelForm)
def cancel(found: ConsultationRequest, form: CancelForm) -> ConsultationRequest:
    actions.cancel(request=found, reason=form.cleaned_data["reason"], by=None, now=timezone.now())
    return found


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@urlencoded_utf8_only
def lost_link(request: HttpRequest) -> HttpResponse:
    """“Send me my link again.” The same words whether or not the address is known."""
    if request.method != "POST":
        return _lost(request, LostLinkForm())
    form = LostLinkForm(request.POST)
    if not is_same_origin(request):
        return _lost(request, form, 403, trouble=wording.FROM_ELSEWHERE)
    if not form.is_valid():
        return _lost(request, form, 422, problems=form.problems)
    try:
        actions.ask_for_link(email=form.cleaned_data["email"], address=network_address(request), now=timezone.now())
    except actions.TooManyRequests:
        return _lost(request, form, 429, trouble=wording.TOO_MANY)
    except (DatabaseError, InterfaceError) as error:
        log_not_stored(error)
        return _lost(request, form, 503, trouble=wording.NOT_STORED)
    return _lost(request, LostLinkForm(), done=wording.LINK_SENT)


def _lost(request: HttpRequest, form: LostLinkForm, status: int = 200, **shown: object) -> HttpResponse:
    response = render(request, "appointments/lost_link.html", {"form": form, **shown}, status=status)
    return never_stored(response)
