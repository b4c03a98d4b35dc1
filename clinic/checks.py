"""`manage.py check --deploy` names what production still lacks."""

from typing import Any

from django.conf import settings
from django.core import checks

WANTED = {
    "CLINIC_NAME": "the clinic's name, shown beside the doctor's",
    "CLINIC_PHONE": "a phone number, for those who cannot use the form",
    "EMERGENCY_NUMBER": "the number to call in an emergency, such as 112",
    "NOTIFICATION_ADDRESS": "where the clinic is told of a new request",
    "SECURITY_CONTACT": "whom to tell of a weakness of the site",
    "PHONE_REGION": "the country whose phone numbers may be written without a prefix, such as ES",
}


def what_production_still_lacks(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn of each setting without which patients or staff would miss something."""
    lacking: list[checks.CheckMessage] = [
        checks.Warning(f"{name} is blank.", hint=f"Expected: {meaning}.", id=f"clinic.W{number:03}")
        for number, (name, meaning) in enumerate(WANTED.items(), start=1)
        if not getattr(settings, name)
    ]
    if "dummy" in settings.EMAIL_BACKEND:
        hint = "Expected: EMAIL_URL, such as smtp+tls://user:password@host:587. Until then no mail leaves."
        lacking.append(checks.Warning("EMAIL_URL is blank.", hint=hint, id="clinic.W100"))
    if "/" not in settings.TIME_ZONE or settings.TIME_ZONE.startswith("Etc/"):
        hint = "Expected: the zone of the clinic's place, such as Europe/Madrid: every time is shown in it."
        lacking.append(checks.Warning(f"CLINIC_TIME_ZONE is {settings.TIME_ZONE}.", hint=hint, id="clinic.W101"))
    return lacking
