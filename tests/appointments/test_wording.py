"""Where a request stands, in words."""

import pytest

from appointments.lifecycle import CLOSED, Status
from appointments.wording import standing, steps
from tests.factories import ConsultationRequestFactory

WAY = [
    (Status.NEW, ["done", "now", "ahead", "ahead"]),
    (Status.CONTACTED, ["done", "done", "now", "ahead"]),
    (Status.OFFERED, ["done", "done", "done", "now"]),
    (Status.BOOKED, ["done", "done", "done", "now"]),
]


@pytest.mark.parametrize(("status", "states"), WAY)
def test_the_way_shows_what_is_done_and_what_is_now(status: str, states: list[str]) -> None:
    assert [step.state for step in steps(ConsultationRequestFactory.build(status=status))] == states


@pytest.mark.parametrize("status", sorted(CLOSED - {Status.SPAM}))
def test_a_closed_request_has_no_way_ahead(status: str) -> None:
    assert steps(ConsultationRequestFactory.build(status=status)) == []


@pytest.mark.parametrize("status", Status.values)
def test_every_status_has_words_for_the_patient(status: str) -> None:
    found = standing(ConsultationRequestFactory.build(status=status))
    assert found.title
    assert found.text
