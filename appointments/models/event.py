"""What happened to a request, line by line."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appointments.models import timeline
from appointments.models.appointment import Appointment
from appointments.models.request import ConsultationRequest
from clinic.common.append_only import AppendOnly, AppendOnlyQuerySet


class EventQuerySet(AppendOnlyQuerySet["Event"]):
    def of_patient(self) -> EventQuerySet:
        """What the patient did. Nobody acts where an offer runs out."""
        return self.filter(by=None).exclude(kind=Event.Kind.EXPIRED)

    def erase(self) -> None:
        """Take out every word, and leave that something happened. For `actions.erase` alone."""
        models.QuerySet.update(self, note="", details={})

    def after(self, seen: int) -> EventQuerySet:
        """Those younger than the event whose number is `seen`: what somebody who looked then has not seen."""
        return self.filter(pk__gt=seen)


class Event(AppendOnly):
    """One line of a request's timeline. `by` is empty where the patient or the site itself acted."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("event", "Request received")
        CLEARED_SUSPICION = "cleared_suspicion", pgettext_lazy("event", "Checked: not spam")
        CORRECTED = "corrected", pgettext_lazy("event", "Corrected")
        NOTED = "noted", pgettext_lazy("event", "Note added")
        CANCELLED = "cancelled", pgettext_lazy("event", "Cancelled")
        ENTERED = "entered", pgettext_lazy("event", "Taken by phone")
        ANSWERED = "answered", pgettext_lazy("event", "Answered without a call")
        DECLINED = "declined", pgettext_lazy("event", "Declined by the clinic")
        REOPENED = "reopened", pgettext_lazy("event", "Opened again")
        CALLED = "called", pgettext_lazy("event", "Called")
        ASSIGNED = "assigned", pgettext_lazy("event", "Looked after by")
        MARKED_SPAM = "marked_spam", pgettext_lazy("event", "Marked as spam")
        UNMARKED_SPAM = "unmarked_spam", pgettext_lazy("event", "No longer marked as spam")
        OFFERED = "offered", pgettext_lazy("event", "Times offered")
        WITHDRAWN = "withdrawn", pgettext_lazy("event", "Offer withdrawn")
        WITHDRAWN_ALL = "withdrawn_all", pgettext_lazy("event", "All offers withdrawn")
        EXPIRED = "expired", pgettext_lazy("event", "Offer ran out")
        ASKED_OTHER_TIMES = "asked_other_times", pgettext_lazy("event", "Other times wanted")
        SENT_LINK = "sent_link", pgettext_lazy("event", "Link to the private page sent")
        KEPT = "kept", pgettext_lazy("event", "The booked time stays")
        ACCEPTED = "accepted", pgettext_lazy("event", "Time accepted")
        BOOKED = "booked", pgettext_lazy("event", "Booked")
        RESCHEDULED = "rescheduled", pgettext_lazy("event", "Rescheduled")
        CALLED_OFF = "called_off", pgettext_lazy("event", "Appointment called off by the clinic")
        ATTENDED = "attended", pgettext_lazy("event", "Came to the visit")
        MISSED = "missed", pgettext_lazy("event", "Did not come")
        ERASED = "erased", pgettext_lazy("event", "Erased")
        TOLD = "told", pgettext_lazy("event", "Told by phone")

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
