"""The page of each step. All carry along what was typed before the sign-in, and where it was to lead."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from clinic.accounts.factors import keys
from clinic.accounts.factors.app import AppKey
from clinic.accounts.kept import Kept
from clinic.accounts.models import Passkey
from clinic.accounts.steps.forms import AppForm, BetterPasswordForm, CodeForm, NewPasskeyForm
from clinic.accounts.steps.pending import Pending
from clinic.accounts.steps.which import SignInStep, step_of


def show(request: HttpRequest, pending: Pending, kept: Kept | None, form: Form | None = None) -> HttpResponse:
    """The page of the step that comes next, with `form` as it was answered, if it was."""
    step = step_of(pending)
    asked = {
        SignInStep.CODE: _code,
        SignInStep.ENROLL: _enroll,
        SignInStep.INVITATION: lambda request, pending, form: {"title": _("You need an invitation")},
        SignInStep.PASSWORD: _password,
    }[step](request, pending, form)
    return door(request, step, kept, asked)


def show_codes(request: HttpRequest, codes: list[str], kept: Kept | None) -> HttpResponse:
    """Once, and never again."""
    return door(request, "codes", kept, {"title": _("Your recovery codes"), "codes": codes})


def door(request: HttpRequest, name: str, kept: Kept | None, more: dict[str, Any]) -> HttpResponse:
    """A page before the desk. It says which account it is about, and knows nothing else of the desk."""
    pending = Pending.of(request)
    context = admin.site.each_context(request) | {
        "kept": kept,
        "next": kept.to if kept else request.POST.get("next", request.GET.get("next", "")),
        "who": pending.user.get_username() if pending else "",
        **more,
    }
    is_wrong = any(isinstance(form, Form) and form.errors for form in more.values())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return TemplateResponse(request, f"admin/accounts/{name}.html", context, status=status)


def _code(request: HttpRequest, pending: Pending, form: Form | None) -> dict[str, Any]:
    has_keys = keys.are_possible() and Passkey.objects.filter(user=pending.user).exists()
    return {
        "title": _("Second step"),
        "form": form or CodeForm(),
        "options": keys.options_to_show(request.session, pending.user) if has_keys else "",
    }


def _enroll(request: HttpRequest, pending: Pending, form: Form | None) -> dict[str, Any]:
    app_key = AppKey(pending.user, pending.app_key)
    pending.app_key = app_key.key
    pending.keep(request)
    return {
        "title": _("Set up your second step"),
        "app_key": app_key,
        "form": form if isinstance(form, AppForm) else AppForm(),
        "key_form": form if isinstance(form, NewPasskeyForm) else NewPasskeyForm(),
        "options": keys.options_to_add(request.session, pending.user) if keys.are_possible() else "",
    }


def _password(request: HttpRequest, pending: Pending, form: Form | None) -> dict[str, Any]:
    return {"title": _("Choose a better password"), "form": form or BetterPasswordForm(pending.user)}
