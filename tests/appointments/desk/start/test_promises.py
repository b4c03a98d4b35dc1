"""When the clinic said it would have answered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from appointments.desk.start.worklists import answer_due_since
from appointments.models import ConsultationRequest
from tests.factories import NOON, ConsultationRequestFactory

# 23 November 2026 is a Monday.
DUE = [
    (1, "23 12:00", "20"),  # on Monday: what came before Friday
    (1, "24 00:00", "23"),
    (2, "25 09:00", "23"),
    (2, "25 23:59", "23"),
    (2, "28 09:00", "26"),  # on Saturday: Thursday and Friday have passed
    (2, "29 09:00", "26"),
    (2, "30 09:00", "26"),  # on Monday still
    (5, "30 09:00", "23"),
    (10, "30 09:00", "16"),
]


@pytest.mark.parametrize(("working_days", "now", "since"), DUE)
def test_whole_working_days_have_passed_since_what_is_overdue(
    working_days: int, now: str, since: str, settings: Any
) -> None:
    settings.REPLY_WORKING_DAYS = working_days
    found = answer_due_since(datetime.strptime(f"2026-11-{now} +0000", "%Y-%m-%d %H:%M %z"))
    assert found == datetime(2026, 11, int(since), tzinfo=UTC)


def test_without_a_promise_nothing_is_overdue() -> None:
    assert answer_due_since(NOON) is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"])
def test_a_day_is_the_clinics_day(zone: str, settings: Any) -> None:
    settings.TIME_ZONE, settings.REPLY_WORKING_DAYS = zone, 2
    found = answer_due_since(NOON)
    assert found is not None
    local = timezone.localtime(found)
    assert (local.hour, local.minute) == (0, 0)
    assert (timezone.localdate(NOON) - local.date()).days in {4, 5}  # a Monday, or a Tuesday on Kiritimati


@pytest.mark.django_db
def test_only_requests_that_nobody_answered_are_overdue(settings: Any) -> None:
    settings.REPLY_WORKING_DAYS = 1
    since = answer_due_since(NOON)
    assert since is not None
    before = since - timedelta(microseconds=1)
    late = ConsultationRequestFactory(submitted_at=before)
    ConsultationRequestFactory(submitted_at=since)
    ConsultationRequestFactory(submitted_at=before, status="contacted")
    ConsultationRequestFactory(submitted_at=before, suspect=True)
    assert list(ConsultationRequest.objects.overdue(since)) == [late]
