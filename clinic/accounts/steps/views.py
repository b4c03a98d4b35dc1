"""The answers to the steps of the sign-in. Each leads to the next step at once, or in."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import lock
from clinic.accounts.kept import Kept, ask_to_send_again
from clinic.accounts.models import AccountMailKind
from clinic.accounts.people.mail import owe
from clinic.accounts.sessions import FACTOR, end_all
from clinic.accounts.steps.enroll import enroll
from clinic.accounts.steps.forms import BetterPasswordForm
from clinic.accounts.steps.pending import PENDING, Pending
from clinic.accounts.steps.second import show_factor
from clinic.accounts.steps.showing import show
from clinic.accounts.steps.which import SignInStep, step_of
from clinic.common.address import network_address
from clinic.common.security import SecurityEvent, note


def next_step(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    """The page of the next step; after the last, whoever it is is in."""
    pending = Pending.of(request)
    if pending is None:
        return redirect("admin:login")
    return let_in(request, pending, kept) if step_of(pending) == SignInStep.IN else show(request, pending, kept)


def let_in(request: HttpRequest, pending: Pending, kept: Kept | None) -> HttpResponse:
    """They are signed in: from here on they are somebody."""
    user = pending.user
    request.session.pop(PENDING, None)
    login(request, user)
    request.session[FACTOR] = pending.factor
    lock.forgive(user.get_username(), network_address(request))
    note(SecurityEvent.SIGNED_IN, request, factor=pending.factor or "none")
    return go_on(request, kept)


def go_on(request: HttpRequest, kept: Kept | None) -> HttpResponse:
    """To the form that was kept, or else to the page that was asked for."""
    if kept:
        return ask_to_send_again(request, kept)
    return HttpResponseRedirect(AskedFor(request).get_success_url())


class AskedFor(RedirectURLMixin):
    """The page that was asked for before the sign-in: one of ours, or the start page."""

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.next_page = request, reverse("admin:index")


def answer(request: HttpRequest, step: str) -> HttpResponse:
    """An answer to a step. One that is not asked for, in an old tab, shows what is."""
    pending, kept = Pending.of(request), Kept.carried_by(request)
    if request.method != "POST" or pending is None:
        return redirect("admin:login")
    if step == "leave":
        request.session.flush()
        return redirect("admin:login")
    asked = ANSWERS.get(step_of(pending)) if step == step_of(pending) else None
    return (asked and asked(request, pending, kept)) or next_step(request, kept)


def _better_password(request: HttpRequest, pending: Pending, kept: Kept | None) -> HttpResponse | None:
    form = BetterPasswordForm(pending.user, request.POST)
    if not form.is_valid():
        return show(request, pending, kept, form)
    user = form.save()
    end_all(user, but=request.session.session_key)
    pending.is_weak, pending.password_hash = False, user.get_session_auth_hash()
    pending.keep(request)
    owe(user, AccountMailKind.PASSWORD, timezone.now())
    note(SecurityEvent.PASSWORD_CHANGED, request, account=user.get_username())
    return None


ANSWERS = {SignInStep.CODE: show_factor, SignInStep.ENROLL: enroll, SignInStep.PASSWORD: _better_password}
