"""`manage.py check_diary`: does the diary equal the appointments, and does every status say what is there?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from appointments.diary.check import broken_invariants


class Command(BaseCommand):
    help = "Compare diary, appointments and requests. Ends with an error and one line for each thing that is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(broken_invariants())
        for line in broken:
            self.stderr.write(line)
        if broken:
            raise CommandError(f"The diary: found {len(broken)} contradictions, expected none.")
        self.stdout.write("The diary equals the appointments.")
