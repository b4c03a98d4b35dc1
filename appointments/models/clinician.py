"""Whose diary it is, and when they see patients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, StepValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.models.choices import VisitType

CELL_MINUTES = 5
LONGEST_VISIT_MINUTES = 240
FARTHEST_DAYS = 730
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def farthest_day(now: datetime) -> date:
    """The last day of the clinic's calendar on which a visit can be given."""
    return timezone.localdate(now) + timedelta(days=FARTHEST_DAYS)


def minutes_field(
    label: StrOrPromise, default: int, *, at_least: int, help_text: StrOrPromise = ""
) -> models.PositiveSmallIntegerField[int, int]:
    """A length in minutes: a multiple of five, the grain of the diary."""
    limits: list[Callable[[Any], None]] = [
        MinValueValidator(at_least),
        MaxValueValidator(LONGEST_VISIT_MINUTES),
        StepValueValidator(CELL_MINUTES, _("Enter a multiple of 5 minutes")),
    ]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, help_text=help_text)


class ClinicianQuerySet(models.QuerySet["Clinician"]):
    def active(self) -> ClinicianQuerySet:
        return self.filter(is_active=True)

    def with_feed(self) -> ClinicianQuerySet:
        """Those whose feed is served: not of somebody who sees no patients, or whose account is closed."""
        is_open = models.Q(user__isnull=True) | models.Q(user__is_active=True)
        return self.active().filter(is_open, feed_token__isnull=False)


class Clinician(models.Model):
    """Somebody who sees patients, and whose diary it is."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clinician",
        help_text=_("Their own account at this desk, if they have one."),
    )
    is_active = models.BooleanField(_("sees patients"), default=True)
    visit_minutes = minutes_field(_("usual visit"), 45, at_least=CELL_MINUTES)
    longer_visit_minutes = minutes_field(
        _("longer visit"), 60, at_least=CELL_MINUTES, help_text=_("For those who need more time.")
    )
    buffer_minutes = minutes_field(
        _("pause after a visit"), 15, at_least=0, help_text=_("Kept free behind every visit. 0 for none.")
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("shortest notice"),
        default=24,
        validators=[MaxValueValidator(24 * 90)],
        help_text=_("Hours from now in which no time is suggested."),
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("horizon"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(FARTHEST_DAYS)],
        help_text=_("Days from now in which times are suggested."),
    )
    feed_token = models.CharField(  # noqa: DJ001 - NULLs may repeat
        _("secret of the calendar feed"), max_length=43, unique=True, null=True, editable=False
    )

    objects = ClinicianQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("clinician"), _("clinicians")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """What working hours of any kind have in common: what kind of visit they are for."""

    visit_type = models.CharField(_("for visits"), max_length=9, choices=VisitType, default=VisitType.ANY)
    is_step_free = models.BooleanField(_("room without steps"), default=True)

    class Meta:
        abstract = True


class WorkingHours(Session):
    """When a clinician sees patients every week, on the clinic's clock. Several rows may share a day."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="working_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=WEEKDAYS)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    break_starts = models.TimeField(_("break from"), null=True, blank=True)
    break_ends = models.TimeField(_("break to"), null=True, blank=True)

    class Meta:
        ordering = ["weekday", "starts"]
        verbose_name = verbose_name_plural = _("working hours")
        constraints = [
            CheckConstraint(
                name="weekday_is_known",
                condition=Q(weekday__lte=6),
                violation_error_message=_("Choose a day of the week"),
            ),
            CheckConstraint(
                name="hours_end_after_they_start",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("“To” must be later than “from”"),
            ),
            CheckConstraint(
                name="break_lies_within_hours",
                condition=Q(break_starts__isnull=True, break_ends__isnull=True)
                # Half a break would be neither true nor false, and what is not false passes.
                | Q(break_starts__isnull=False, break_ends__isnull=False)
                & Q(break_starts__gte=F("starts"), break_ends__gt=F("break_starts"), break_ends__lte=F("ends")),
                violation_error_message=_("The break must lie within the hours: fill in both ends of it, or neither"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Span(models.Model):
    """From one moment to another."""

    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))

    class Meta:
        abstract = True
        ordering = ["starts_at"]
        constraints = [
            CheckConstraint(
                name="%(class)s_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("“To” must be later than “from”"),
            )
        ]


class TimeOff(Span):
    """When a clinician sees nobody: a holiday, a congress. Visits already agreed on stay, until staff move them."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="time_off"
    )
    reason = models.CharField(_("reason"), max_length=120, blank=True, help_text=_("Seen by staff only."))

    class Meta(Span.Meta):
        verbose_name = verbose_name_plural = _("time off")

    def __str__(self) -> str:
        return self.reason or str(_("Time off"))


class ExtraSession(Span, Session):
    """When a clinician sees patients once, beyond the weekly hours."""

    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.CASCADE, related_name="extra_sessions"
    )

    class Meta(Span.Meta):
        verbose_name, verbose_name_plural = _("extra session"), _("extra sessions")

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} UTC"
