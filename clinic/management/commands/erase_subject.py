"""`manage.py erase_subject`: every word of one person goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from appointments.actions import erase
from clinic.common import security
from clinic.common.security import SecurityEvent
from clinic.management.subjects import requests_of


class Command(BaseCommand):
    help = "Take every word out of the requests of one person. Without --yes it only says which they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("said", nargs="+", help="references, or an email or phone that is theirs alone")
        parser.add_argument("--yes", action="store_true", help="erase them: nobody can bring them back")

    def handle(self, *args: Any, said: list[str], yes: bool, **options: Any) -> None:
        found = [one for one in requests_of(said) if not one.erased_at]
        for one in found:
            self.stdout.write(f"{one.spoken_reference}  {one.who_asks}  {one.get_status_display()}")
        still_open = [one.spoken_reference for one in found if one.is_open]
        if still_open:
            raise CommandError(f"Still open: {', '.join(still_open)}. Cancel or decline them at the desk first.")
        if not yes:
            self.stdout.write("Nothing was erased. With --yes, these are.")
            return
        with transaction.atomic():
            for one in found:
                erase(request=one, by=None, address="", now=timezone.now())
        security.note(SecurityEvent.ERASED, requests=len(found), by="manage.py")
        self.stdout.write(f"{len(found)} erased.")
