"""Whoever changes how one signs in says once more who they are: a desk may have been left open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.accounts import lock
from clinic.accounts.steps.asking import failed, wait_in_words
from clinic.accounts.steps.forms import AppForm, NewPasskeyForm
from clinic.common.address import network_address
from clinic.common.security import SecurityEvent


class ConfirmForm(forms.Form):
    """The password, behind the same lock as at sign-in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password"]

    def __init__(self, request: HttpRequest, user: User, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.request, self.user = request, user

    def clean_password(self) -> str:
        name, address = self.user.get_username(), network_address(self.request)
        wait = lock.knock(name, address, timezone.now())
        if wait:
            raise ValidationError(wait_in_words(wait), code="locked")
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            failed(SecurityEvent.PASSWORD_WRONG, self.request, name)
            raise ValidationError(_("That is not your password."), code="wrong")
        lock.forgive(name, address)
        return password


class ConfirmedAppForm(ConfirmForm, AppForm):
    """Another app, in the place of the one that is there."""


class ConfirmedPasskeyForm(ConfirmForm, NewPasskeyForm):
    """One more passkey."""
