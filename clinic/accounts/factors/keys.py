"""Passkeys (WebAuthn), checked by fido2. A browser shows them for our address alone: no false page gets an answer."""

from __future__ import annotations

import json
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from clinic.accounts.models import Passkey

CHALLENGE = "passkey_challenge"
# What an answer raises that no browser gives to our question: of another site, or to another question, or no JSON.
MADE_BY_HAND = (ValueError, KeyError, TypeError, AttributeError)
# A passkey stands beside a password: that somebody touches it is enough, whatever it asks besides.
VERIFICATION = UserVerificationRequirement.PREFERRED


def are_possible() -> bool:
    """Browsers know passkeys for a name alone, not for a number such as 127.0.0.1."""
    try:
        ip_address(_host())
    except ValueError:
        return True
    return False


def options_to_add(session: SessionBase, user: User) -> str:
    """What the browser is asked for a new passkey, as JSON. The challenge stays in the session."""
    options, session[CHALLENGE] = _server().register_begin(
        PublicKeyCredentialUserEntity(id=str(user.pk).encode(), name=user.get_username(), display_name=str(user)),
        _credentials(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=VERIFICATION,
    )
    return json.dumps(dict(options.public_key))


def add_key(session: SessionBase, user: User, name: str, answer: str) -> Passkey | None:
    """The passkey that the browser made, if it answers our question."""
    try:
        told = _server().register_complete(session.pop(CHALLENGE), json.loads(answer))
    except MADE_BY_HAND:
        return None
    data = told.credential_data
    number = websafe_encode(data.credential_id) if data else ""
    if not data or Passkey.objects.filter(credential_id=number).exists():
        return None
    return Passkey.objects.create(
        user=user,
        name=name,
        credential_id=number,
        credential=bytes(data),
        sign_count=told.counter,
        added_at=timezone.now(),
    )


def options_to_show(session: SessionBase, user: User) -> str:
    """What the browser is asked for a passkey of this account, as JSON."""
    options, session[CHALLENGE] = _server().authenticate_begin(_credentials(user), user_verification=VERIFICATION)
    return json.dumps(dict(options.public_key))


def is_key_right(session: SessionBase, user: User, answer: str) -> bool:
    """Whether one of the account's passkeys answers our question: each question once."""
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        found = _server().authenticate_complete(session.pop(CHALLENGE), _credentials(user), response)
    except MADE_BY_HAND:
        return False
    key = Passkey.objects.get(user=user, credential_id=websafe_encode(found.credential_id))
    counted = response.response.authenticator_data.counter
    if counted and counted <= key.sign_count:
        return False  # a copy of the key has signed meanwhile
    key.sign_count, key.used_at = counted, timezone.now()
    key.save(update_fields=["sign_count", "used_at"])
    return True


def _credentials(user: User) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(bytes(key.credential)) for key in Passkey.objects.filter(user=user)]


def _server() -> Fido2Server:
    name = settings.CLINIC_NAME or settings.DOCTOR_NAME
    entity = PublicKeyCredentialRpEntity(id=_host(), name=name)
    return Fido2Server(entity, verify_origin=lambda origin: origin == settings.PUBLIC_ORIGIN)


def _host() -> str:
    return urlsplit(settings.PUBLIC_ORIGIN).hostname or ""
