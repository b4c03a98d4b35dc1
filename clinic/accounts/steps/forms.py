"""What the steps ask."""

from typing import Any

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

CODE = forms.TextInput(
    attrs={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
)


class CodeForm(forms.Form):
    """The number that the app shows, or a code from paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=CODE,
        help_text=_("The six digits that your app shows now, or one of your recovery codes."),
    )


class AppForm(forms.Form):
    """The number that the app shows, as a proof that it has the secret."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text=_("The six digits that the app shows now."),
    )


class PasskeyForm(forms.Form):
    """What a browser answers; the script `passkeys.js` fills it in."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    """A passkey, and what its owner knows it by."""

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=60, help_text=_("So that you know it again: “blue key”, “my phone”.")
    )


class BetterPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in its stubs alone
    """In the place of one that is easy to guess."""

    def clean_new_password1(self) -> Any:
        typed = self.cleaned_data["new_password1"]
        if self.user.check_password(typed):
            raise forms.ValidationError(_("That is the password you have."))
        return typed
