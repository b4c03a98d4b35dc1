"""How fast requests are answered, and how many come in."""

from datetime import date, datetime, timedelta
from statistics import median, quantiles
from typing import Any, NamedTuple

from django.db.models import F, FloatField, Func
from django.utils import timezone
from django.utils.translation import ngettext

from appointments.diary.hours import days, start_of
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from appointments.models.search import arrived_between

DAYS = 30
MOST_WAITS = 1_000  # that tell how long patients wait as well as more would
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
A_MICROSECOND = timedelta(microseconds=1)


class TimeToContact(NamedTuple):
    """How long patients waited for a first answer. Nights and weekends count."""

    requests: int
    median: timedelta
    nine_in_ten: timedelta
    is_cut: bool = False  # there were more


class DayCount(NamedTuple):
    """How many requests came on a day of the clinic's calendar."""

    day: date
    requests: int


class Seconds(Func):
    """A moment as seconds since 1970. The database reckons: a month of moments is slow to read."""

    template = "EXTRACT(EPOCH FROM %(expressions)s)::float"
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="((julianday(%(expressions)s) - 2440587.5) * 86400)", **context
        )


def time_to_contact(now: datetime) -> TimeToContact | None:
    """Of those first answered in the last 30 days, or of the latest MOST_WAITS of them. None where nobody was.

    What was taken by phone is left out: it is answered as it comes.
    """
    answered = ConsultationRequest.objects.filter(first_contacted_at__gt=now - DAYS * DAY, first_contacted_at__lte=now)
    waits = list(
        answered.filter(submitted_at__lt=F("first_contacted_at"))
        .annotate(wait=Seconds(F("first_contacted_at")) - Seconds(F("submitted_at")))
        .order_by("-first_contacted_at")
        .values_list("wait", flat=True)[: MOST_WAITS + 1]
    )
    is_cut, waits = len(waits) > MOST_WAITS, waits[:MOST_WAITS]
    if not waits:
        return None
    return TimeToContact(len(waits), _seconds(median(waits)), _seconds(nine_in_ten(waits)), is_cut)


def nine_in_ten(values: list[float]) -> float:
    """The 90th percentile: nine in ten are not above it."""
    return quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else values[0]


def requests_a_day(now: datetime) -> list[DayCount]:
    """The last 30 days, today included, oldest first. Without spam."""
    today = timezone.localdate(now)
    first = today - (DAYS - 1) * DAY
    each = list(days(first, today))
    bounds = [*map(start_of, each), now + A_MICROSECOND]
    came = arrived_between(bounds)
    spam = arrived_between(bounds, Status.SPAM)
    return [DayCount(day, came[number] - spam[number]) for number, day in enumerate(each)]


def wait_in_words(wait: timedelta) -> str:
    """`1 day 4 hours`, `3 hours`, `25 minutes`: two parts at most, and none that does not matter."""
    number_of_days, rest = divmod(wait, DAY)
    hours = rest // HOUR
    if not number_of_days and not hours:
        return _minutes(max(rest // MINUTE, 1))
    parts = [_days(number_of_days)] if number_of_days else []
    if hours and number_of_days < 3:
        parts.append(_hours(hours))
    return " ".join(parts)


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=round(number))


def _days(number: int) -> str:
    return ngettext("%d day", "%d days", number) % number


def _hours(number: int) -> str:
    return ngettext("%d hour", "%d hours", number) % number


def _minutes(number: int) -> str:
    return ngettext("%d minute", "%d minutes", number) % number
