"""What the database refuses of a clinician's hours."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from appointments.models import ExtraSession, TimeOff
from tests.factories import NOON, ClinicianFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db

BROKEN_HOURS = [
    ("weekday_is_known", {"weekday": 7}),
    ("hours_end_after_they_start", {"ends": time(9), "break_starts": None, "break_ends": None}),
    ("break_lies_within_hours", {"break_starts": time(8)}),
    ("break_lies_within_hours", {"break_ends": time(18)}),
    ("break_lies_within_hours", {"break_ends": time(13)}),
    ("break_lies_within_hours", {"break_starts": None}),
    ("break_lies_within_hours", {"break_ends": None}),
]


@pytest.mark.parametrize(("constraint", "hours"), BROKEN_HOURS)
def test_the_database_refuses_hours_that_cannot_be(constraint: str, hours: dict[str, Any]) -> None:
    clinician = ClinicianFactory()
    with pytest.raises(IntegrityError, match=constraint):
        WorkingHoursFactory(clinician=clinician, **hours)


@pytest.mark.parametrize("model", [TimeOff, ExtraSession])
def test_the_database_refuses_what_ends_before_it_starts(model: Any) -> None:
    clinician = ClinicianFactory()
    with pytest.raises(IntegrityError, match="ends_after_it_starts"):
        model.objects.create(clinician=clinician, starts_at=NOON, ends_at=NOON - timedelta(minutes=5))
