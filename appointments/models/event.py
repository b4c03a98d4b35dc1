"""What happened to a request, line by line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import timeline
from appointments.models.appointment import Appointment
from appointments.models.request import ConsultationRequest
from clinic.common.append_only import AppendOnly, AppendOnlyQuerySet


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    def of_patient(self) -> EventQuerySet:
        """What the patient did. Nobody acts where an offer runs out."""
        return self.filter(by=None).exclude(kind=Event.Kind.EXPIRED)

    def after(self, seen: int) -> EventQuerySet:
        """Those younger than the event whose number is `seen`: what somebody who looked then has not seen."""
        return self.filter(pk__gt=seen)


class Event(AppendOnly):
    """One line of a request's timeline. `by` is empty where the patient or the site itself acted."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Request received")
        CLEARED = "cleared", _("Checked: not spam")
        CORRECTED = "corrected", _("Corrected")
        NOTED = "noted", _("Note added")
        CANCELLED = "cancelled", _("Cancelled")
        ENTERED = "entered", _("Taken by phone")
        MOVED = "moved", _("Moved")
        CALLED = "called", _("Called")
        ASSIGNED = "assigned", _("Looked after by")
        SPAM = "spam", _("Marked as spam")
        NOT_SPAM = "not_spam", _("No longer marked as spam")
        OFFERED = "offered", _("Times offered")
        WITHDRAWN = "withdrawn", _("Offer withdrawn")
        EXPIRED = "expired", _("Offer ran out")
        OTHER_TIMES = "other_times", _("Other times wanted")
        LINK = "link", _("Link to the private page sent")
        KEPT = "kept", _("The booked time stays")
        ACCEPTED = "accepted", _("Time accepted")
        BOOKED = "booked", _("Booked")
        RESCHEDULED = "rescheduled", _("Rescheduled")
        CALLED_OFF = "called_off", _("Appointment called off by the clinic")
        ATTENDED = "attended", _("Came to the visit")
        MISSED = "missed", _("Did not come")
        TOLD = "told", _("Told by phone")

    request = models.ForeignKey(
        ConsultationRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("done by"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)  # what a person typed, and nothing else
    details = models.JSONField(_("details"), default=dict)  # what was so, in no language: `timeline.Told`
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M} UTC"

    @property
    def in_words(self) -> str:
        """The lines below the heading, in the reader's language."""
        return timeline.in_words(self.details, self.note)
