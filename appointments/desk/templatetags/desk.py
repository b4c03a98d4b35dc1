"""The words in which the desk shows what it has read."""

from datetime import date, datetime

from django import template
from django.utils.translation import gettext as _

from appointments.desk.start import statistics
from appointments.diary.hours import start_of
from appointments.mail import by_phone
from appointments.models import ConsultationRequest, Event
from clinic.common.text import name_of

register = template.Library()

BY_THE_SITE = {Event.Kind.SUBMITTED, Event.Kind.EXPIRED}


@register.filter
def done_by(event: Event) -> str:
    """Who did what a line of the timeline tells: a colleague by name, the patient, or the site itself."""
    if event.by:
        return name_of(event.by)
    return _("the site") if event.kind in BY_THE_SITE else _("the patient")


@register.filter
def answer_due(row: ConsultationRequest) -> datetime | None:
    """When the first of the times offered runs out."""
    return min((time.expires_at for time in row.on_hold if time.expires_at), default=None)  # type: ignore[attr-defined]


register.filter("in_words", statistics.in_words)
register.filter("why_by_phone", by_phone.why)
register.filter("what_to_say", by_phone.what_to_say)


@register.filter
def beginning(day: date) -> str:
    """The moment at which a day begins on the clinic's clock, as a list's address takes it."""
    return start_of(day).isoformat()
