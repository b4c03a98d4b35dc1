"""How fast, and how many."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from appointments.desk.start.graph import TALLEST, graph_of
from appointments.desk.start.statistics import (
    DAYS,
    DayCount,
    nine_in_ten,
    requests_a_day,
    time_to_contact,
    wait_in_words,
)
from appointments.lifecycle import Status
from tests.factories import NOON, ConsultationRequestFactory

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def answered_after(wait: timedelta, at: datetime = NOON) -> None:
    ConsultationRequestFactory(submitted_at=at - wait, first_contacted_at=at)


@pytest.mark.django_db
def test_half_and_nine_in_ten_are_told() -> None:
    for hours in range(1, 12):
        answered_after(hours * HOUR)
    told = time_to_contact(NOON)
    assert told
    assert (told.requests, told.median, told.nine_in_ten) == (11, 6 * HOUR, 10 * HOUR)


@pytest.mark.django_db
def test_one_answer_is_enough_and_none_says_nothing() -> None:
    ConsultationRequestFactory()
    assert time_to_contact(NOON) is None
    answered_after(3 * HOUR)
    assert time_to_contact(NOON) == (1, 3 * HOUR, 3 * HOUR, False)


@pytest.mark.django_db
def test_only_answers_of_the_last_thirty_days_count() -> None:
    answered_after(HOUR, NOON - 31 * DAY)
    answered_after(2 * HOUR, NOON - 29 * DAY)
    assert time_to_contact(NOON) == (1, 2 * HOUR, 2 * HOUR, False)


@pytest.mark.django_db
def test_what_was_taken_by_phone_makes_nobody_look_faster() -> None:
    answered_after(timedelta())
    assert time_to_contact(NOON) is None


def test_the_percentile_is_that_of_the_textbook() -> None:
    assert nine_in_ten([float(number) for number in range(101)]) == 90.0


@pytest.mark.django_db
def test_every_day_has_a_count_also_those_without_requests() -> None:
    ConsultationRequestFactory(submitted_at=NOON)
    ConsultationRequestFactory(submitted_at=NOON - 2 * DAY)
    ConsultationRequestFactory(submitted_at=NOON - 2 * DAY)
    ConsultationRequestFactory(submitted_at=NOON, status=Status.SPAM)
    ConsultationRequestFactory(submitted_at=NOON - DAYS * DAY)
    days = requests_a_day(NOON)
    assert [day.requests for day in days] == [0] * 27 + [2, 0, 1]
    assert (days[0].day, days[-1].day) == (date(2026, 10, 25), date(2026, 11, 23))


@pytest.mark.django_db
def test_a_day_is_the_clinics(settings: Any) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    ConsultationRequestFactory(submitted_at=datetime(2026, 11, 22, 15, 0, tzinfo=UTC))  # midnight there
    assert requests_a_day(NOON)[-1] == (date(2026, 11, 23), 1)


def test_the_busiest_day_has_the_tallest_bar_and_an_empty_one_none() -> None:
    counts = [DayCount(date(2026, 11, 1), 0), DayCount(date(2026, 11, 2), 1), DayCount(date(2026, 11, 3), 4)]
    graph = graph_of(counts)
    assert [(bar.y, bar.height) for bar in graph.bars] == [(TALLEST - 12, 12), (0, TALLEST)]
    assert (graph.total, graph.busiest.requests) == (5, 4)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        (timedelta(seconds=5), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=1, minutes=50), "1 hour"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=2, hours=5), "2 days 5 hours"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_a_wait_is_told_in_words(wait: timedelta, words: str) -> None:
    assert wait_in_words(wait) == words
