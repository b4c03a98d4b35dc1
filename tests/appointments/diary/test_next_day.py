"""The day on which the clinic sees patients next."""

from datetime import date, timedelta
from typing import Any

import pytest

from appointments.diary.hours import moment, start_of
from appointments.diary.next_day import next_day_of_visits
from appointments.models import ExtraSession, TimeOff
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, WorkingHoursFactory

pytestmark = pytest.mark.django_db

FRIDAY = NOON + timedelta(days=4)
SATURDAY, MONDAY, TUESDAY = date(2026, 11, 28), date(2026, 11, 30), date(2026, 12, 1)
DAY = timedelta(days=1)


@pytest.fixture
def clinician() -> Any:
    """Somebody who works from Monday to Friday."""
    return ClinicianFactory(working=True)


def test_after_a_friday_comes_a_monday(clinician: Any) -> None:
    assert next_day_of_visits(FRIDAY) == MONDAY
    assert next_day_of_visits(NOON) == date(2026, 11, 24)


def test_without_hours_too() -> None:
    assert next_day_of_visits(FRIDAY) == MONDAY


def test_a_visit_or_an_extra_session_on_a_saturday_makes_it_one(clinician: Any) -> None:
    visit = AppointmentFactory(clinician=clinician, starts_at=FRIDAY + DAY)
    assert next_day_of_visits(FRIDAY) == SATURDAY
    visit.delete()
    assert next_day_of_visits(FRIDAY) == MONDAY
    at = start_of(SATURDAY) + timedelta(hours=10)
    ExtraSession.objects.create(clinician=clinician, starts_at=at, ends_at=at + timedelta(hours=2))
    assert next_day_of_visits(FRIDAY) == SATURDAY


def test_a_day_on_which_everybody_is_away_is_none(clinician: Any) -> None:
    TimeOff.objects.create(clinician=clinician, starts_at=start_of(MONDAY), ends_at=start_of(TUESDAY))
    assert next_day_of_visits(FRIDAY) == TUESDAY


def test_hours_of_somebody_who_works_here_no_more_are_none(clinician: Any) -> None:
    WorkingHoursFactory(clinician=ClinicianFactory(is_active=False), weekday=5)
    assert next_day_of_visits(FRIDAY) == MONDAY


def test_the_day_is_the_clinics(clinician: Any, settings: Any) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    late_on_thursday_in_utc = moment(date(2026, 11, 27), (FRIDAY.replace(hour=9)).time())
    assert next_day_of_visits(late_on_thursday_in_utc) == MONDAY
