"""Without a mouse: from reading a page to the private page, seeing at every step where one is."""

import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from tests.factories import NOON, AppointmentFactory, ConsultationRequestFactory
from tests.journeys.conftest import NOTHING, Visitor
from tests.journeys.hands import stops, tab_to
from tests.journeys.looking import look

# What a screen reader adds to the name of a field, or of the group it is in.
DESCRIPTION = """field => [field, field.closest("fieldset")].filter(Boolean)
    .flatMap(one => (one.getAttribute("aria-describedby") || "").split(" ").filter(Boolean))
    .map(id => document.getElementById(id).innerText).join(" ")"""
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colors": {"forced_colors": "active"},
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_stop_shows_follows_the_page_and_lets_go(open_browser: Any, scheme: str) -> None:
    visitor = open_browser(viewport={"width": 768, "height": 900}, reduced_motion="reduce", **SCHEMES[scheme])
    for path in ("/", "/spms/fatigue/", "/book/"):
        found = stops(visitor.goes_to(path))
        assert len(found) > 15
        assert [stop["name"] for stop in found if not stop["ringed"]] == []
        assert [stop["name"] for stop in found if not stop["onScreen"]] == []
        orders = [stop["order"] for stop in found]
        assert orders == sorted(orders)


def test_the_eye_never_has_to_go_back_up(open_browser: Any) -> None:
    """In one column, each stop stands beside or below the one before."""
    page = open_browser(viewport={"width": 320, "height": 640}).goes_to("/spms/fatigue/")
    line = 60
    assert [
        f"{after['name']} after {before['name']}"
        for before, after in pairwise(stops(page))
        if after["top"] < before["top"] - line
    ] == []


def test_the_way_back_meets_the_same_stops(visitor: Visitor) -> None:
    page = visitor.goes_to("/book/")
    there = [stop["order"] for stop in stops(page)]
    back = [stop["order"] for stop in stops(page, "Shift+Tab")]
    # In a group of radio buttons the keyboard stops at the first on the way there and at the last on the way back.
    assert len(back) == len(there)
    assert back == sorted(back, reverse=True)


def test_the_skip_link_skips(visitor: Visitor) -> None:
    page = visitor.goes_to("/spms/fatigue/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to main content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Home")).to_be_focused()


def test_every_line_of_the_error_summary_leads_to_a_field(visitor: Visitor) -> None:
    page = visitor.goes_to("/book/")
    page.get_by_text("Someone I care for", exact=True).click()
    tab_to(page, "button.primary “Send my request")
    page.keyboard.press("Enter")
    summary = page.locator("#problem")
    expect(summary).to_be_focused()
    lines = summary.get_by_role("link").all()
    assert len(lines) >= 4
    for line in lines:
        line.focus()
        page.keyboard.press("Enter")
        stop = look(page, "focus")
        assert stop["ringed"], stop
        assert stop["onScreen"], stop
        assert page.locator(":focus").evaluate("field => field.matches('input, textarea')")
        said = page.locator(":focus").evaluate(DESCRIPTION)
        assert line.inner_text() in said


@pytest.mark.parametrize(("scheme", "scripted"), [("light", True), ("dark", False), ("forced colors", False)])
def test_from_a_page_to_the_private_page_with_the_keyboard_alone(
    open_browser: Any, scheme: str, scripted: bool
) -> None:
    visitor = open_browser(java_script_enabled=scripted, **SCHEMES[scheme])
    page = visitor.goes_to("/spms/fatigue/")
    tab_to(page, "a “Book an appointment”")
    page.keyboard.press("Enter")
    tab_to(page, "label.pick “Me”")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Example Amparo")
    tab_to(page, "button.primary “Send my request")
    page.keyboard.press("Enter")

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator("#problem")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("amparo@example.org")
    tab_to(page, "label.pick “I agree")
    page.keyboard.press("Space")
    tab_to(page, "button.primary “Send my request")
    page.keyboard.press("Enter")

    expect(page.get_by_text("This is not an appointment yet.")).to_be_visible()
    request = ConsultationRequest.objects.get()
    expect(page.locator(".ref")).to_have_text(request.spoken_reference)
    assert (request.full_name, request.topics) == ("Example Amparo", ["fatigue"])
    assert visitor.noticed() | {"console": []} == NOTHING


@pytest.mark.parametrize("scripted", [True, False])
def test_from_the_offered_times_to_the_booked_appointment_with_the_keyboard_alone(
    open_browser: Any, time_machine: Any, scripted: bool
) -> None:
    time_machine.move_to(NOON)
    request = ConsultationRequestFactory(status=Status.OFFERED)
    times = [AppointmentFactory(offered=True, request=request, starts_at=NOON + timedelta(days=day)) for day in (2, 3)]
    visitor = open_browser(java_script_enabled=scripted)
    page = visitor.goes_to(request.get_absolute_url())
    tab_to(page, "a.primary screen “Choose this time")
    tab_to(page, "a.primary screen “Choose this time")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Book this time?")
    tab_to(page, "button.primary “Yes, book this time")
    page.keyboard.press("Enter")
    expect(page.locator("#visit")).to_contain_text("Your appointment")
    request.refresh_from_db()
    assert request.status == Status.BOOKED
    assert request.appointments.booked().get() == times[1]
    assert visitor.noticed() == NOTHING
