"""What the lines of a timeline say. Stored is what was so, in no language; it is worded here when somebody reads it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypedDict

from django.db.models import TextChoices
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from appointments.models.appointment import Appointment
from appointments.models.choices import AccessNeed, CallOutcome, ContactBy, Day, TimeOfDay, VisitType, labels
from appointments.models.request import ConsultationRequest
from appointments.text.datetimes import in_full

CHOICES: dict[str, type[TextChoices]] = {
    "access_needs": AccessNeed,
    "contact_by": ContactBy,
    "days": Day,
    "times": TimeOfDay,
    "visit_type": VisitType,
}


class Told(TypedDict, total=False):
    """`Event.details`. Moments are written as ISO 8601 in UTC, choices as their stored values."""

    outcome: str  # what came of a call
    times: list[str]  # the times it is about
    who: str  # the full name of whoever looks after it, as it was then; blank for nobody
    columns: dict[str, Any]  # columns of the request that were changed, as they were before
    columns_now: dict[str, Any]  # and as they are from then on
    before: dict[str, str]  # a visit that was changed
    after: dict[str, str]


def times(appointments: Iterable[Appointment]) -> Told:
    """When these are, in the order given."""
    return {"times": [_moment(appointment.starts_at) for appointment in appointments]}


def changes(before: Mapping[str, object], now: Mapping[str, object]) -> Told:
    """Of these columns of a request, those that are no longer what they were. Nothing, where all are."""
    changed = [name for name in before if before[name] != now[name]]
    if not changed:
        return {}
    return {"columns": {name: before[name] for name in changed}, "columns_now": {name: now[name] for name in changed}}


def visit(appointment: Appointment) -> dict[str, str]:
    """When, with whom, and where or how: any of it may be what changes."""
    return {
        "starts_at": _moment(appointment.starts_at),
        "clinician": appointment.clinician.name,
        "visit_type": appointment.visit_type,
        "directions": appointment.directions,
    }


def in_words(told: Told, note: str) -> str:
    """The lines below a heading, in the reader's language, with what somebody typed. What was so before comes last."""
    return "\n".join(filter(None, [*_facts(told), note, *_before(told)]))


def _facts(told: Told) -> list[str]:
    facts = [in_full(datetime.fromisoformat(at)) for at in told.get("times", [])]
    facts += labels(CallOutcome, [told["outcome"]] if "outcome" in told else [])
    if "who" in told:
        facts.append(told["who"] or _("Nobody in particular"))
    return facts


def _before(told: Told) -> list[str]:
    if "before" in told:
        return [_("Before: %s") % _visit_in_words(told["before"]), _("Now: %s") % _visit_in_words(told["after"])]
    was, now = _("%(column)s before: %(value)s"), _("%(column)s now: %(value)s")
    return [
        *(_column_in_words(now, name, value) for name, value in told.get("columns_now", {}).items()),
        *(_column_in_words(was, name, value) for name, value in told.get("columns", {}).items()),
    ]


def _visit_in_words(visit: Mapping[str, str]) -> str:
    at = in_full(datetime.fromisoformat(visit["starts_at"]))
    kind = _value_in_words("visit_type", visit["visit_type"])
    return "; ".join(filter(None, [at, visit["clinician"], kind, visit["directions"]]))


def _column_in_words(words: str, name: str, value: Any) -> str:
    """`Access needs now: Help with hearing`. Each line says by itself whether it still is so."""
    column = ConsultationRequest._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return words % {"column": capfirst(column), "value": _value_in_words(name, value) or "–"}


def _value_in_words(name: str, value: Any) -> str:
    values = value if isinstance(value, list) else [value]
    return ", ".join(filter(None, labels(CHOICES[name], values) if name in CHOICES else values))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
