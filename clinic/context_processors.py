"""What every template knows of the clinic. Blank settings are blank here too, and templates do not show them."""

import json

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe


def clinic(request: HttpRequest) -> dict[str, object]:
    return {
        "clinic": {
            "name": settings.CLINIC_NAME,
            "doctor": settings.DOCTOR_NAME,
            "phone": settings.CLINIC_PHONE,
            "address": settings.CLINIC_ADDRESS,
            "opening_hours": settings.CLINIC_OPENING_HOURS,
            "emergency_number": settings.EMERGENCY_NUMBER,
            "reply_working_days": settings.REPLY_WORKING_DAYS,
        },
        "canonical": settings.PUBLIC_ORIGIN + request.path,
        "website": structured_website(),
    }


def structured_website() -> SafeString:
    """What search engines are told of the site as a whole: schema.org's WebSite, as JSON-LD."""
    name = settings.CLINIC_NAME or settings.DOCTOR_NAME
    site = {"@context": "https://schema.org", "@type": "WebSite", "name": name, "url": f"{settings.PUBLIC_ORIGIN}/"}
    # A name is a setting: whatever it holds must not close the element it stands in.
    return mark_safe(json.dumps(site, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S308
