"""Signing in to the desk, and out of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.accounts.kept import Kept
from clinic.accounts.passwords import is_weak
from clinic.accounts.steps.asking import SignInForm
from clinic.accounts.steps.pending import Pending
from clinic.accounts.steps.views import answer, go_on, next_step
from clinic.common.security import SecurityEvent, note


class SignIn(LoginView):
    """The sign-in page. It carries along a form that arrived while nobody was signed in."""

    template_name = "admin/login.html"
    authentication_form = SignInForm
    kept: Kept | None = None
    is_empty = False  # what was sent is no answer to this form

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        """Whoever is in already, by another tab, goes on."""
        self.kept = Kept.carried_by(request)
        return go_on(request, self.kept) if admin.site.has_permission(request) else super().dispatch(request)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The password was right. Whether it is also hard to guess, nobody but us ever sees: it is asked now."""
        user = form.get_user()
        Pending.begin(self.request, user, is_weak=is_weak(form.cleaned_data["password"], user))
        return next_step(self.request, self.kept)

    def get(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Whoever is on the way in goes on where they are."""
        return next_step(request, self.kept) if Pending.of(request) else super().get(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        named = super().get_form_kwargs()
        return {name: given for name, given in named.items() if name not in ("data", "files") or not self.is_empty}

    def get_default_redirect_url(self) -> str:
        return reverse("admin:index")

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        ours = {
            "title": _("Log in"),
            "subtitle": None,
            "app_path": reverse("admin:login"),
            "username": self.request.user.get_username(),
            "kept": self.kept,
        }
        shown = super().get_context_data(**named) | admin.site.each_context(self.request) | ours
        shown["next"] = self.kept.to if self.kept else self.get_success_url()
        return shown


def sign_in(request: HttpRequest) -> HttpResponseBase:
    return SignIn.as_view()(request)


def ask_to_sign_in(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    """A form was sent and nobody is signed in (any more): an empty sign-in page that holds what was typed."""
    page = SignIn(kept=kept, is_empty=True)
    page.setup(request)
    response = page.get(request)
    response.status_code = HTTPStatus.FORBIDDEN
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. The browser then forgets what our pages stored in it.

    Not “cookies”, which empties those of every sister domain; nor “cache”, since nothing of the desk is ever in one.
    """
    if request.method != "POST" or not request.user.is_authenticated:
        return redirect("admin:index")
    note(SecurityEvent.SIGNED_OUT, request)
    response: HttpResponse = admin.site.logout(request)
    response["Clear-Site-Data"] = '"storage"'
    return response


def sign_in_step(request: HttpRequest, step: str) -> HttpResponse:
    """An answer to one of the steps behind the password."""
    return answer(request, step)
