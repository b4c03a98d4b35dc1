"""Care with a time and a clinician, and the cells of the diary it holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import (
    CheckConstraint,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    UniqueConstraint,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.lifecycle import HOLDS_THE_DIARY, AppointmentStatus
from appointments.models.choices import VisitType
from appointments.models.clinician import CELL_MINUTES, LONGEST_VISIT_MINUTES, Clinician
from appointments.models.request import ConsultationRequest

CELL = timedelta(minutes=CELL_MINUTES)
LONGEST_VISIT = timedelta(minutes=LONGEST_VISIT_MINUTES)
# SQLite needs to be told what each part of the sum is.
LENGTH = ExpressionWrapper(Cast("minutes", IntegerField()) * Value(timedelta(minutes=1)), DurationField())
ENDS_AT = ExpressionWrapper(F("starts_at") + LENGTH, DateTimeField())


class MinuteOf(Func):
    """A moment as whole minutes since 1970: the databases reckon faster than they hand out moments."""

    template = "(EXTRACT(EPOCH FROM %(expressions)s)::bigint / 60)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 60)", **context
        )


HELD_ONCE = "diarycell_is_held_once"  # its name, or its table's, is in what either database says when it refuses


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def offered(self) -> AppointmentQuerySet:
        return self.filter(status=AppointmentStatus.OFFERED)

    def booked(self) -> AppointmentQuerySet:
        return self.filter(status=AppointmentStatus.BOOKED)

    def holding(self) -> AppointmentQuerySet:
        """Those that stand in the diary."""
        return self.filter(status__in=sorted(HOLDS_THE_DIARY))

    def choosable(self, now: datetime) -> AppointmentQuerySet:
        """Offered, and not run out."""
        return self.offered().filter(expires_at__gt=now)

    def released_since(self, moment: datetime) -> AppointmentQuerySet:
        """Offered once, and taken back since before it ran out."""
        return self.filter(status=AppointmentStatus.RELEASED, closed_at__gt=moment, expires_at__gt=F("closed_at"))

    def expired(self, now: datetime) -> AppointmentQuerySet:
        """Offered still, though what was offered has run out."""
        return self.offered().filter(expires_at__lte=now)

    def over(self, now: datetime) -> AppointmentQuerySet:
        """Those that have ended."""
        begun = self.filter(starts_at__lt=now).alias(end=ENDS_AT)
        return begun.filter(Q(starts_at__lte=now - LONGEST_VISIT) | Q(end__lte=now))  # few ends are to be reckoned

    def not_over(self, now: datetime) -> AppointmentQuerySet:
        """Those to come, or going on."""
        # The end is reckoned, and no index knows it: when the longest of them began is what a database looks up.
        return self.filter(starts_at__gt=now - LONGEST_VISIT).alias(end=ENDS_AT).filter(end__gt=now)

    def between(self, start: datetime, end: datetime) -> AppointmentQuerySet:
        """Those that begin from `start` on and before `end`."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class Appointment(models.Model):
    """Care with a time and a clinician: offered, or agreed on. Written by `actions` alone.

    `uid` names the event in the patient's calendar and `sequence` counts its changes (RFC 5545). When another time
    replaces a booked one, both go on to it, so that the calendar moves the event it has.
    """

    request = models.ForeignKey(
        ConsultationRequest, verbose_name=_("request"), on_delete=models.PROTECT, related_name="appointments"
    )
    clinician = models.ForeignKey(
        Clinician, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="appointments"
    )
    status = models.CharField(_("status"), max_length=9, choices=AppointmentStatus, editable=False)
    starts_at = models.DateTimeField(_("begins"))
    agreed_clock = models.CharField(_("time agreed on"), max_length=16, blank=True, editable=False)
    agreed_zone = models.CharField(_("time zone agreed in"), max_length=64, blank=True, editable=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    buffer_minutes = models.PositiveSmallIntegerField(_("pause after it, in minutes"), default=0)
    visit_type = models.CharField(_("kind of visit"), max_length=9, choices=VisitType)
    directions = models.CharField(
        _("where or how"), max_length=200, blank=True, help_text=_("The room, or how the call is joined.")
    )
    offered_at = models.DateTimeField(_("offered"), null=True)
    expires_at = models.DateTimeField(_("offer ends"), null=True)
    booked_at = models.DateTimeField(_("booked"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    uid = models.UUIDField(_("name in calendars"), default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(_("changes so far"), default=0)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("appointment"), _("appointments")
        ordering = ["starts_at", "pk"]
        constraints = [
            CheckConstraint(name="appointment_status_is_known", condition=Q(status__in=AppointmentStatus.values)),
            CheckConstraint(
                name="appointment_has_one_visit_type",
                condition=Q(visit_type__in=[value for value in VisitType.values if value != VisitType.ANY]),
            ),
            CheckConstraint(name="appointment_lasts", condition=Q(minutes__gte=CELL_MINUTES)),
            CheckConstraint(
                name="offer_expires", condition=~Q(status=AppointmentStatus.OFFERED) | Q(expires_at__isnull=False)
            ),
            CheckConstraint(
                name="booked_has_a_time_of_booking",
                condition=Q(status__in=[AppointmentStatus.OFFERED, AppointmentStatus.RELEASED])
                | Q(booked_at__isnull=False),
            ),
            UniqueConstraint(
                name="one_booked_appointment_a_request",
                fields=["request"],
                condition=Q(status=AppointmentStatus.BOOKED),
            ),
        ]
        indexes = [
            models.Index(fields=["clinician", "starts_at"]),
            models.Index(fields=["starts_at"]),
            models.Index(fields=["expires_at"], name="offers_that_expire", condition=Q(status="offered")),
            models.Index(
                fields=["starts_at", "request", "minutes"], name="visits_booked", condition=Q(status="booked")
            ),
            models.Index(
                fields=["starts_at"],
                name="visits_without_link",
                condition=Q(status="booked", visit_type="video", directions=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request.spoken_reference} {self.starts_at:%Y-%m-%d %H:%M} UTC"

    def agree_on(self, starts_at: datetime) -> None:
        """Take a time, and keep beside the moment what the clinic's clock shows then: that is what patients are told.

        The rules of a zone change, and so may CLINIC_TIME_ZONE: then the moment reads otherwise (see `diary.check`).
        """
        self.starts_at = starts_at
        self.agreed_clock = self.clock_now
        self.agreed_zone = settings.TIME_ZONE

    @property
    def clock_now(self) -> str:
        """`2026-11-24T10:30`: what the clinic's clock shows when it begins, by the zone and the rules of today."""
        return f"{timezone.localtime(self.starts_at):%Y-%m-%dT%H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When the visit ends; the pause behind it is not part of it."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def frees_diary_at(self) -> datetime:
        """When the next visit may start."""
        return self.ends_at + timedelta(minutes=self.buffer_minutes)

    @property
    def is_offered(self) -> bool:
        return self.status == AppointmentStatus.OFFERED

    @property
    def is_booked(self) -> bool:
        return self.status == AppointmentStatus.BOOKED

    def is_choosable(self, now: datetime) -> bool:
        """Offered, and not run out."""
        return self.is_offered and self.expires_at is not None and self.expires_at > now

    def has_begun(self, now: datetime) -> bool:
        """From here on it can be said that the patient did not come."""
        return self.starts_at <= now

    def is_over(self, now: datetime) -> bool:
        """It has ended: it is not moved or taken back any more, and somebody says whether the patient came."""
        return self.ends_at <= now

    def has_its_day(self, now: datetime) -> bool:
        """Its day has come, on the clinic's clock: from here on it can be said that the patient came."""
        return timezone.localdate(self.starts_at) <= timezone.localdate(now)

    def cell_starts(self) -> Iterator[datetime]:
        """The beginnings of the cells that it fills, pause included, in order."""
        at = self.starts_at
        while at < self.frees_diary_at:
            yield at
            at += CELL


class DiaryCell(models.Model):
    """Five minutes of a clinician's diary, held by one appointment. It is what makes double booking impossible."""

    appointment = models.ForeignKey(
        Appointment, verbose_name=_("appointment"), on_delete=models.CASCADE, related_name="cells"
    )
    clinician = models.ForeignKey(Clinician, verbose_name=_("clinician"), on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(_("begins"))

    class Meta:
        verbose_name, verbose_name_plural = _("cell of the diary"), _("cells of the diary")
        ordering = ["clinician", "starts_at"]
        constraints = [UniqueConstraint(name=HELD_ONCE, fields=["clinician", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} UTC"
