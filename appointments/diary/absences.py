"""Visits for which nobody would be there: hours change, and what was agreed on stays until somebody moves it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from appointments.diary.hours import Opening, covers, openings
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff
from appointments.models.appointment import LONGEST_VISIT

A_MINUTE = timedelta(minutes=1)
SPANS: dict[str, type[ExtraSession | TimeOff]] = {"extra_sessions": ExtraSession, "time_off": TimeOff}


def read_plans(clinicians: Iterable[Clinician], now: datetime) -> None:
    """Read their weekly hours, and the sessions and time off that are not over, in three queries for all of them."""
    ahead = [Prefetch(name, model.objects.filter(ends_at__gt=now)) for name, model in SPANS.items()]
    prefetch_related_objects(list(clinicians), "working_hours", *ahead)


def has_hours(clinician: Clinician) -> bool:
    """Whether anything is known of when this clinician sees patients."""
    return bool(clinician.working_hours.all() or clinician.extra_sessions.all())


def is_within_hours(clinician: Clinician, start: datetime, end: datetime) -> bool:
    """Whether the clinician sees patients all that time: not in a break, nor in time off."""
    return _Plan(clinician).covers(start, end)


def why_nobody_is_there(visit: Appointment) -> str:
    """A sentence, or nothing where somebody is. Of a clinician without any hours, only time off is known."""
    why = _Plan(visit.clinician).why_nobody(visit.starts_at, visit.ends_at)
    return _(why) % {"name": visit.clinician.name} if why else ""


class _Plan:
    """When one clinician sees patients: made once, however many visits are asked about."""

    def __init__(self, clinician: Clinician) -> None:
        self.clinician = clinician
        self.zone = timezone.get_default_timezone()
        self.has_hours = has_hours(clinician)
        self.away = [(off.starts_at, off.ends_at) for off in clinician.time_off.all()]
        self.openings: dict[tuple[date, date], list[Opening]] = {}

    def why_nobody(self, start: datetime, end: datetime) -> str:
        """In English, to be translated by who says it."""
        if not self.clinician.is_active:
            return gettext_noop("%(name)s sees no patients now.")
        if any(begins < end and ends > start for begins, ends in self.away):
            return gettext_noop("%(name)s is away then.")
        if self.has_hours and not self.covers(start, end):
            return gettext_noop("This is outside the hours of %(name)s.")
        return ""

    def covers(self, start: datetime, end: datetime) -> bool:
        days = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        if days not in self.openings:
            self.openings[days] = openings(self.clinician, *days)
        return covers(self.openings[days], start, end)


def requests_nobody_is_there_for(now: datetime) -> set[int]:
    """Whose visit is booked, or whose time to choose from is not over, and the clinician's hours are no longer such.

    In five queries, whatever has been, and without making an object of each visit.
    """
    clinicians = Clinician.objects.in_bulk()
    read_plans(clinicians.values(), now)
    plans = {number: _Plan(clinician) for number, clinician in clinicians.items()}
    standing = Appointment.objects.booked() | Appointment.objects.choosable(now)
    near = standing.filter(starts_at__gt=now - LONGEST_VISIT).order_by()
    return {
        request
        for request, clinician, start, minutes in near.values_list("request", "clinician", "starts_at", "minutes")
        if (end := start + minutes * A_MINUTE) > now and plans[clinician].why_nobody(start, end)
    }
