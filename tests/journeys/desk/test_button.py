"""The button under the times says how many are offered and which, while they are ticked, without a script."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from appointments.desk.moves import Case
from appointments.text.datetimes import in_full
from tests.factories import ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import move, open_request, sign_in

pytestmark = pytest.mark.desk
MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
# Words as they are shown: with what the style sheet adds, where it counts.
COUNTED = 'button => getComputedStyle(button.querySelector(".many"), "::after").content'


@pytest.fixture
def desk(open_browser: Any, receptionist: User, time_machine: Any) -> Visitor:
    time_machine.move_to(MONDAY_MORNING)
    visitor: Visitor = open_browser(viewport={"width": 320, "height": 800})
    sign_in(visitor, receptionist)
    return visitor


def test_the_button_names_what_is_ticked_and_only_that_is_offered(desk: Visitor) -> None:
    ClinicianFactory(name="Dr Example Ortega", working=True)
    request = ConsultationRequestFactory()
    times = [in_full(slot.starts_at) for slot in Case(request, MONDAY_MORNING).suggestions]
    assert len(times) == 6
    page = open_request(desk, request)
    with move(page, "Offer times") as offer:
        button = offer.get_by_role("button", name="Offer the ticked times")
        boxes = offer.locator('[name="times"]')
        ticked = [number for number in range(6) if boxes.nth(number).is_checked()]
        for change in (None, ticked[0], ticked[1], ticked[2], 4, 5, 0, 5):
            if change is not None:
                boxes.nth(change).click()
                ticked = sorted({*ticked} ^ {change})
            shown = [line for line in button.inner_text().split("\n") if line][1:]
            assert shown == [times[number] for number in ticked]
            assert button.evaluate(COUNTED) == '" (" counter(ticked) ")"'
        expect(button.locator(".many")).to_be_visible()
        button.click()
    assert [in_full(each.starts_at) for each in request.appointments.offered()] == [times[number] for number in ticked]


def test_a_typed_time_goes_alone_by_its_own_button_and_the_other_says_when_it_goes_too(desk: Visitor) -> None:
    ClinicianFactory(name="Dr Example Ortega", working=True)
    request = ConsultationRequestFactory()
    page = open_request(desk, request)
    with move(page, "Offer times") as offer:
        offer.get_by_text("Another time").click()
        button = offer.get_by_role("button", name="Offer the ticked times")
        assert "and the time entered" not in button.inner_text()
        offer.get_by_label("Offer the ticked times too").check()
        assert "and the time entered" in button.inner_text()
        offer.get_by_label("Offer the ticked times too").uncheck()
        offer.get_by_label("Date").fill("2026-11-26")
        offer.locator('[name="at"]').fill("15:00")
        offer.get_by_role("button", name="Offer this time alone").click()
    assert [f"{each.starts_at:%d %H:%M}" for each in request.appointments.offered()] == ["26 15:00"]
