"""`manage.py load_demo`: an invented clinic to try things in. Refused unless DEBUG is on."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from appointments import actions
from appointments.demo import DEMO_PASSWORD, DEMO_STAFF
from appointments.details import NOTHING, Details
from appointments.models import ConsultationRequest

# Hours ago, what they sent, whether the field that people do not see was filled in. All of them are invented.
INVENTED: list[tuple[int, dict[str, Any], bool]] = [
    (
        2,
        {
            "full_name": "Example Amparo",
            "email": "amparo@example.org",
            "phone": "+34919990001",
            "contact_by": "phone",
            "topics": ["fatigue", "spasticity"],
            "message": "Mornings are best.\nBy three in the afternoon I am done.",
            "days": ["mon", "wed"],
            "times": ["morning"],
            "access_needs": ["step_free", "longer_visit"],
        },
        False,
    ),
    (
        20,
        {
            "requested_for": "other",
            "full_name": "Example Bruno",
            "patient_name": "Example Carla",
            "relationship": "brother",
            "has_permission": True,
            "email": "bruno@example.org",
            "contact_by": "email",
            "topics": ["speech-and-swallowing", "family-and-carers"],
            "message": "She coughs when she drinks. I can come with her.",
            "visit_type": "in_person",
            "access_needs": ["wheelchair", "companion"],
        },
        False,
    ),
    (
        75,
        {
            "full_name": "Example Dolores",
            "phone": "+12025550143",
            "contact_by": "text",
            "topics": ["bladder-and-bowel"],
            "visit_type": "video",
            "times": ["afternoon", "evening"],
        },
        False,
    ),
    (
        98,
        {
            "full_name": "Example Elías",
            "email": "elias@example.org",
            "topics": ["disease-modifying-therapies", "diagnosis"],
            "access_needs": ["large_print", "hearing"],
            "access_notes": "I read lips. Face me when you talk.",
        },
        False,
    ),
    (
        5,
        {"full_name": "Example Robot", "email": "robot@example.org", "message": "Cheap watches"},
        True,
    ),
]


class Command(BaseCommand):
    help = "Create a demo staff account and a few invented requests. Only with DEBUG on. A second run adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("DEBUG: found off, expected on. The demo account's password is public.")
        _staff()
        if ConsultationRequest.objects.exists():
            return
        now = timezone.now()
        for hours, answers, is_trapped in INVENTED:
            _submit(answers, is_trapped, now - timedelta(hours=hours))
        self.stdout.write(f"{len(INVENTED)} invented requests made")


def _staff() -> None:
    people = get_user_model().objects
    if not people.filter(username=DEMO_STAFF).exists():
        people.create_superuser(DEMO_STAFF, "demo@example.org", DEMO_PASSWORD)


def _submit(answers: dict[str, Any], is_trapped: bool, at: datetime) -> None:
    details: Details = {**NOTHING, **answers}  # type: ignore[typeddict-item]
    actions.submit(
        details=details, source=(details["topics"] or ["home"])[0], address="", is_trapped=is_trapped, now=at
    )
