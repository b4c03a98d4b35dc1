"""The page that an invitation leads to: the new colleague chooses a password, then a second factor, and is in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.models import AccountMailKind
from clinic.accounts.people.invitations import tokens
from clinic.accounts.people.mail import owe
from clinic.accounts.sessions import end_all
from clinic.accounts.steps.pending import Pending
from clinic.accounts.steps.views import next_step
from clinic.common.security import SecurityEvent, note


class Welcome(PasswordResetConfirmView):
    """Django's page of a link that works once: the token leaves the address at once, for the session."""

    template_name = "admin/accounts/welcome.html"
    token_generator = tokens
    title = _("Welcome")

    def form_valid(self, form: SetPasswordForm[Any]) -> HttpResponse:
        user: Any = form.save()
        end_all(user)
        Pending.begin(self.request, user, is_invited=True)
        note(SecurityEvent.PASSWORD_CHANGED, self.request, account=user.get_username())
        owe(user, AccountMailKind.PASSWORD, timezone.now())
        return next_step(self.request, None)

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        shown = super().get_context_data(**named) | admin.site.each_context(self.request)
        is_valid = shown["validlink"]
        titles = {"title": _("Welcome") if is_valid else _("This link does not work any more"), "subtitle": None}
        return shown | titles | {"who": self.user.get_username() if is_valid and self.user else ""}


def welcome(request: HttpRequest, uidb64: str, token: str) -> HttpResponseBase:
    return Welcome.as_view()(request, uidb64=uidb64, token=token)
