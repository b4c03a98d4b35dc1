"""When the clinic said it would have answered."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from appointments.diary.free_times import start_of

SATURDAY = 5


def answer_due_since(now: datetime) -> datetime | None:
    """What came before this moment is overdue: REPLY_WORKING_DAYS whole working days have passed since.

    The day on which a request comes does not count, nor do Saturdays and Sundays. None without a promise.
    """
    if not settings.REPLY_WORKING_DAYS:
        return None
    day = timezone.localdate(now)
    left = settings.REPLY_WORKING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return start_of(day)
