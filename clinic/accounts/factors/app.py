"""The authenticator app: it shows a number that changes every 30 seconds (TOTP, RFC 6238). Checked by django-otp."""

from __future__ import annotations

import re
from base64 import b32encode
from io import BytesIO
from typing import Any

import segno
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.safestring import SafeString, mark_safe
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key


class AppKey:
    """A secret that is offered to an app, and is the account's once the app has shown that it has it."""

    def __init__(self, user: User, key: str = "") -> None:
        self.user, self.key = user, key or str(default_key())

    @property
    def _device(self) -> Any:
        return TOTPDevice(user=self.user, key=self.key, name="app")

    @property
    def address(self) -> str:
        """What a phone opens its app with."""
        return str(self._device.config_url)

    @property
    def in_groups(self) -> str:
        """The secret as it is typed: in groups of four."""
        return re.sub(r"(.{4})(?!$)", r"\1 ", b32encode(bytes.fromhex(self.key)).decode())

    @property
    def picture(self) -> SafeString:
        """The address for a camera, as a picture in the page: nothing of it is loaded from anywhere."""
        drawn = BytesIO()
        look = {"svgns": False, "xmldecl": False, "nl": False, "omitsize": True, "border": 2, "light": "#fff"}
        segno.make(self.address, error="m").save(drawn, kind="svg", **look)
        return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn by us, without a letter of anybody's

    @transaction.atomic
    def confirm(self, code: str) -> bool:
        """Whether the app shows the right code. Then it takes the place of an app that was there before."""
        TOTPDevice.objects.filter(user=self.user, confirmed=False).delete()
        device = self._device
        device.confirmed = False
        device.save()
        if not device.verify_token(digits(code)):
            device.delete()
            return False
        TOTPDevice.objects.filter(user=self.user).exclude(pk=device.pk).delete()
        TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        return True


@transaction.atomic
def is_code_right(user: User, code: str) -> bool:
    """No code is right twice, nor while django-otp makes whoever guesses wait."""
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
    return bool(device and device.verify_token(digits(code)))


def has_app(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def remove_app(user: User) -> bool:
    return bool(TOTPDevice.objects.filter(user=user).delete()[0])


def digits(code: str) -> str:
    """As people type it: with a space in the middle."""
    return re.sub(r"[\s-]", "", code)
