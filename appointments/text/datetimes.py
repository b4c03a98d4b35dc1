"""Moments in words, on the clinic's clock. The one way a time is written: page, mail and calendar file alike."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def in_full(at: datetime) -> str:
    """`Tuesday 24 November 2026, 10:30 (clinic time, CET)`."""
    return _("%(day)s, %(clock)s") % {"day": day_in_full(at), "clock": clock_in_full(at)}


def day_in_full(at: datetime) -> str:
    """`Tuesday 24 November 2026`, where the clinic is."""
    return date_format(timezone.localtime(at), "DAY_IN_FULL")


def clock_in_full(at: datetime) -> str:
    """`10:30 (clinic time, CET)`."""
    local = timezone.localtime(at)
    return _("%(time)s (clinic time, %(zone)s)") % {"time": date_format(local, "TIME_FORMAT"), "zone": zone_name(local)}


def zone_name(local: datetime) -> str:
    """`CET`; and where a zone has a number for a name, `UTC-03:00`."""
    name = local.tzname() or ""
    if name[:1] not in "+-":
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
