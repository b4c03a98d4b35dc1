"""The mail that is owed."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from django.db import models
from django.db.models import (
    BooleanField,
    CheckConstraint,
    Exists,
    ExpressionWrapper,
    Max,
    Min,
    OuterRef,
    Q,
    UniqueConstraint,
)
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from appointments.lifecycle import Status
from appointments.models.appointment import Appointment
from appointments.models.outbox import (
    LEASE,
    LONGEST_PAUSE,
    OF_ONE_EMAIL,
    OWED_SINCE,
    SKEW,
    TO_NO_PATIENT,
    MailFault,
    MessageKind,
    late,
    overtaken,
)
from appointments.models.request import ConsultationRequest

IS_UNSAID = Q(sent_at__isnull=True, moot_at__isnull=True, told_at__isnull=True)


class MessageQuerySet(models.QuerySet["Message"]):
    def unsent(self) -> MessageQuerySet:
        return self.filter(sent_at__isnull=True)

    def unsaid(self) -> MessageQuerySet:
        """Neither sent nor told by phone nor overtaken by events."""
        return self.unsent().filter(moot_at__isnull=True, told_at__isnull=True)

    def given_up(self) -> MessageQuerySet:
        """Unsaid, and not tried any more."""
        return self.unsaid().filter(gave_up_at__isnull=False)

    def failed_otherwise(self, now: datetime) -> MessageQuerySet:
        """Given up, and no patient waits for it: to the clinic itself, which has not answered the request yet."""
        # Twice denied, so that what is owed is read, which is little, and not every mail of the kind or new request.
        return self.given_up().owed_by(now).filter(~Q(~Q(request__status=Status.NEW, kind=MessageKind.NEW_REQUEST)))

    def standing(self) -> MessageQuerySet:
        """Unsaid, and not given up."""
        return self.unsaid().filter(gave_up_at__isnull=True)

    def owed(self) -> MessageQuerySet:
        """Still to be sent. Mail of a request that may be spam waits until staff have looked at it."""
        return self.standing().filter(request__suspicion="").exclude(to="")

    def overtaken(self, now: datetime) -> MessageQuerySet:
        """What should rather not leave. What reports something as done once, such as a call-off, stays true."""
        return self.filter(overtaken(now, self.model.objects.all()))

    def to_tell_by_phone(self, now: datetime) -> MessageQuerySet:
        """What no email says, because there is no address, or it gave up, or it is late: somebody phones the patient.

        Not what events have overtaken, nor what waits until somebody has looked for spam.
        """
        is_unheard = Q(gave_up_at__isnull=False) | Q(to="") | late(now)
        tasks = self.unsaid().owed_by(now).filter(is_unheard, ~Q(~Q(request__suspicion="")))
        return tasks.exclude(kind__in=TO_NO_PATIENT).filter(~overtaken(now, self.model.objects.all()))

    def judged(self, now: datetime) -> MessageQuerySet:
        """Each with what `mail.state` needs to know besides its columns: `is_overtaken` and `is_to_phone`."""
        to_phone = self.model.objects.to_tell_by_phone(now).order_by().filter(pk=OuterRef("pk"))
        is_overtaken = ExpressionWrapper(overtaken(now, self.model.objects.all()), BooleanField())
        return self.annotate(is_overtaken=is_overtaken, is_to_phone=Exists(to_phone))

    def due(self, now: datetime) -> MessageQuerySet:
        """Owed, its time has come, and nobody is sending it."""
        # Further ahead than anybody waits means that a clock was set back since: do not wait for it for years.
        lease_ended = Q(leased_until__lte=now - SKEW) | Q(leased_until__gt=now + LEASE + SKEW)
        is_time = Q(next_try_at__lte=now) | Q(next_try_at__gt=now + LONGEST_PAUSE + SKEW)
        return self.owed().ripe(now).filter(Q(leased_until__isnull=True) | lease_ended, is_time)

    def ripe(self, now: datetime) -> MessageQuerySet:
        """Without those that are for later: reminders."""
        return self.filter(Q(not_before__isnull=True) | Q(not_before__lte=now))

    def owed_by(self, now: datetime) -> MessageQuerySet:
        """The same, found by an index: without reading every reminder of every visit to come."""
        return self.alias(owed_since=OWED_SINCE).filter(owed_since__lte=now)

    def stuck_since(self, now: datetime) -> datetime | None:
        """Since when no mail has left though some should have. None where nothing waits but what its mailbox refuses.

        Mail that nobody has taken off our hands says that the sender or the mail server is away; an answer to one
        email says only something of that one.
        """
        waiting = self.owed().owed_by(now).exclude(fault__in=OF_ONE_EMAIL)
        since: datetime | None = waiting.aggregate(at=Min(OWED_SINCE))["at"]
        last: datetime | None = self.filter(sent_at__gt=since).aggregate(at=Max("sent_at"))["at"] if since else None
        return max(since, last) if since and last else since


class Message(models.Model):
    """One email that is owed: the outbox. Its text is made when it is sent, by `mail.compose`."""

    Kind: TypeAlias = MessageKind

    request = models.ForeignKey(
        ConsultationRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="messages"
    )
    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.PROTECT, null=True, related_name="messages"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=MessageKind)
    # tells messages of a kind about one request apart
    occasion = models.CharField(_("occasion"), max_length=40, blank=True)
    to = models.CharField(_("to"), max_length=254, blank=True)  # blank: it is told by phone
    created_at = models.DateTimeField(_("owed since"))
    not_before = models.DateTimeField(_("not before"), null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(_("being sent until"), null=True)
    fault = models.CharField(_("why it did not leave"), max_length=20, choices=MailFault, blank=True)  # the last time
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    gave_up_at = models.DateTimeField(_("given up"), null=True)
    moot_at = models.DateTimeField(_("overtaken"), null=True)  # overtaken by events before it left
    told_at = models.DateTimeField(_("told by phone"), null=True)  # by phone, in place of the email

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("message"), _("messages")
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
            models.Index(fields=["sent_at"], name="message_sent", condition=Q(sent_at__isnull=False)),
            models.Index(fields=["kind", "created_at"]),
            models.Index(Upper("to"), "created_at", name="message_to_a_mailbox"),
            models.Index(fields=["fault", "created_at"], name="message_faulty", condition=~Q(fault="")),
            models.Index(fields=["created_at"], name="message_unsent", condition=Q(sent_at__isnull=True)),
            models.Index(fields=["created_at"], name="message_given_up", condition=Q(gave_up_at__isnull=False)),
            models.Index(OWED_SINCE, name="message_unsaid", condition=IS_UNSAID),
            models.Index(
                fields=["next_try_at"],
                name="message_standing",
                condition=IS_UNSAID,
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class LinkWish(models.Model):
    """Somebody asked for the link to a private page. Kept for a day, the address only until the answer is owed."""

    email = models.CharField(_("email"), max_length=254, blank=True)
    sent_from = models.CharField(_("sent from network address"), max_length=64)
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("wish for a link"), _("wishes for a link")
        indexes = [models.Index(fields=["sent_from", "asked_at"])]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} UTC"


class RefusedForm(models.Model):
    """A form that was refused for its answers, counted for ten minutes. Nothing of what it said is kept."""

    sent_from = models.CharField(_("sent from network address"), max_length=64)
    refused_at = models.DateTimeField(_("refused"))

    class Meta:
        verbose_name, verbose_name_plural = _("refused form"), _("refused forms")
        indexes = [models.Index(fields=["sent_from", "refused_at"]), models.Index(fields=["refused_at"])]

    def __str__(self) -> str:
        return f"{self.refused_at:%Y-%m-%d %H:%M} UTC"
