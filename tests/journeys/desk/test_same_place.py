"""A second press in the same place, by a hand that trembles or does not wait, never does something else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from tests.appointments import stage
from tests.appointments.stage import DAY, HOUR, VISIT, ask_other_times, offer, request_in
from tests.factories import NOON, ClinicianFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import open_request, sign_in

pytestmark = pytest.mark.desk

WIDTHS = [320, 1280]
TALL = 5000  # nothing has to be scrolled to: what is pressed stays where it is
# What stands at a point of the page, if pressing there sends something: the address and the words of the button.
AT_THE_POINT = """([x, y]) => {
  const button = document.elementFromPoint(x, y)?.closest("button, input[type=submit]")
  return button ? `${button.form.action} ${button.textContent.trim()}` : ""
}"""


def offered_three() -> ConsultationRequest:
    request = request_in(Status.NEW)
    offer(request, VISIT, VISIT + DAY, VISIT + DAY + 2 * HOUR)
    return request


def offered_besides() -> ConsultationRequest:
    request = request_in(Status.BOOKED)
    offer(request, VISIT + DAY, VISIT + 2 * DAY)
    return request


def wants_another() -> ConsultationRequest:
    request = request_in(Status.BOOKED)
    ask_other_times(request)
    return request


def to_come() -> ConsultationRequest:
    return request_in(Status.BOOKED)


def suspect() -> ConsultationRequest:
    return request_in(Status.NEW, suspect=True)


# Each request, and when it is looked at.
CASES: list[tuple[Callable[[], ConsultationRequest], timedelta]] = [
    (offered_three, timedelta()),
    (offered_besides, timedelta()),
    (wants_another, timedelta()),
    (to_come, 2 * DAY + HOUR),
    (suspect, timedelta()),
]


@pytest.fixture(autouse=True)
def in_diaries_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """One request takes no time from another."""
    monkeypatch.setattr(stage, "clinician", ClinicianFactory)


def buttons(page: Page) -> Locator:
    """Those in sight that act at one press."""
    return page.locator("#content form.only button:visible")


def press_and_look(page: Page, button: Locator) -> tuple[str, str]:
    """What was pressed, and what would be pressed by doing it again in the same place."""
    box = button.bounding_box()
    assert box
    point = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    pressed = page.evaluate(AT_THE_POINT, point)
    with page.expect_navigation():
        page.mouse.click(*point)
    return pressed, page.evaluate(AT_THE_POINT, point)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("bring", [bring for bring, _later in CASES])
def test_a_second_press_in_the_same_place_does_nothing_else(
    open_browser: Any, receptionist: User, time_machine: Any, bring: Callable[[], ConsultationRequest], width: int
) -> None:
    visitor: Visitor = open_browser(viewport={"width": width, "height": TALL})
    time_machine.move_to(NOON + dict(CASES)[bring])
    sign_in(visitor, receptionist)
    many = buttons(open_request(visitor, bring())).count()
    assert many
    found = {}
    for number in range(many):
        page = open_request(visitor, bring())
        pressed, then = press_and_look(page, buttons(page).nth(number))
        if then not in {"", pressed}:
            found[pressed] = then
    assert found == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_times_are_withdrawn_one_after_the_other_and_none_by_accident(
    open_browser: Any, receptionist: User, time_machine: Any, width: int
) -> None:
    visitor: Visitor = open_browser(viewport={"width": width, "height": TALL})
    time_machine.move_to(NOON)
    sign_in(visitor, receptionist)
    request = offered_three()
    page = open_request(visitor, request)
    for left in (2, 1, 0):
        withdraw = page.get_by_role("button", name="Withdraw this time").first
        _pressed, then = press_and_look(page, withdraw)
        assert then == ""
        assert request.appointments.offered().count() == left
