"""The day on which the clinic sees patients next."""

from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from appointments.diary.hours import days, openings, start_of
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff

AHEAD = timedelta(days=14)
DAY = timedelta(days=1)
SATURDAY = 5


def next_day_of_visits(now: datetime) -> date:
    """The first day after today with a visit, or with hours of somebody who is not away.

    Where no day of the next two weeks has either, the next day that is no Saturday or Sunday.
    """
    tomorrow = timezone.localdate(now) + DAY
    last = tomorrow + AHEAD
    found = [*_first_visit(tomorrow, last), *_days_with_hours(tomorrow, last)]
    return min(found) if found else next(day for day in days(tomorrow, last) if day.weekday() < SATURDAY)


def _first_visit(first: date, last: date) -> list[date]:
    booked = Appointment.objects.booked().between(start_of(first), start_of(last + DAY))
    visit = booked.order_by("starts_at").first()
    return [timezone.localdate(visit.starts_at)] if visit else []


def _days_with_hours(first: date, last: date) -> list[date]:
    these = {"ends_at__gt": start_of(first), "starts_at__lt": start_of(last + DAY)}
    clinicians = Clinician.objects.filter(is_active=True).prefetch_related(
        "working_hours",
        Prefetch("extra_sessions", ExtraSession.objects.filter(**these)),
        Prefetch("time_off", TimeOff.objects.filter(**these)),
    )
    found = (opening for clinician in clinicians for opening in openings(clinician, first, last))
    return [timezone.localdate(opening.starts_at) for opening in found]
