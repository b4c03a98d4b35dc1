"""What happened to a request, line by line."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.append_only import AppendOnly, AppendOnlyQuerySet
from appointments.models.request import ConsultationRequest


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    pass


class Event(AppendOnly):
    """One line of a request's timeline. `by` is empty where the patient or the site itself acted."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Request received")
        CLEARED = "cleared", _("Checked: not spam")
        CORRECTED = "corrected", _("Corrected; before it was")
        NOTED = "noted", _("Note added")
        CANCELLED = "cancelled", _("Cancelled")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M} UTC"
