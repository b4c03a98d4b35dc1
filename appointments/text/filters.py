"""`{{ visit.starts_at|in_full }}`: a time as mails and calendar files write it too."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from appointments.text import datetimes

register = template.Library()


@register.filter
def in_full(at: datetime | None) -> str:
    return datetimes.in_full(at) if at else ""


@register.filter
def as_heading(at: datetime) -> SafeString:
    """The same words in two parts, the day and the clock: where a line is too short for both, it ends between them."""
    parts = datetimes.day_in_full(at), datetimes.clock_in_full(at)
    return format_html('<span class="when">{},</span> <span class="when">{}</span>', *parts)
