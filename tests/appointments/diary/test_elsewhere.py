"""Visits of those who may be the same people: by phone, by email, or by the whole name of the patient."""

from typing import Any

import pytest

from appointments.diary.elsewhere import visits_elsewhere
from appointments.lifecycle import Status
from tests.factories import NOON, AppointmentFactory, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

ANA = {"full_name": "Ana Example", "email": "ana@example.org", "phone": "+34600000000"}


@pytest.mark.parametrize(
    ("other", "is_known"),
    [
        ({"phone": ANA["phone"]}, True),
        ({"email": "ANA@example.org"}, True),
        ({"full_name": "ána  example"}, True),
        ({"full_name": "Mariana Example"}, False),
        ({"phone": "+34600000001"}, False),
        ({"phone": "", "email": "b@example.org"}, False),
    ],
)
def test_one_thing_in_common_is_enough(other: dict[str, Any], is_known: bool) -> None:
    apart = {"full_name": "Bruno Example", "email": "bruno@example.org", "phone": ""} | other
    visit = AppointmentFactory(request=ConsultationRequestFactory(status=Status.BOOKED, **apart))
    assert visits_elsewhere(ConsultationRequestFactory(**ANA), NOON) == ([visit] if is_known else [])


@pytest.mark.parametrize("lacking", ["phone", "email"])
def test_two_who_both_gave_none_have_nothing_in_common(lacking: str) -> None:
    other = ANA | {"full_name": "Bruno Example", "email": "bruno@example.org", "phone": "+34611111111"} | {lacking: ""}
    AppointmentFactory(request=ConsultationRequestFactory(status=Status.BOOKED, **other))
    assert visits_elsewhere(ConsultationRequestFactory(**ANA | {lacking: ""}), NOON) == []
