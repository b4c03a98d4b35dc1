"""What is asked at sign-in. Nothing that it answers, and no time it takes, tells whether an account exists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from clinic.accounts import lock
from clinic.accounts.people.mail import owe_locked
from clinic.common.address import network_address
from clinic.common.security import SecurityEvent, note


class SignInForm(AdminAuthenticationForm):
    """Name and password, behind the lock."""

    def clean(self) -> dict[str, Any]:
        request = cast("HttpRequest", self.request)
        name, address = self.data.get("username", ""), network_address(request)
        wait = lock.knock(name, address, timezone.now())
        if wait:
            note(SecurityEvent.LOCKED_OUT, request, account=known(name))
            raise ValidationError(wait_in_words(wait), code="locked")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            failed(SecurityEvent.PASSWORD_WRONG, request, name)
            raise
        lock.was_right(name, address)
        return cleaned


def failed(event: SecurityEvent, request: HttpRequest, name: str) -> None:
    """An attempt was wrong. If it was one too many, the owner hears of it, should there be one."""
    account = known(name)
    note(event, request, account=account)
    if lock.is_locked(name, network_address(request)):
        note(SecurityEvent.LOCKED, request, account=account)
        owe_locked(account, timezone.now())


def known(name: str) -> str:
    """The name if there is such an account. Whatever else was typed is not repeated: it may be a password."""
    return name if User.objects.filter(username=name).exists() else ""


def wait_in_words(wait: timedelta) -> str:
    minutes = -(-int(wait.total_seconds()) // 60)
    return ngettext(
        "Too many attempts did not work. Try again in %(minutes)d minute.",
        "Too many attempts did not work. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
