"""The second step: a code, a passkey or a recovery code."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.accounts import lock
from clinic.accounts.factors.app import digits, is_code_right
from clinic.accounts.factors.keys import is_key_right
from clinic.accounts.factors.recovery import codes_left, use_code
from clinic.accounts.kept import Kept
from clinic.accounts.models import AccountMailKind
from clinic.accounts.people.mail import owe
from clinic.accounts.steps.asking import failed, wait_in_words
from clinic.accounts.steps.forms import CodeForm, PasskeyForm
from clinic.accounts.steps.pending import Pending
from clinic.accounts.steps.showing import show
from clinic.common.address import network_address
from clinic.common.security import SecurityEvent, note

SIX_DIGITS = 6


def show_factor(request: HttpRequest, pending: Pending, kept: Kept | None) -> HttpResponse | None:
    """Counted before it is looked at, like a password. Answers a page that says what was wrong, or nothing."""
    form: Form = PasskeyForm(request.POST) if request.POST.get("answer") else CodeForm(request.POST)
    if not form.is_valid():
        return show(request, pending, kept, form)
    name = pending.user.get_username()
    wait = lock.knock(name, network_address(request), timezone.now())
    if wait:
        note(SecurityEvent.LOCKED_OUT, request, account=name)
        return show(request, pending, kept, _saying(wait_in_words(wait)))
    pending.factor = _shown(request, pending, form)
    if not pending.factor:
        failed(SecurityEvent.FACTOR_WRONG, request, name)
        return show(request, pending, kept, _saying(_("That did not work. Wait for the next code, and type that one.")))
    pending.keep(request)
    return None


def _shown(request: HttpRequest, pending: Pending, form: Form) -> str:
    """Which factor was shown; empty if it is wrong."""
    user = pending.user
    if isinstance(form, PasskeyForm):
        return "passkey" if is_key_right(request.session, user, form.cleaned_data["answer"]) else ""
    code = form.cleaned_data["code"]
    if digits(code).isdigit() and len(digits(code)) == SIX_DIGITS:
        return "app" if is_code_right(user, digits(code)) else ""
    if not use_code(user, code):
        return ""
    owe(user, AccountMailKind.RECOVERY_USED, timezone.now())
    note(SecurityEvent.RECOVERY_CODE_USED, request, account=user.get_username())
    left = codes_left(user)
    words = ngettext("You have %d recovery code left.", "You have %d recovery codes left.", left) % left
    messages.warning(request, f"{words} {_('Make new ones, or add another app or passkey, under “Your sign-in”.')}")
    return "recovery code"


def _saying(words: str) -> CodeForm:
    """The empty form, with these words as its error."""
    form = CodeForm({"code": ""})
    form.is_valid()
    form.errors["code"] = form.error_class([words])
    return form
