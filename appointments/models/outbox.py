"""The mail that is owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from appointments.models.request import ConsultationRequest

LEASE = timedelta(minutes=5)  # much longer than one mail server may keep us waiting (EMAIL_TIMEOUT a step)
LONGEST_PAUSE = timedelta(hours=6)


class MessageQuerySet(models.QuerySet["Message"]):
    def unsent(self) -> MessageQuerySet:
        return self.filter(sent_at__isnull=True)

    def given_up(self) -> MessageQuerySet:
        return self.unsent().filter(gave_up_at__isnull=False)

    def owed(self) -> MessageQuerySet:
        """Still to be sent. Mail of a request that may be spam waits until staff have looked at it."""
        return self.unsent().filter(gave_up_at__isnull=True, request__suspicion="")

    def due(self, now: datetime) -> MessageQuerySet:
        """Owed, its time has come, and nobody is sending it."""
        # Further ahead than we ever wait means that the clock was set back since: do not wait for it for years.
        is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_until__gt=now + LEASE)
        is_time = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_PAUSE)
        return self.owed().filter(is_free, is_time)

    def owed_since(self) -> datetime | None:
        """When the oldest mail that is still owed was written."""
        return self.owed().order_by("created_at").values_list("created_at", flat=True).first()


class Message(models.Model):
    """One email that is owed: the outbox. Its text is made when it is sent, by `messages`."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("To the patient: we have your request")
        NEW_REQUEST = "new_request", _("To the clinic: new request")
        LINK = "link", _("To the patient: link to the private page")
        REPLACED = "replaced", _("To the old address: it was replaced")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=20, choices=Kind)
    to = models.CharField(max_length=254)
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            UniqueConstraint(
                name="one_message_of_a_kind", fields=["request", "kind"], condition=~Q(kind__in=["link", "replaced"])
            ),
            CheckConstraint(name="sent_or_given_up", condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True)),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="message_owed",
                condition=Q(sent_at__isnull=True, gave_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LinkWish(models.Model):
    """Somebody asked for the link to a private page. Kept for a day, the address only until the answer is owed."""

    email = models.CharField(max_length=254, blank=True)
    sent_from = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["sent_from", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} UTC"
