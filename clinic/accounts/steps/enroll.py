"""The first factor of an account; with it come the recovery codes."""

from __future__ import annotations

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.factors.app import AppKey
from clinic.accounts.factors.keys import add_key
from clinic.accounts.factors.recovery import make_codes
from clinic.accounts.kept import Kept
from clinic.accounts.models import AccountMailKind
from clinic.accounts.people.mail import owe
from clinic.accounts.steps.forms import AppForm, NewPasskeyForm
from clinic.accounts.steps.pending import Pending
from clinic.accounts.steps.showing import show, show_codes
from clinic.common.security import SecurityEvent, note


def enroll(request: HttpRequest, pending: Pending, kept: Kept | None) -> HttpResponse:
    """Add it if it works, and show the codes; else say what was wrong."""
    user, session = pending.user, request.session
    form: Form = NewPasskeyForm(request.POST) if "answer" in request.POST else AppForm(request.POST)
    if not form.is_valid():
        return show(request, pending, kept, form)
    if isinstance(form, NewPasskeyForm):
        added = "passkey" if add_key(session, user, form.cleaned_data["name"], form.cleaned_data["answer"]) else ""
    else:
        added = "app" if AppKey(user, pending.app_key).confirm(form.cleaned_data["code"]) else ""
    if not added:
        form.add_error("name" if "name" in form.fields else "code", _("That did not work. Try once more."))
        return show(request, pending, kept, form)
    pending.factor, pending.app_key = added, ""
    pending.keep(request)
    owe(user, AccountMailKind.FACTOR_ADDED, timezone.now())
    note(SecurityEvent.FACTOR_ADDED, request, account=user.get_username(), factor=added)
    note(SecurityEvent.RECOVERY_CODES_MADE, request, account=user.get_username())
    return show_codes(request, make_codes(user), kept)
