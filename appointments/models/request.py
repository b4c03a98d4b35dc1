"""What a patient, or someone who cares for them, asked of the clinic."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from itertools import starmap
from operator import or_
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Lower, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from appointments.lifecycle import CLOSED, OPEN, Status
from appointments.models.choices import AccessNeed, ContactBy, Day, RequestedFor, TimeOfDay, Topic, VisitType, labels
from appointments.text import phones
from appointments.text.tokens import new_reference, new_token
from clinic.common.text import folded

PRIVATE_PAGE_LASTS = timedelta(days=365)
WANTS_TIMES = Q(wants_times_at__isnull=False)
IS_ERASED = Q(erased_at__isnull=False)
# What people said of themselves, in words.
SAID = (
    *("full_name", "patient_name", "relationship", "folded_names", "email", "phone", "contact_by"),
    *("message", "access_notes", "declined_because", "source", "sent_from", "suspicion"),
)
IS_NEWS = Q(changed_at__gt=F("read_at"))


def one_of(field: str, choices: type[models.TextChoices], *, blank: bool = False) -> CheckConstraint:
    values = [*choices.values, ""] if blank else choices.values
    return CheckConstraint(name=f"{field}_is_known", condition=Q(**{f"{field}__in": values}))


def a_language(field: str) -> CheckConstraint:
    """Like `pt-br`: the shape alone, because what was written in a language stays when the site no longer speaks it."""
    return CheckConstraint(name=f"{field}_is_a_code", condition=Q(**{field: Lower(field)}) & ~Q(**{field: ""}))


def _quiet_since(status: str, moment: datetime) -> Q:
    """In this status, and older than the moment; and whatever has happened to it is, too."""
    return Q(status=status, submitted_at__lte=moment) & ~Q(events__at__gt=moment)


class ConsultationRequestQuerySet(models.QuerySet["ConsultationRequest"]):
    def open(self) -> ConsultationRequestQuerySet:
        return self.filter(status__in=sorted(OPEN))

    def awaiting_contact(self) -> ConsultationRequestQuerySet:
        return self.filter(status=Status.NEW, suspicion="")

    def suspect(self) -> ConsultationRequestQuerySet:
        """Set aside: maybe spam, for staff to check."""
        return self.exclude(suspicion="").exclude(status=Status.SPAM)

    def awaiting_times(self) -> ConsultationRequestQuerySet:
        """The patient asked for other times than those offered or booked."""
        return self.open().filter(wants_times_at__isnull=False)

    def awaiting_patient(self) -> ConsultationRequestQuerySet:
        """Times are offered; the patient chooses."""
        return self.filter(status=Status.OFFERED)

    def overdue(self, promised_since: datetime) -> ConsultationRequestQuerySet:
        """Nobody has answered those that came before `promised_since` (see `promises.answer_due_since`)."""
        return self.awaiting_contact().filter(submitted_at__lt=promised_since)

    def readable_at(self, now: datetime) -> ConsultationRequestQuerySet:
        """Those whose private page has not expired."""
        return self.filter(page_expires_at__gt=now)

    def kept_too_long(self, now: datetime) -> ConsultationRequestQuerySet:
        """Closed, and nothing has happened for as long as their status is kept: see settings.KEEP_DAYS."""
        since = {status: now - timedelta(days=days) for status, days in settings.KEEP_DAYS.items()}
        return self.filter(reduce(or_, starmap(_quiet_since, since.items())), erased_at=None)

    def linkable(self, now: datetime) -> ConsultationRequestQuerySet:
        """Those whose link can be sent: there is an address, a page to read, and it is no spam."""
        return self.readable_at(now).exclude(email="").exclude(status=Status.SPAM)


class ConsultationRequest(models.Model):
    """What a patient, or someone who cares for them, asked of the clinic. Written by `actions` alone."""

    class Suspicion(models.TextChoices):
        """Why a request was set aside for staff to check."""

        TRAP = "trap", _("filled in the field that people do not see")
        BURST = "burst", _("one of many from the same network address")
        INBOX = "inbox", _("one of many that name the same email address")

    reference = models.CharField(_("reference"), max_length=8, unique=True, editable=False)
    token = models.CharField(
        _("secret of the private page"), max_length=43, unique=True, default=new_token, editable=False
    )
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.NEW, editable=False)
    submitted_at = models.DateTimeField(_("sent"), editable=False)
    page_expires_at = models.DateTimeField(_("private page ends"), editable=False)
    read_at = models.DateTimeField(_("last opened by staff"), null=True, editable=False)
    changed_at = models.DateTimeField(_("last changed by the patient"), null=True, editable=False)
    first_contacted_at = models.DateTimeField(_("first answered"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)  # what it said is gone; that it was is not
    wants_times_at = models.DateTimeField(_("asked for other times"), null=True, editable=False)
    declined_because = models.TextField(_("declined because"), max_length=1000, blank=True, editable=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked after by"),
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,  # the one with `submitted_at` serves it too
    )

    language = models.CharField(_("language"), max_length=10, editable=False)
    requested_for = models.CharField(_("for whom"), max_length=5, choices=RequestedFor)
    full_name = models.CharField(_("name of the sender"), max_length=120)
    patient_name = models.CharField(_("name of the patient"), max_length=120, blank=True)
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)
    has_permission = models.BooleanField(_("the patient agrees"), default=False)
    folded_names = models.CharField(
        _("names, for search"), max_length=600, blank=True, editable=False
    )  # derived, for search alone
    email = models.CharField(_("email"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=64, blank=True)
    contact_by = models.CharField(_("contact by"), max_length=5, choices=ContactBy, blank=True)

    topics = models.JSONField(_("topics"), default=list, blank=True)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    visit_type = models.CharField(_("kind of visit"), max_length=9, choices=VisitType, default=VisitType.ANY)
    days = models.JSONField(_("days"), default=list, blank=True)
    times = models.JSONField(_("times"), default=list, blank=True)
    access_needs = models.JSONField(_("access needs"), default=list, blank=True)
    access_notes = models.TextField(_("access notes"), max_length=1000, blank=True)

    consent_version = models.CharField(_("version of the consent"), max_length=20, editable=False)
    consent_digest = models.CharField(_("digest of the consent"), max_length=64, editable=False)
    consent_language = models.CharField(_("language of the consent"), max_length=10, editable=False)
    consented_at = models.DateTimeField(_("agreed"), editable=False)
    source = models.CharField(_("sent from page"), max_length=60, blank=True)
    sent_from = models.CharField(_("sent from network address"), max_length=64, blank=True, editable=False)
    suspicion = models.CharField(_("suspicion"), max_length=5, choices=Suspicion, blank=True, editable=False)
    dedupe_key = models.CharField(_("key of its content"), max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 - NULLs may repeat

    objects = ConsultationRequestQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("consultation request"), _("consultation requests")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            one_of("status", Status),
            one_of("requested_for", RequestedFor),
            one_of("contact_by", ContactBy, blank=True),
            one_of("visit_type", VisitType),
            a_language("language"),
            a_language("consent_language"),
            CheckConstraint(name="request_has_a_reference", condition=~Q(reference="")),
            CheckConstraint(name="sender_has_a_name", condition=IS_ERASED | ~Q(full_name="")),
            CheckConstraint(name="sender_can_be_reached", condition=IS_ERASED | ~Q(email="") | ~Q(phone="")),
            CheckConstraint(
                name="an_erased_request_says_nothing",
                condition=Q(erased_at=None) | Q(status__in=sorted(CLOSED), **dict.fromkeys(SAID, "")),
            ),
            CheckConstraint(
                name="contact_by_is_possible",
                condition=Q(contact_by="")
                | (Q(contact_by=ContactBy.EMAIL) & ~Q(email=""))
                | (Q(contact_by__in=[ContactBy.PHONE, ContactBy.TEXT]) & ~Q(phone="")),
            ),
            CheckConstraint(
                name="someone_else_is_named_and_agrees",
                condition=Q(requested_for=RequestedFor.SELF, patient_name="", relationship="", has_permission=False)
                | (Q(requested_for=RequestedFor.OTHER, has_permission=True) & ~Q(patient_name="")),
            ),
            CheckConstraint(
                name="a_closed_request_frees_its_content",
                condition=~Q(status__in=sorted(CLOSED)) | Q(dedupe_key__isnull=True),
            ),
        ]
        permissions = [
            ("work_consultationrequest", "Can answer requests: call, offer, book, move"),
            ("close_consultationrequest", "Can mark visits as attended or missed"),
            ("export_consultationrequest", "Can export requests"),
            ("erase_consultationrequest", "Can erase requests"),
        ]
        # What the desk narrows its list by stands before the moment by which the list is in order. What stands behind
        # it is asked of each row besides, and is counted without reading the rows.
        indexes = [
            models.Index(fields=["submitted_at"]),
            models.Index(fields=["status", "submitted_at", "id", "suspicion", "wants_times_at"]),
            models.Index(fields=["requested_for", "submitted_at"]),
            models.Index(fields=["assigned_to", "submitted_at"]),
            models.Index(fields=["sent_from", "submitted_at"]),
            models.Index(fields=["first_contacted_at", "submitted_at"], name="time_to_contact"),
            models.Index(
                fields=["submitted_at", "id", "suspicion", "status"],
                name="to_check_for_spam",
                condition=~Q(suspicion="") & ~Q(status="spam"),
            ),
            models.Index(fields=["wants_times_at"], name="wants_times", condition=WANTS_TIMES),
            models.Index(
                fields=["submitted_at", "id", "wants_times_at", "status"],
                name="wants_times_listed",
                condition=WANTS_TIMES,
            ),
            models.Index(fields=["changed_at"], name="news_for_staff", condition=IS_NEWS),
            models.Index(
                fields=["submitted_at", "id", "changed_at", "read_at", "status"], name="news_listed", condition=IS_NEWS
            ),
            models.Index(Upper("email"), name="email_in_any_case"),
            models.Index(fields=["phone"]),
            models.Index(fields=["status", "submitted_at"], name="kept_words", condition=Q(erased_at=None)),
        ]

    def __str__(self) -> str:
        return self.spoken_reference

    def save(self, **options: Any) -> None:
        self.reference = self.reference or new_reference()
        self.folded_names = folded(f"{self.full_name}\n{self.patient_name}")[:600]
        super().save(**options)

    def get_absolute_url(self) -> str:
        return reverse("appointments:private", args=[self.token])

    @property
    def spoken_reference(self) -> str:
        """`K7M3-92QF`: in two groups, as it is read out."""
        return f"{self.reference[:4]}-{self.reference[4:]}"

    @property
    def private_address(self) -> str:
        """The whole address of the private page, for mail. Built from PUBLIC_ORIGIN, never from a Host header."""
        return settings.PUBLIC_ORIGIN + self.get_absolute_url()

    def page_lives_until(self, moment: datetime) -> None:
        """Let the private page be open for a year after `moment`, or longer if it was. To be saved by the caller."""
        self.page_expires_at = max(self.page_expires_at, moment + PRIVATE_PAGE_LASTS)

    @property
    def patient(self) -> str:
        """Who the visit is for."""
        return self.patient_name or self.full_name or str(_("Erased"))

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def is_linkable(self, now: datetime) -> bool:
        """Whether the link to the private page can be sent: there is an address, a page to read, and it is no spam."""
        return bool(self.email) and self.status != Status.SPAM and self.page_expires_at > now

    @property
    def who_asks(self) -> str:
        """`Example Bruno for Example Carla`."""
        if self.patient_name:
            return _("%(sender)s for %(patient)s") % {"sender": self.full_name, "patient": self.patient_name}
        return self.patient

    @property
    def how(self) -> str:
        """How they want to be reached: `Phone call`, or `Any way`."""
        return labels(ContactBy, [self.contact_by])[0] if self.contact_by else str(_("Any way"))

    @property
    def suits(self) -> str:
        """When it suits them: `Monday, Wednesday, Morning`."""
        return ", ".join([*self.day_labels, *self.time_labels])

    @property
    def how_and_when(self) -> str:
        """`Phone call; Monday, Morning`."""
        return "; ".join(filter(None, [self.how, self.suits]))

    @property
    def is_changed_since_read(self) -> bool:
        return bool(self.read_at and self.changed_at and self.changed_at > self.read_at)

    @property
    def readable_phone(self) -> str:
        return phones.readable(self.phone)

    @property
    def topic_labels(self) -> list[str]:
        return labels(Topic, self.topics)

    @property
    def day_labels(self) -> list[str]:
        return labels(Day, self.days)

    @property
    def time_labels(self) -> list[str]:
        return labels(TimeOfDay, self.times)

    @property
    def access_labels(self) -> list[str]:
        return labels(AccessNeed, self.access_needs)
