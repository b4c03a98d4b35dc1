"""The mail that is owed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import CheckConstraint, Min, Q, UniqueConstraint
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from appointments.models.appointment import Appointment
from appointments.models.request import ConsultationRequest

LEASE = timedelta(minutes=5)  # much longer than one mail server may keep us waiting (EMAIL_TIMEOUT a step)
LONGEST_PAUSE = timedelta(hours=6)


class MessageQuerySet(models.QuerySet["Message"]):
    def unsent(self) -> MessageQuerySet:
        return self.filter(sent_at__isnull=True)

    def unsaid(self) -> MessageQuerySet:
        """Neither sent nor told by phone nor overtaken by events."""
        return self.unsent().filter(moot_at__isnull=True, told_at__isnull=True)

    def given_up(self) -> MessageQuerySet:
        """Unsaid, and not tried any more."""
        return self.unsaid().filter(gave_up_at__isnull=False)

    def standing(self) -> MessageQuerySet:
        """Unsaid, and not given up."""
        return self.unsaid().filter(gave_up_at__isnull=True)

    def owed(self) -> MessageQuerySet:
        """Still to be sent. Mail of a request that may be spam waits until staff have looked at it."""
        return self.standing().filter(request__suspicion="").exclude(to="")

    def to_tell_by_phone(self, now: datetime) -> MessageQuerySet:
        """What no email can say, because there is no address or it gave up: somebody phones the patient.

        Not to remind them of a visit that has begun.
        """
        cannot_be_sent = Q(gave_up_at__isnull=False) | Q(to="")
        open_tasks = self.unsaid().ripe(now).filter(cannot_be_sent, request__suspicion="")
        return open_tasks.exclude(kind__in=[Message.Kind.NEW_REQUEST, Message.Kind.REPLACED]).exclude(
            kind=Message.Kind.REMINDER, appointment__starts_at__lte=now
        )

    def due(self, now: datetime) -> MessageQuerySet:
        """Owed, its time has come, and nobody is sending it."""
        # Further ahead than we ever wait means that the clock was set back since: do not wait for it for years.
        is_free = Q(leased_until__isnull=True) | Q(leased_until__lte=now) | Q(leased_until__gt=now + LEASE)
        is_time = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_PAUSE)
        return self.owed().ripe(now).filter(is_free, is_time)

    def ripe(self, now: datetime) -> MessageQuerySet:
        """Without those that are for later: reminders."""
        return self.filter(Q(not_before__isnull=True) | Q(not_before__lte=now))

    def owed_since(self, now: datetime) -> datetime | None:
        """Since when the oldest mail that should have left waits."""
        since = self.owed().ripe(now).aggregate(since=Min(Coalesce("not_before", "created_at")))
        found: datetime | None = since["since"]
        return found


class Message(models.Model):
    """One email that is owed: the outbox. Its text is made when it is sent, by `messages`."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("To the patient: we have your request")
        NEW_REQUEST = "new_request", _("To the clinic: new request")
        LINK = "link", _("To the patient: link to the private page")
        REPLACED = "replaced", _("To the old address: it was replaced")
        OFFERED = "offered", _("To the patient: times to choose from")
        BOOKED = "booked", _("To the patient: the appointment is booked")
        CHANGED = "changed", _("To the patient: the appointment has changed")
        CALLED_OFF = "called_off", _("To the patient: the appointment is called off, another will be found")
        CANCELLED = "cancelled", _("To the patient: the appointment is cancelled")
        REMINDER = "reminder", _("To the patient: reminder")
        DECLINED = "declined", _("To the patient: no appointment can be offered")
        NOT_REACHED = "not_reached", _("To the patient: we could not reach you")

    request = models.ForeignKey(ConsultationRequest, on_delete=models.PROTECT, related_name="messages")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, null=True, related_name="messages")
    kind = models.CharField(max_length=20, choices=Kind)
    occasion = models.CharField(max_length=40, blank=True)  # tells messages of a kind about one request apart
    to = models.CharField(max_length=254, blank=True)  # blank: it is told by phone
    created_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    gave_up_at = models.DateTimeField(null=True)
    moot_at = models.DateTimeField(null=True)  # overtaken by events before it left
    told_at = models.DateTimeField(null=True)  # by phone, in place of the email

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            UniqueConstraint(
                name="one_message_of_an_occasion",
                fields=["request", "kind", "occasion"],
                condition=~Q(kind__in=["link", "replaced"]),
            ),
            CheckConstraint(name="sent_or_given_up", condition=Q(sent_at__isnull=True) | Q(gave_up_at__isnull=True)),
        ]
        indexes = [
            models.Index(fields=["created_at"]),
            models.Index(
                fields=["next_try_at"],
                name="message_standing",
                condition=Q(sent_at__isnull=True, moot_at__isnull=True, told_at__isnull=True),
            ),
            models.Index(
                fields=["next_try_at"],
                name="message_to_phone",
                condition=Q(sent_at__isnull=True, moot_at__isnull=True, told_at__isnull=True)
                & (Q(gave_up_at__isnull=False) | Q(to="")),
            ),
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
