"""The clock of the machine that the jobs run on, as they last saw it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownClock(models.Model):
    """How far the wall clock was ahead of one that nobody sets, for the next run to notice what jumped since.

    Of one start of one machine: after the next start, the other clock begins anew, and nothing is known. Any number of
    machines may run the jobs on one database.
    """

    start = models.CharField(_("start of the machine"), max_length=64, primary_key=True)
    ahead = models.FloatField(_("seconds ahead"))
    jumped_at = models.FloatField(_("jumped after seconds"), null=True)  # null: it is believed

    class Meta:
        verbose_name, verbose_name_plural = _("known clock"), _("known clocks")
        default_permissions = ()

    def __str__(self) -> str:
        return self.start
