"""A short English word may be several words elsewhere: what it is said of is told to whoever translates it."""

import pytest
from django.utils import translation

from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Event


def test_a_state_is_translated_by_what_is_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    trans = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(trans, "pgettext", lambda context, text: f"{text} ({context})")
    labels = {str(each.label) for each in (Status.BOOKED, AppointmentStatus.BOOKED, Event.Kind.BOOKED)}
    assert labels == {"Booked (request)", "Booked (appointment)", "Booked (event)"}


@pytest.mark.parametrize("states", [Status, AppointmentStatus, Event.Kind])
def test_no_state_is_without_a_context(states: type, monkeypatch: pytest.MonkeyPatch) -> None:
    trans = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(trans, "pgettext", lambda context, text: "told")
    assert {str(each.label) for each in states} == {"told"}  # type: ignore[attr-defined]
