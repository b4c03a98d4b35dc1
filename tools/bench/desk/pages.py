"""What is looked at. Every address is of the clinic as it was first made, so that its copies have the same."""

from datetime import timedelta
from urllib.parse import quote_plus

from django.urls import reverse
from django.utils import timezone

from appointments.models import Clinician, ConsultationRequest, Message

LIST = "/admin/appointments/consultationrequest/"
MAIL = "/admin/appointments/message/"
FIRST_MADE = 10_000
FILTERS = {
    "queue": [
        "overdue",
        "new",
        "other-times",
        "find-a-time",
        "nobody-there",
        "to-phone",
        "news",
        "to-record",
        "suspects",
        "no-link",
        "waiting",
    ],
    "status__exact": ["new", "booked", "attended", "spam"],
    "of": ["me", "nobody"],
    "suspect": ["yes", "no"],
    "news": ["changed"],
    "for": ["self", "other"],
    "topic": ["fatigue"],
    "access": ["wheelchair"],
}


def pages() -> dict[str, str]:
    """Their names, and their addresses."""
    return {"start page": "/admin/"} | _list() | _searches() | _screens() | _mail() | _calendar()


def _list() -> dict[str, str]:
    found = {"list, first page": LIST}
    for name, values in FILTERS.items():
        found |= {f"list, {name}={value}": f"{LIST}?{name}={value}" for value in values}
    return found | {
        "list, today": f"{LIST}?{_since(1)}",
        "list, this year": f"{LIST}?{_since(300)}",
        "list, attended and fatigue": f"{LIST}?status__exact=attended&topic=fatigue",
        "list, mine and attended": f"{LIST}?status__exact=attended&of=me",
    }


def _since(days: int) -> str:
    day = timezone.localdate() - timedelta(days=days)
    return f"submitted_at__gte={quote_plus(f'{day} 00:00:00+00:00')}"


def _searches() -> dict[str, str]:
    somebody = ConsultationRequest.objects.filter(status="booked", pk__lte=FIRST_MADE).order_by("-submitted_at")[0]
    first, last = somebody.full_name.split(" ")
    typed = {
        "a whole name": somebody.full_name,
        "a first name": first,
        "inside a name": f"{first[2:]} {last[:3]}",
        "three letters": first[:3],
        "a phone": somebody.phone[-8:],
        "a whole phone": somebody.phone,
        "an email": somebody.email,
        "a reference": somebody.reference,
        "half a reference": somebody.reference[:4],
        "in vain": "Zzyzx",
    }
    narrowed = {f"list, searched by {what}": f"{LIST}?q={quote_plus(words)}&all=" for what, words in typed.items()}
    return narrowed | {"list, searched and narrowed": f"{LIST}?q={first}&status__exact=booked"}


def _screens() -> dict[str, str]:
    made = ConsultationRequest.objects.filter(pk__lte=FIRST_MADE, suspicion="").order_by("-submitted_at")
    statuses = ["new", "offered", "booked", "attended"]
    return {f"request screen, {each}": f"{LIST}{made.filter(status=each)[0].pk}/change/" for each in statuses}


def _mail() -> dict[str, str]:
    found = {
        "mail, first page": "",
        "mail, to phone": "?task=phone",
        "mail, failed": "?task=failed",
        "mail, given up": "?gave_up_at__isempty=0",
        "mail, not given up": "?gave_up_at__isempty=1",
        "mail, sent": "?sent_at__isempty=0",
        "mail, not sent": "?sent_at__isempty=1",
    }
    found |= {f"mail, {kind}": f"?kind__exact={kind}" for kind in (Message.Kind.REMINDER, Message.Kind.CANCELLED)}
    return {name: MAIL + query for name, query in found.items()}


def _calendar() -> dict[str, str]:
    calendar, clinician = reverse("admin:appointments_calendar"), Clinician.objects.all()[0].pk
    return {
        "calendar, a week of one diary": f"{calendar}?view=week&clinician={clinician}",
        "calendar, a day of twelve diaries": f"{calendar}?view=day",
        "calendar, a week of twelve diaries": f"{calendar}?view=week",
    }
