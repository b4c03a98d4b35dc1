"""`{% consultation_form source=page.slug %}`: the booking form, as it stands under every page."""

from typing import Any

from django import template
from django.template import Context

from appointments.booking.forms import ConsultationForm
from appointments.booking.questions import questions_for
from appointments.models.choices import Topic

register = template.Library()


@register.inclusion_tag("appointments/_booking.html", takes_context=True)
def consultation_form(context: Context, source: str) -> dict[str, Any]:
    """The form, empty, with the topic of the page `source` ticked if it is one."""
    topics = [source] if source in Topic.values else []
    form = ConsultationForm(initial={"source": source, "topics": topics})
    return {"form": form, "clinic": context.get("clinic")}


@register.inclusion_tag("appointments/_question_list.html")
def question_list(source: str) -> dict[str, Any]:
    """On the page about preparing for a visit: tick topics, print their questions. On every other page, nothing."""
    return {"parts": questions_for(Topic.values) if source == Topic.PREPARE_FOR_YOUR_VISIT else []}
