"""What staff typed outlives their session."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from clinic.accounts.desk import is_at_desk
from clinic.accounts.kept import Kept
from clinic.accounts.signing import ask_to_sign_in, sign_in, sign_in_step, sign_out
from clinic.accounts.steps.welcome import welcome
from clinic.middleware.headers import GetResponse

BEFORE_SIGN_IN = (sign_in, sign_in_step, sign_out, welcome)


class KeepWhatWasTyped:
    """Answer a form of the desk that nobody is signed in for with the sign-in page, which carries its fields along.

    It stands behind the CSRF check, so what is carried came from a page of the desk.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, named: Any
    ) -> HttpResponseBase | None:
        is_form = request.method == "POST" and is_at_desk(request) and view not in BEFORE_SIGN_IN
        return ask_to_sign_in(request, Kept.of(request)) if is_form and not admin.site.has_permission(request) else None
