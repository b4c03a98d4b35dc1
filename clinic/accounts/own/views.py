"""What one does with one's own sign-in. Each change asks for the password, is written down, and mailed to its owner."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.factors import keys
from clinic.accounts.factors.app import AppKey, has_app
from clinic.accounts.factors.recovery import codes_left, make_codes
from clinic.accounts.models import AccountMailKind, Passkey, StaffSession
from clinic.accounts.own.forms import ConfirmedAppForm, ConfirmedPasskeyForm, ConfirmForm
from clinic.accounts.own.page import account_page, number_of
from clinic.accounts.people.mail import owe
from clinic.accounts.sessions import end_all
from clinic.common.security import SecurityEvent, note

APP_KEY = "app_key"


def account(request: HttpRequest) -> HttpResponse:
    return account_page(request)


@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """Shown in the answer to this press, and never again."""
    user = cast("User", request.user)
    form = ConfirmForm(request, user, request.POST)
    if not form.is_valid():
        return account_page(request, form, "codes")
    codes = make_codes(user)
    note(SecurityEvent.RECOVERY_CODES_MADE, request, account=user.get_username())
    owe(user, AccountMailKind.NEW_CODES, timezone.now())
    context = admin.site.each_context(request) | {"title": _("Your recovery codes"), "codes": codes}
    return TemplateResponse(request, "admin/accounts/new_codes.html", context)


@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Not the last factor, where one must have one."""
    user = cast("User", request.user)
    key = get_object_or_404(Passkey, pk=pk, user=user)
    form = ConfirmForm(request, user, request.POST)
    is_last = not has_app(user) and not Passkey.objects.filter(user=user).exclude(pk=pk).exists()
    if form.is_valid() and is_last and settings.SECOND_FACTOR:
        form.add_error(None, _("It is your only second factor. Add another one first."))
    if not form.is_valid():
        return account_page(request, form, "passkey", pk)
    key.delete()
    note(SecurityEvent.FACTOR_REMOVED, request, account=user.get_username(), factor="passkey")
    owe(user, AccountMailKind.FACTOR_REMOVED, timezone.now())
    messages.success(request, _("The passkey was removed."))
    return redirect("account")


def add_factor(request: HttpRequest) -> HttpResponse:
    """An app in the place of the one before, or one more passkey."""
    user = cast("User", request.user)
    form: ConfirmForm | None = None
    if request.method == "POST":
        is_key = "answer" in request.POST
        form = (ConfirmedPasskeyForm if is_key else ConfirmedAppForm)(
            request, user, request.POST, auto_id="key_%s" if is_key else "id_%s"
        )
        if form.is_valid() and (added := _add(request, user, form)):
            note(SecurityEvent.FACTOR_ADDED, request, account=user.get_username(), factor=added)
            owe(user, AccountMailKind.FACTOR_ADDED, timezone.now())
            messages.success(request, _("Added. Try it at your next sign-in, before you need it."))
            return redirect("account") if codes_left(user) else new_first_codes(request, user)
    key_form = form if isinstance(form, ConfirmedPasskeyForm) else ConfirmedPasskeyForm(request, user, auto_id="key_%s")
    app_key = AppKey(user, request.session.get(APP_KEY, ""))
    request.session[APP_KEY] = app_key.key
    context = admin.site.each_context(request) | {
        "title": _("Add an app or a passkey"),
        "app_key": app_key,
        "has_app": has_app(user),
        "form": form if isinstance(form, ConfirmedAppForm) else ConfirmedAppForm(request, user),
        "key_form": key_form,
        "options": keys.options_to_add(request.session, user) if keys.are_possible() else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
    return TemplateResponse(request, "admin/accounts/add_factor.html", context, status=status)


def _add(request: HttpRequest, user: User, form: ConfirmForm) -> str:
    """Which was added; empty, and said in the form, if it did not work."""
    if isinstance(form, ConfirmedPasskeyForm):
        if keys.add_key(request.session, user, form.cleaned_data["name"], form.cleaned_data["answer"]):
            return "passkey"
        form.add_error("name", _("That did not work. Try once more."))
        return ""
    if AppKey(user, request.session.get(APP_KEY, "")).confirm(form.cleaned_data["code"]):
        request.session.pop(APP_KEY, None)
        return "app"
    form.add_error("code", _("That did not work. Try once more."))
    return ""


def new_first_codes(request: HttpRequest, user: User) -> HttpResponse:
    """With a first factor come the codes for the day on which it is lost."""
    note(SecurityEvent.RECOVERY_CODES_MADE, request, account=user.get_username())
    context = admin.site.each_context(request) | {"title": _("Your recovery codes"), "codes": make_codes(user)}
    return TemplateResponse(request, "admin/accounts/new_codes.html", context)


@require_POST
def end_session(request: HttpRequest, number: str) -> HttpResponse:
    """One of one's own, or all others."""
    user = cast("User", request.user)
    this = request.session.session_key
    if number == "others":
        ended = end_all(user, but=this)
    else:
        rows = [row for row in StaffSession.objects.filter(user=user) if number_of(row) == number]
        if not rows:
            raise Http404
        ended = sum(row.delete()[0] for row in rows)
    note(SecurityEvent.SESSIONS_ENDED, request, account=user.get_username(), sessions=ended)
    messages.success(request, _("Ended."))
    return redirect("account")


class ChangePassword(PasswordChangeView):
    """A new password. Every other session ends, and this one goes on under a new key."""

    template_name = "admin/accounts/password_change.html"
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        end_all(form.user, but=self.request.session.session_key)
        note(SecurityEvent.PASSWORD_CHANGED, self.request, account=form.user.get_username())
        owe(form.user, AccountMailKind.PASSWORD, timezone.now())
        messages.success(self.request, _("Your password was changed. All your other sessions have ended."))
        return response

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        context = super().get_context_data(**named) | admin.site.each_context(self.request)
        return context | {"title": _("Change your password")}
