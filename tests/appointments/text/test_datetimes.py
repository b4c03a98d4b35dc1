"""Moments in words, on the clinic's clock."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from appointments.diary.slots import in_utc
from appointments.text.datetimes import in_full
from tests.factories import NOON

SHOWN = [
    ("UTC", NOON, "Monday 23 November 2026, 12:00 (clinic time, UTC)"),
    ("Europe/Madrid", NOON, "Monday 23 November 2026, 13:00 (clinic time, CET)"),
    ("America/St_Johns", NOON, "Monday 23 November 2026, 08:30 (clinic time, NST)"),
    ("Pacific/Auckland", NOON, "Tuesday 24 November 2026, 01:00 (clinic time, NZDT)"),
    ("Pacific/Kiritimati", NOON, "Tuesday 24 November 2026, 02:00 (clinic time, UTC+14:00)"),
    ("Asia/Kathmandu", NOON, "Monday 23 November 2026, 17:45 (clinic time, UTC+05:45)"),
    ("America/Sao_Paulo", NOON, "Monday 23 November 2026, 09:00 (clinic time, UTC-03:00)"),
    ("Pacific/Marquesas", NOON, "Monday 23 November 2026, 02:30 (clinic time, UTC-09:30)"),
]
SPRING = [
    (datetime(2027, 3, 28, 0, 59, tzinfo=UTC), "Sunday 28 March 2027, 01:59 (clinic time, CET)"),
    (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "Sunday 28 March 2027, 03:00 (clinic time, CEST)"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sunday 25 October 2026, 02:30 (clinic time, CEST)"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sunday 25 October 2026, 02:30 (clinic time, CET)"),
]


@pytest.mark.parametrize(("zone", "at", "words"), SHOWN)
def test_a_moment_is_written_on_the_clinics_clock_with_its_zone(
    zone: str, at: datetime, words: str, settings: Any
) -> None:
    settings.TIME_ZONE = zone
    assert in_full(at) == words


@pytest.mark.parametrize(("at", "words"), SPRING)
def test_in_the_two_nights_the_zones_name_tells_the_hours_apart(at: datetime, words: str, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    assert in_full(at) == words


def test_whatever_clock_it_was_read_from_a_moment_reads_the_same(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    elsewhere = NOON.astimezone(ZoneInfo("Asia/Kathmandu"))
    assert in_full(elsewhere) == in_full(NOON)
    assert in_utc(elsewhere) == NOON
    assert in_utc(elsewhere).tzinfo is UTC
