"""`manage.py export_subject`: everything of one person, as a page to read and as data."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from appointments.desk.subjects.everything import as_data, as_page
from clinic.common import security
from clinic.common.security import SecurityEvent
from clinic.management.subjects import requests_of


class Command(BaseCommand):
    help = "Write everything of one person into two files of a folder: person.html, to read, and person.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("said", nargs="+", help="references, or an email or phone that is theirs alone")
        parser.add_argument("--into", type=Path, required=True, help="a folder that is there")

    def handle(self, *args: Any, said: list[str], into: Path, **options: Any) -> None:
        if not into.is_dir():
            raise CommandError(f"--into: found no folder {into}, expected one that is there.")
        found = requests_of(said)
        data = {one.spoken_reference: as_data(one) for one in found}
        _write(into / "person.json", json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        _write(into / "person.html", as_page(found, timezone.now()))
        security.note(SecurityEvent.EXPORTED, requests=len(found), by="manage.py")
        self.stdout.write(f"{len(found)} requests of this person are in {into}. Whoever has the files can read them.")


def _write(path: Path, text: str) -> None:
    """A new file that nobody else can read."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text, "utf-8")
