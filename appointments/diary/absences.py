"""Visits for which nobody would be there: hours change, and what was agreed on stays until somebody moves it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.diary.hours import Opening, covers, openings
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff
from appointments.models.appointment import LONGEST_VISIT

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
    return _DaysKnown().cover(clinician, start, end)


class _DaysKnown:
    """The openings of each clinician's days, made once however many visits are asked about."""

    def __init__(self) -> None:
        self.openings: dict[tuple[int, date, date], list[Opening]] = {}

    def cover(self, clinician: Clinician, start: datetime, end: datetime) -> bool:
        first, last = timezone.localdate(start), timezone.localdate(end)
        key = clinician.pk, first, last
        if key not in self.openings:
            self.openings[key] = openings(clinician, first, last)
        return covers(self.openings[key], start, end)


def why_nobody_is_there(visit: Appointment) -> str:
    """A sentence, or nothing where somebody is. Of a clinician without any hours, only time off is known."""
    why = _why(visit.clinician, visit.starts_at, visit.ends_at, _DaysKnown())
    return why % {"name": visit.clinician.name} if why else ""


def _why(clinician: Clinician, start: datetime, end: datetime, known: _DaysKnown) -> str:
    if not clinician.is_active:
        return _("%(name)s sees no patients now.")
    if any(off.starts_at < end and off.ends_at > start for off in clinician.time_off.all()):
        return _("%(name)s is away then.")
    if has_hours(clinician) and not known.cover(clinician, start, end):
        return _("This is outside the hours of %(name)s.")
    return ""


def requests_nobody_is_there_for(now: datetime) -> set[int]:
    """Whose visit is booked, or whose time to choose from is not over, and the clinician's hours are no longer such.

    In five queries, whatever has been, and without making an object of each visit.
    """
    clinicians = Clinician.objects.in_bulk()
    read_plans(clinicians.values(), now)
    known = _DaysKnown()
    standing = Appointment.objects.booked() | Appointment.objects.choosable(now)
    near = standing.filter(starts_at__gt=now - LONGEST_VISIT).order_by()
    return {
        request
        for request, clinician, start, minutes in near.values_list("request", "clinician", "starts_at", "minutes")
        if (end := start + timedelta(minutes=minutes)) > now and _why(clinicians[clinician], start, end, known)
    }
