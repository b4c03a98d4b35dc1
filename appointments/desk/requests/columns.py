"""What the list of requests says of each one."""

from __future__ import annotations

from django.contrib import admin
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from appointments.models import ConsultationRequest


def who_asks(row: ConsultationRequest) -> str:
    """`Example Bruno for Example Carla`."""
    if row.patient_name:
        return _("%(sender)s for %(patient)s") % {"sender": row.full_name, "patient": row.patient_name}
    return row.full_name


def how_and_when(row: ConsultationRequest) -> str:
    """`Phone call; Monday, Morning`."""
    way = row.get_contact_by_display() if row.contact_by else _("Any way")
    return "; ".join(filter(None, [str(way), ", ".join([*row.day_labels, *row.time_labels])]))


def warnings(row: ConsultationRequest) -> list[str]:
    """What somebody should look at."""
    found = [str(_("May be spam: %s") % row.get_suspicion_display())] if row.suspicion else []
    if row.is_open and row.wants_times_at:
        found.append(str(_("Wants other times")))
    if row.is_changed_since_read:
        found.append(str(_("Changed by the patient since you read it")))
    if getattr(row, "is_to_phone", False):
        found.append(str(_("No email reaches them: phone this patient")))
    return found


class Columns:
    """The columns of the list that are no plain ones."""

    @admin.display(description=_("Who"), ordering="full_name")
    def who_asks(self, row: ConsultationRequest) -> str:
        return who_asks(row)

    @admin.display(description=_("Reference"), ordering="reference")
    def spoken(self, row: ConsultationRequest) -> str:
        return row.spoken_reference

    @admin.display(description=_("Waiting"), ordering="submitted_at")
    def waiting(self, row: ConsultationRequest) -> str:
        return timesince(row.submitted_at, timezone.now(), depth=2) if row.is_open else ""

    @admin.display(description=_("How and when to call"))
    def to_call(self, row: ConsultationRequest) -> str:
        return how_and_when(row)

    @admin.display(description=_("Topics"))
    def about(self, row: ConsultationRequest) -> str:
        return ", ".join(row.topic_labels)

    @admin.display(description=_("Access needs"))
    def access(self, row: ConsultationRequest) -> str:
        return ", ".join(row.access_labels)

    @admin.display(description=_("Look at"))
    def warning(self, row: ConsultationRequest) -> str:
        return ". ".join(warnings(row))
