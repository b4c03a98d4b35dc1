"""The sign-in of staff in a real browser: with a passkey, by keyboard, without script, and in every look."""

import re
from base64 import b32decode
from typing import Any
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData
from playwright.sync_api import Page, expect

from clinic.accounts.models import Passkey
from clinic.accounts.people.invitations import link_for
from tests.journeys.conftest import Visitor
from tests.journeys.desk import PASSWORD, said
from tests.journeys.desk.test_staff_screens import AS_LOADED
from tests.journeys.looking import COLORS, EVERYTHING, barriers, look, misplaced, resize

NEW = "correct horse battery staple"
A_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(autouse=True)
def second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR = True


@pytest.fixture
def colleague(transactional_db: None) -> User:
    return User.objects.create_user("ana", "ana@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def visitor(open_browser: Any) -> Visitor:
    """With a device that keeps passkeys, whose owner always touches it."""
    visitor: Visitor = open_browser(reduced_motion="reduce")
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": A_DEVICE})
    return visitor


def follow(visitor: Visitor, user: User) -> Page:
    """Open the invitation, and choose a password."""
    page = visitor.goes_to(urlsplit(link_for(user)).path)
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password confirmation").fill(NEW)
    page.get_by_role("button", name="Go on").press("Enter")
    return page


def say_who(visitor: Visitor, password: str, name: str = "ana") -> Page:
    page = visitor.goes_to("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")
    return page


def is_at_work(page: Page) -> None:
    expect(page.get_by_role("heading", name="What there is to do")).to_be_visible()


def test_an_invitation_leads_in_and_a_passkey_leads_in_again(visitor: Visitor, colleague: User) -> None:
    page = follow(visitor, colleague)
    page.get_by_label("Name of the passkey").fill("blue key")
    page.get_by_label("Name of the passkey").press("Enter")
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("button", name="I have them on paper").press("Enter")
    is_at_work(page)
    page.get_by_role("button", name="Log out").press("Enter")
    page = say_who(visitor, NEW)
    page.get_by_role("button", name="Use your passkey").press("Enter")
    is_at_work(page)
    assert Passkey.objects.get().used_at
    assert visitor.noticed()["elsewhere"] == []
    assert said(visitor) == []


def test_without_script_codes_do(open_browser: Any, receptionist: User) -> None:
    device = TOTPDevice.objects.create(user=receptionist, name="app", confirmed=True)
    visitor: Visitor = open_browser(java_script_enabled=False)
    page = say_who(visitor, PASSWORD, "reception")
    page.get_by_label("Code").fill(f"{totp(device.bin_key):06d}")
    page.get_by_label("Code").press("Enter")
    is_at_work(page)


def test_a_passkey_that_is_not_there_is_said_and_codes_stay(visitor: Visitor, receptionist: User) -> None:
    TOTPDevice.objects.create(user=receptionist, name="app", confirmed=True)
    Passkey.objects.create(
        user=receptionist,
        name="lost",
        credential_id="AAAA",
        credential=bytes(lost_key()),
        added_at=receptionist.date_joined,
    )
    page = say_who(visitor, PASSWORD, "reception")
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("status")).to_contain_text("The passkey was not used.")
    expect(page.get_by_label("Code")).to_be_visible()


def lost_key() -> AttestedCredentialData:
    """The public half of a key that nobody has."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return AttestedCredentialData.create(b"\0" * 16, b"lost", ES256.from_cryptography_key(public))


@pytest.mark.sweep
def test_no_page_of_the_sign_in_has_a_barrier(visitor: Visitor, colleague: User) -> None:
    found: dict[str, list[str]] = {}
    page = visitor.goes_to("/admin/")
    found["sign in"] = everything(page)
    say_who(visitor, "wrong")
    found["wrong"] = everything(page)
    visitor.goes_to(urlsplit(link_for(colleague)).path)
    found["welcome"] = everything(page)
    follow(visitor, colleague)
    found["enroll"] = everything(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Add the app").click()
    found["enroll, wrong"] = everything(page)
    key = re.sub(r"\s", "", page.locator(".secret").inner_text())
    page.get_by_label("Code").fill(f"{totp(b32decode(key)):06d}")
    page.get_by_role("button", name="Add the app").click()
    found["codes"] = everything(page)
    page.get_by_role("button", name="I have them on paper").click()
    is_at_work(page)
    for path in ("account/", "account/add/", "password_change/", "auth/user/add/", f"auth/user/{colleague.pk}/change/"):
        visitor.goes_to(f"/admin/{path}")
        for summary in page.locator("details:not([open]) > summary").all():
            summary.click()
        found[path] = everything(page)
    page.get_by_role("button", name="Log out").click()
    say_who(visitor, NEW)
    found["second step"] = everything(page)
    assert {where: lines for where, lines in found.items() if lines} == {}
    assert said(visitor, 422) == []


def everything(page: Page) -> list[str]:
    """What is wrong with the page that is open, at phone and desk width, in light and dark."""
    lines = []
    for width in (320, 1280):
        resize(page, width)
        lines += misplaced(page)
    lines += barriers(page, EVERYTHING | AS_LOADED)
    page.emulate_media(color_scheme="dark")
    look(page, "settled")
    lines += barriers(page, COLORS | AS_LOADED)
    page.emulate_media(color_scheme="light")
    return lines
