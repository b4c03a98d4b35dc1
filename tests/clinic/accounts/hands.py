"""What a colleague has in hand: an app that shows codes, a passkey, and a browser that signs in with them."""

import html
import json
import re
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PASSWORD = "a-long-invented-password"
ORIGIN = "https://clinic.example.org"


def app_of(user: User) -> Any:
    """An app that is the account's already."""
    return TOTPDevice.objects.create(user=user, name="app", confirmed=True)


def code_of(device: Any) -> str:
    return f"{totp(device.bin_key):06d}"


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {html.unescape(name): html.unescape(value) for name, value in found}


def options_of(page: Any) -> dict[str, Any]:
    """What the page asks of a passkey."""
    [found] = re.findall(r'data-options="([^"]*)"', page.content.decode())
    asked: dict[str, Any] = json.loads(html.unescape(found))
    return asked


def sign_in(browser: Client, name: str = "reception", password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/admin/login/", {"username": name, "password": password} | more)


def give_code(browser: Client, code: str, **more: str) -> Any:
    return browser.post("/admin/login/code/", {"code": code} | more)


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


class Key:
    """A passkey in software."""

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin, self.signed = origin, 0
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.number = sha256(str(self.private.private_numbers().private_value).encode()).digest()

    def made_for(self, options: dict[str, Any]) -> str:
        """A browser's answer when a passkey is added."""
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.number, public)
        told = self._told(options["rp"]["id"], AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, bytes(credential))
        made = AttestationObject.create("none", told, {})
        said = CollectedClientData.create(CollectedClientData.TYPE.CREATE, options["challenge"], self.origin)
        return self._answer(clientDataJSON=bytes(said), attestationObject=bytes(made))

    def shown_for(self, options: dict[str, Any], counted: int | None = None) -> str:
        """A browser's answer when it is asked for a passkey."""
        self.signed = self.signed + 1 if counted is None else counted
        told = self._told(options["rpId"], AuthenticatorData.FLAG.UP)
        said = CollectedClientData.create(CollectedClientData.TYPE.GET, options["challenge"], self.origin)
        signature = self.private.sign(bytes(told) + said.hash, ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=bytes(said), authenticatorData=bytes(told), signature=signature)

    def _told(self, site: str, flags: Any, credential: bytes = b"") -> AuthenticatorData:
        return AuthenticatorData.create(sha256(site.encode()).digest(), flags, self.signed, credential)

    def _answer(self, **parts: bytes) -> str:
        number = websafe_encode(self.number)
        response = {name: websafe_encode(part) for name, part in parts.items()}
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": response, "clientExtensionResults": {}}
        )
