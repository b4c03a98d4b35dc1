"""Who looked at what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from appointments.models.clinician import Clinician
from appointments.models.request import ConsultationRequest
from clinic.common.append_only import AppendOnly, AppendOnlyQuerySet


class AccessLog(AppendOnly):
    """One look at one request, or one search, or one reading of a diary's calendar. Never what was searched for.

    `by` is empty where the site itself erased what was kept for its time, and where a calendar program read a diary:
    whoever has its link may be anybody. `address` is the network
    address as `clinic.common.address` tells it, blank where it is unknown. Kept for ACCESS_LOG_DAYS.
    """

    class Kind(models.TextChoices):
        VIEWED = "viewed", pgettext_lazy("access", "Opened")
        SEARCHED = "searched", pgettext_lazy("access", "Searched")
        PRINTED = "printed", pgettext_lazy("access", "Opened to print")
        EXPORTED = "exported", pgettext_lazy("access", "Taken out as a table")
        FEED_READ = "feed_read", pgettext_lazy("access", "Diary read by a calendar program")
        CHANGED = "changed", pgettext_lazy("access", "Changed")
        ERASED = "erased", pgettext_lazy("access", "Erased")

    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by whom"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("what was done"), max_length=9, choices=Kind)
    request = models.ForeignKey(
        ConsultationRequest,
        verbose_name=_("request"),
        on_delete=models.PROTECT,
        null=True,
        related_name="looks",
        db_index=False,
    )
    clinician = models.ForeignKey(
        Clinician, verbose_name=_("whose diary"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    address = models.CharField(_("from network address"), max_length=64, blank=True)

    objects = AppendOnlyQuerySet["AccessLog"].as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("look"), _("who looked")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["at"]),
            models.Index(fields=["by", "at"]),
            models.Index(fields=["kind", "at"]),
            models.Index(fields=["request", "at"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_look_is_at_what_its_kind_says",
                condition=models.Q(kind="searched", request=None, clinician=None, by__isnull=False)
                | models.Q(kind="feed_read", request=None, clinician__isnull=False)
                | models.Q(
                    kind__in=["viewed", "printed", "exported", "changed"],
                    request__isnull=False,
                    clinician=None,
                    by__isnull=False,
                )
                | models.Q(kind="erased", request__isnull=False, clinician=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M} UTC"
