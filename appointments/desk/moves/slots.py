"""Times as the desk's forms carry them: each in one value, and in words that are read at a glance."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.diary.absences import has_hours, is_within_hours, read_plans
from appointments.diary.slots import Slot
from appointments.diary.suggestions import wishes_missed
from appointments.models import Appointment, Clinician, ConsultationRequest, DiaryCell
from appointments.models.choices import VisitType
from appointments.text.datetimes import in_full

CODE = re.compile(r"([0-9]{1,9})\.([0-9]{1,10})\.([0-9]{1,3})\.(in_person|video|phone)")


def code(slot: Slot) -> str:
    """`7.1795516200.45.video`: whose diary, when, how many minutes, of which kind."""
    return f"{slot.clinician.pk}.{int(slot.starts_at.timestamp())}.{slot.minutes}.{slot.visit_type}"


def decoded(codes: Iterable[str]) -> dict[str, Slot]:
    """The times that were sent back, whether or not they would still be suggested. What is no time is left out."""
    found = [match for match in map(CODE.fullmatch, codes) if match]
    clinicians = Clinician.objects.in_bulk({int(match[1]) for match in found}) if found else {}
    return {
        match[0]: Slot(clinicians[int(match[1])], datetime.fromtimestamp(int(match[2]), UTC), int(match[3]), match[4])
        for match in found
        if int(match[1]) in clinicians
    }


def slot_of(appointment: Appointment) -> Slot:
    return Slot(
        appointment.clinician,
        appointment.starts_at,
        appointment.minutes,
        appointment.visit_type,
        appointment.directions,
    )


def is_taken(slot: Slot, but_for: ConsultationRequest | None) -> bool:
    """Does anything stand in the diary then? What stands there `but_for` this request counts as nothing."""
    cells = DiaryCell.objects.filter(
        clinician=slot.clinician, starts_at__gte=slot.starts_at, starts_at__lt=slot.ends_at
    )
    return cells.exclude(appointment__request=but_for).exists() if but_for else cells.exists()


USUAL_CLOCK = (time(7), time(20))  # between which a patient may be asked to come, where no hours are known
SATURDAY = 5
SOON, FAR = timedelta(hours=1), timedelta(days=183)


def oddities(slot: Slot, now: datetime) -> list[str]:
    """What makes it look mistyped, though it may be agreed on: by twelve hours, by a year, by a digit."""
    read_plans([slot.clinician], now)
    usual = sorted({slot.clinician.visit_minutes, slot.clinician.longer_visit_minutes})
    said = [
        (_is_out_of_hours(slot), _("outside the hours of %(name)s") % {"name": slot.clinician.name}),
        (now < slot.starts_at < now + SOON, _("in less than an hour")),
        (slot.starts_at > now + FAR, _("more than half a year away")),
        (not usual[0] <= 2 * slot.minutes <= 4 * usual[-1], _("%d minutes, which is unusual") % slot.minutes),
    ]
    return [words for is_so, words in said if is_so]


def _is_out_of_hours(slot: Slot) -> bool:
    """At night, on a weekend, in a break, before or after the hours."""
    start, end = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    if has_hours(slot.clinician):
        return not is_within_hours(slot.clinician, slot.starts_at, slot.ends_at)
    earliest, latest = USUAL_CLOCK
    is_by_day = start.date() == end.date() and earliest <= start.time() and end.time() <= latest
    return start.weekday() >= SATURDAY or not is_by_day


def to_confirm(slot: Slot, why: Iterable[str]) -> str:
    """The moment in full, then in small letters what makes it look mistyped."""
    return format_html("<b>{}</b> <small>{}</small>", in_full(slot.starts_at), " · ".join(why))


def as_choice(request: ConsultationRequest, slot: Slot, *, is_gone: bool = False) -> str:
    """The moment in full, then the rest in small letters: how long, where, with whom, and what speaks against it."""
    facts = [
        ngettext("%d minute", "%d minutes", slot.minutes) % slot.minutes,
        str(VisitType(slot.visit_type).label),
        slot.clinician.name,
    ]
    if is_gone:
        facts.append(_("taken meanwhile: choose another"))
    elif wishes_missed(request, slot):
        facts.append(_("not at a time they asked for"))
    small = format_html_join(" · ", "{}", ((fact,) for fact in facts))
    return format_html("<b>{}</b> <small>{}</small>", in_full(slot.starts_at), small)
