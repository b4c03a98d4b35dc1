"""The words in which the desk shows what it has read."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from appointments.desk.start import statistics
from appointments.diary.hours import start_of
from appointments.models import Event
from clinic.common.text import name_of

register = template.Library()

BY_THE_SITE = {Event.Kind.SUBMITTED, Event.Kind.EXPIRED}


@register.filter
def done_by(event: Event) -> str:
    """Who did what a line of the timeline tells: a colleague by name, the patient, or the site itself."""
    if event.by:
        return name_of(event.by)
    return _("the site") if event.kind in BY_THE_SITE else _("the patient")


register.filter("wait_in_words", statistics.wait_in_words)


@register.filter
def beginning(day: date) -> str:
    """The moment at which a day begins on the clinic's clock, as a list's address takes it."""
    return start_of(day).isoformat()
