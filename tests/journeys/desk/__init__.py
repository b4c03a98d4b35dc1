"""What people do at the desk and on the private page, in their words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from appointments.models import ConsultationRequest
from tests.journeys.conftest import Visitor

PASSWORD = "a-long-invented-password"  # the one of tests.conftest's receptionist


def sign_in(visitor: Visitor, user: User) -> Page:
    page = visitor.goes_to("/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="What there is to do")).to_be_visible()
    return page


def open_request(visitor: Visitor, request: ConsultationRequest) -> Page:
    return visitor.goes_to(f"/admin/appointments/consultationrequest/{request.pk}/change/")


@contextmanager
def move(page: Page, name: str) -> Iterator[Locator]:
    """Unfold a move of the request screen, to fill it in."""
    part = page.locator("details.move", has=page.locator("summary", has_text=name)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    yield part


def ask(visitor: Visitor, **typed: str) -> ConsultationRequest:
    """Send the public form. `typed` is by label; what is absent is left empty."""
    page = visitor.goes_to("/book/")
    for_whom = "Someone I care for" if "Name of the person you care for" in typed else "Me"
    page.get_by_text(for_whom, exact=True).click()
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    if for_whom != "Me":
        page.get_by_label("They know that I am asking").check()
    page.get_by_role("checkbox", name="I agree that the clinic").check()
    page.get_by_role("button", name="Send my request").click()
    expect(page.locator(".ref")).to_be_visible()
    return ConsultationRequest.objects.latest("pk")


def private_page(visitor: Visitor, request: ConsultationRequest) -> Page:
    return visitor.goes_to(request.get_absolute_url())


def said(visitor: Visitor, *statuses: int) -> list[str]:
    """What the browser said, but for naming answers with these statuses, and what a sign-out has cleared."""
    known: tuple[Any, ...] = ("Clear-Site-Data header", *(f"status of {status}" for status in statuses))
    return [line for line in visitor.said if not any(status in line for status in known)]
