"""What stands before every form that anybody may send: one decorator, and the order in which a form is refused.

The anonymous form has no token to check, so that pages set no cookie and can be cached: its origin is checked.
"""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appointments import actions
from appointments.booking import notices
from appointments.forms.base import KindForm, Notice
from clinic.common.address import network_address
from clinic.common.responses import log_not_stored

View = Callable[..., HttpResponse]

FORM_TYPE = "application/x-www-form-urlencoded"


class Refusal(NamedTuple):
    """Why a form was not taken. Without a notice, the problems of its answers say it. `by` is raised by the action."""

    status: int
    notice: Notice | None = None
    by: actions.Refused | None = None


def anonymous_post(
    kind: type[KindForm],
    *,
    empty: View,
    again: View,
    troubles: notices.Troubles = notices.OF_ANSWERS,
) -> Callable[[View], View]:
    """Make a view of an act that takes a request, a valid form of this kind, and what the address names.

    `empty` answers a GET, which changes nothing. `again` takes request, form, Refusal and what the address names: it
    shows the form with every answer kept, and at 503 asks nothing of the database. Refused are, in this order: another
    method (405), what is no form (415), what is too large (413), a form from another site (403), answers with mistakes
    (422), what cannot be done as things stand (409), more than anybody may send (429), and what could not be stored
    (503).
    """

    def decorate(act: View) -> View:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(act)
        def view(request: HttpRequest, **address: Any) -> HttpResponse:
            if request.method != "POST":
                return empty(request, **address)
            status = _unreadable(request)
            if status:
                _count_refused(request)
                return render(request, f"{status}.html", status=status)
            form = kind(request.POST)
            try:
                answer = _attempt(request, form, troubles, partial(act, request, form, **address))
                return again(request, form, answer, **address) if isinstance(answer, Refusal) else answer
            except (DatabaseError, InterfaceError) as error:
                log_not_stored(error)
                return again(request, form, Refusal(503, troubles.not_stored), **address)

        return view

    return decorate


def _attempt(
    request: HttpRequest, form: KindForm, troubles: notices.Troubles, act: Callable[[], HttpResponse]
) -> HttpResponse | Refusal:
    if not is_same_origin(request):
        return Refusal(403, troubles.from_elsewhere)
    try:
        if form.is_valid():
            return act()
        return Refusal(422) if _count_refused(request) else Refusal(429, troubles.too_many)
    except actions.Refused as refused:
        return Refusal(409, by=refused)
    except actions.TooManyRequests:
        return Refusal(429, troubles.too_many)


def _unreadable(request: HttpRequest) -> int:
    """415 for what is not a urlencoded UTF-8 form, before anything parses it; 413 for one too large; 0 for a form.

    A declared charset chooses Python's decoder, and Python has decoders (hex, rot13) that no form was ever sent in.
    """
    charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
    if request.content_type != FORM_TYPE or charset.lower() != "utf-8":
        return 415
    try:
        request.POST  # noqa: B018 - parses it now
    except (RequestDataTooBig, TooManyFieldsSent):
        return 413
    return 0


def _count_refused(request: HttpRequest) -> bool:
    """Whether this sender may be refused again. What another site has a browser send counts against nobody."""
    try:
        if is_same_origin(request):
            actions.count_refused(address=network_address(request), now=timezone.now())
    except actions.TooManyRequests:
        return False
    except (DatabaseError, InterfaceError) as error:
        log_not_stored(error)  # the answers are still told what is wrong with them
    return True


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from our own page, or there is no browser to say anything.

    In this order, the first that is present decides: Sec-Fetch-Site (Fetch Metadata), Origin, Referer.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == settings.PUBLIC_ORIGIN
    referer = request.headers.get("Referer")
    if referer is not None:
        return _origin_of(referer) == settings.PUBLIC_ORIGIN
    return True


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"
