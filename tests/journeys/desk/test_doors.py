"""Coming in to the desk and going out of it, in a real browser."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page

from clinic.accounts.models import StaffSession
from tests.factories import ConsultationRequestFactory
from tests.journeys.conftest import Visitor

PASSWORD = "a-long-invented-password"
WEBMAIL = "http://webmail.example.org/"


@pytest.fixture
def staff(transactional_db: None) -> User:
    return User.objects.create_superuser("reception", "reception@example.org", PASSWORD)


def sign_in(page: Page, name: str = "reception") -> None:
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


def from_webmail(visitor: Visitor, path: str) -> Page:
    """A new tab, opened by a link in a page of another site."""
    tab = visitor.context.new_page()
    link = f'<a href="{visitor.site}{path}">The request</a>'
    tab.route(f"{WEBMAIL}**", lambda route: route.fulfill(body=link, content_type="text/html"))
    tab.goto(WEBMAIL)
    tab.get_by_role("link").click()
    return tab


def test_a_link_from_webmail_leaves_every_other_tab_of_the_desk_usable(visitor: Visitor, staff: User) -> None:
    request = ConsultationRequestFactory()
    address = f"/admin/appointments/consultationrequest/{request.pk}/change/"
    first = visitor.goes_to(address)
    sign_in(first)
    tab = from_webmail(visitor, address)
    tab.get_by_role("heading", level=1).wait_for()
    write_a_note(first, "Called, no answer")
    first.locator(".messagelist").wait_for()
    assert "Called, no answer" in first.content()


def test_a_note_typed_before_the_session_ended_is_sent_after_signing_in(visitor: Visitor, staff: User) -> None:
    request = ConsultationRequestFactory()
    page = visitor.goes_to(f"/admin/appointments/consultationrequest/{request.pk}/change/")
    sign_in(page)
    page.locator("summary", has_text="Add a note").wait_for()
    StaffSession.objects.all().delete()
    write_a_note(page, "Afternoons are better")
    page.get_by_text("What you typed is kept").wait_for()
    sign_in(page)
    page.get_by_role("button", name="Send it now").click()
    page.locator(".messagelist").wait_for()
    assert "Afternoons are better" in page.content()
    assert request.events.get().note == "Afternoons are better"
    assert visitor.noticed()["elsewhere"] == []


def write_a_note(page: Page, text: str) -> None:
    page.locator("summary", has_text="Add a note").click()
    page.locator("form[action$='/note/'] textarea").fill(text)
    page.locator("form[action$='/note/'] button").click()
