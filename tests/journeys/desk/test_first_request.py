"""From reading a page to staff finding the request."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from appointments.models import ConsultationRequest
from tests.journeys.conftest import NOTHING, Visitor, barriers

pytestmark = pytest.mark.desk


def test_a_reader_sends_the_form_of_a_page_and_staff_find_it(visitor: Visitor, receptionist: User) -> None:
    page = visitor.goes_to("/spms/fatigue/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fatigue")
    expect(page.get_by_label("Fatigue", exact=True)).to_be_checked()
    assert barriers(page) == []

    page.get_by_role("button", name="Send my request").click()
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.locator("#problem")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(4)
    expect(page.get_by_label("Fatigue", exact=True)).to_be_checked()
    assert barriers(page) == []

    summary.get_by_role("link", name="Choose who the appointment is for").click()
    expect(page.get_by_role("radio", name="Me", exact=True)).to_be_focused()
    page.keyboard.press("Space")
    summary.get_by_role("link", name="Enter your full name").click()
    page.keyboard.type("Example Amparo")
    page.get_by_label("Your phone number").fill("612 34 56 78")
    page.get_by_role("checkbox", name="I agree that the clinic").check()
    page.get_by_role("button", name="Send my request").click()

    expect(page.locator(".ref")).to_be_visible()
    request = ConsultationRequest.objects.get()
    expect(page.locator(".ref")).to_have_text(request.spoken_reference)
    expect(page.get_by_text("This is not an appointment yet.")).to_be_visible()
    expect(page.get_by_text("+34 612 34 56 78")).to_be_visible()
    assert barriers(page) == []
    assert page.url == visitor.site + request.get_absolute_url()
    # The browser names the answer to the empty form, which was 422, and nothing else.
    assert [text for text in visitor.said if "422" not in text] == []
    assert visitor.noticed() | {"console": []} == NOTHING

    page = visitor.goes_to("/admin/")
    page.get_by_label("Username").fill(receptionist.username)
    page.get_by_label("Password").fill("a-long-invented-password")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Consultation requests").first.click()
    expect(page.get_by_role("row", name=request.spoken_reference)).to_contain_text("Fatigue")
    page.get_by_role("searchbox", name="Search").fill(request.spoken_reference.lower())
    page.keyboard.press("Enter")  # what finds one request alone leads to it
    expect(page.get_by_text("Request received", exact=True)).to_be_visible()
    assert [text for text in visitor.said if "422" not in text] == []


def test_a_carer_asks_for_someone_without_script(open_browser, receptionist: User) -> None:  # type: ignore[no-untyped-def]
    visitor = open_browser(java_script_enabled=False)
    page = visitor.goes_to("/book/")
    about = page.get_by_role("group", name="If you ask for someone you care for")
    expect(about).to_be_hidden()
    page.get_by_text("Someone I care for", exact=True).click()
    expect(about).to_be_visible()
    about.get_by_label("Name of the person you care for").fill("Example Carla")
    about.get_by_label("They know that I am asking").check()
    page.get_by_label("Your full name").fill("Example Bruno")
    page.get_by_label("Your email address").fill("bruno@example.org")
    page.get_by_role("checkbox", name="I agree that the clinic").check()
    page.get_by_role("button", name="Send my request").click()
    expect(page.get_by_text("Example Carla")).to_be_visible()
    assert visitor.noticed() == NOTHING
