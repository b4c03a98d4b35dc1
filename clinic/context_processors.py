"""What every template knows of the clinic. Blank settings are blank here too, and templates do not show them."""

from django.conf import settings
from django.http import HttpRequest


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
    }
