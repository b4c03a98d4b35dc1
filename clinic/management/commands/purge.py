"""`manage.py purge`: erase what has been kept for its time. The jobs do the same, a few at a time."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Count, Min
from django.utils import timezone

from appointments.actions import erase_what_is_due
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from clinic.common.ending import held_back

AT_ONCE = 100
ROW = "{:<24}{:>12}{:>8}  {}"


class Command(BaseCommand):
    help = "Erase what has been kept for its time (KEEP_…_DAYS). It can be stopped at any time and run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="erase nothing; print how much it would be")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        self._print_table()
        if not dry_run:
            self._erase()

    def _print_table(self) -> None:
        due = ConsultationRequest.objects.kept_too_long(timezone.now()).order_by()
        counted = due.values("status").annotate(many=Count("pk"), oldest=Min("submitted_at"))
        found = {row["status"]: (row["many"], row["oldest"]) for row in counted}
        self.stdout.write(ROW.format("Status", "kept, days", "due", "oldest"))
        for status, days in settings.KEEP_DAYS.items():
            many, first = found.get(status, (0, None))
            oldest = f"{timezone.localtime(first):%Y-%m-%d}" if first else "–"
            self.stdout.write(ROW.format(str(Status(status).label), days, many, oldest))

    def _erase(self) -> None:
        all_due, done = ConsultationRequest.objects.kept_too_long(timezone.now()).count(), 0
        with held_back() as ending:
            while not ending.is_asked() and (some := erase_what_is_due(most=AT_ONCE, now=timezone.now())):
                done += some
                self.stdout.write(f"{done} of {max(all_due, done)} erased")
        if done < all_due:
            self.stdout.write(f"Stopped. {all_due - done} are left: run it again.")
