"""The pages for when something went wrong. Patients and staff read different words; neither page can be missing."""

import logging

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from clinic.accounts.desk import is_at_desk
from clinic.accounts.kept import Kept, comes_from_our_own_page
from clinic.accounts.signing import ask_to_sign_in, sign_in
from clinic.accounts.steps.views import go_on
from clinic.common.security import SecurityEvent, note

logger = logging.getLogger(__name__)

BARE = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_at_desk(request):
        note(SecurityEvent.REFUSED, request, path=request.path)
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    return problem(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = problem(request, 503)
    response["Retry-After"] = "60"
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Django's own CSRF check guards the desk alone. A page of ours that is merely old loses nothing that was typed.

    What another site sent is neither kept nor shown.
    """
    if not is_at_desk(request) or not comes_from_our_own_page(request):
        note(SecurityEvent.REFUSED, request, path=request.path, why="sent by another site")
        return problem(request, 403, "old_page" if is_at_desk(request) else "403")
    is_sign_in = request.resolver_match is not None and request.resolver_match.func is sign_in
    kept = Kept.carried_by(request) if is_sign_in else Kept.of(request)
    return go_on(request, kept) if admin.site.has_permission(request) else ask_to_sign_in(request, kept)


def problem(request: HttpRequest, status: int, name: str = "") -> HttpResponse:
    """The page in the words of whoever reads it; where even that cannot be made, a sentence with nothing around it."""
    folder = "admin/problems/" if is_at_desk(request) else ""
    try:
        return render(request, f"{folder}{name or status}.html", status=status)
    except Exception:  # whatever it is, something must be said
        logger.exception("the page for %d cannot be shown", status)
        return HttpResponse(
            f"{BARE}<title>{_('Error')}</title><h1>{_('Something broke on our side')}</h1>", status=status
        )
