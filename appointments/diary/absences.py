"""Visits for which nobody would be there: hours change, and what was agreed on stays until somebody moves it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.diary.hours import covers, openings
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff

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
    first, last = timezone.localdate(start), timezone.localdate(end)
    return covers(openings(clinician, first, last), start, end)


def why_nobody_is_there(visit: Appointment) -> str:
    """A sentence, or nothing where somebody is. Of a clinician without any hours, only time off is known."""
    clinician = visit.clinician
    if not clinician.is_active:
        words = _("%(name)s sees no patients now.")
    elif any(off.starts_at < visit.ends_at and off.ends_at > visit.starts_at for off in clinician.time_off.all()):
        words = _("%(name)s is away then.")
    elif has_hours(clinician) and not is_within_hours(clinician, visit.starts_at, visit.ends_at):
        words = _("This is outside the hours of %(name)s.")
    else:
        return ""
    return words % {"name": clinician.name}


def visits_nobody_is_there_for(now: datetime) -> list[Appointment]:
    """Of the visits booked, and the times to choose from, that are not over. In four queries, whatever has been."""
    standing = Appointment.objects.booked() | Appointment.objects.choosable(now)
    ahead = list(standing.not_over(now).select_related("clinician"))
    read_plans([visit.clinician for visit in ahead], now)
    return [visit for visit in ahead if why_nobody_is_there(visit)]
