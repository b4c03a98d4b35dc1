"""What the database refuses of a clinician's hours."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from appointments.diary.hours import Opening, covers
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


@pytest.mark.parametrize(
    ("start", "end", "is_covered"),
    [(9, 17, True), (8, 10, False), (16, 18, False), (7, 8, False), (18, 19, False), (12, 14, True)],
)
def test_hours_cover_what_lies_whole_within_them_also_across_two_that_touch(
    start: int, end: int, is_covered: bool
) -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    nine, one, five = (at + timedelta(hours=hours) for hours in (9, 13, 17))
    touching = [Opening(nine, one, "any", True), Opening(one, five, "any", True)]
    assert covers(touching, at + timedelta(hours=start), at + timedelta(hours=end)) is is_covered
