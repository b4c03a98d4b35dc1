"""Calendar files: a patient's appointment, and a clinician's diary for their own calendar. Reading changes nothing."""

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import set_response_etag
from django.views.decorators.http import require_safe

from appointments import actions
from appointments.mail import ics
from appointments.models import Appointment, Clinician, ConsultationRequest
from clinic.common.address import network_address
from clinic.common.responses import never_stored

FEED_BEGINS = timedelta(days=30)
FEED_ENDS = timedelta(days=365)


@require_safe
def appointment(request: HttpRequest, token: str) -> HttpResponse:
    """The booked appointment, as a file that calendars open."""
    now = timezone.now()
    found = get_object_or_404(ConsultationRequest.objects.readable_at(now), token=token)
    booked = get_object_or_404(found.appointments.booked().select_related("clinician", "request"))
    response = _calendar(ics.download(booked, now))
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Holds and bookings of one clinician, behind the secret address that the desk makes and revokes."""
    clinician = get_object_or_404(Clinician.objects.with_feed(), feed_token=token)
    now = timezone.now()
    actions.log_feed(clinician=clinician, address=network_address(request), now=now)
    response = _calendar(ics.feed(clinician, _in_feed(clinician, now)))
    # No cache may keep it; the calendar that reads it again may, and is answered 304 while nothing has changed.
    set_response_etag(response)
    return response


def _in_feed(clinician: Clinician, now: datetime) -> list[Appointment]:
    around = clinician.appointments.holding().between(now - FEED_BEGINS, now + FEED_ENDS)
    return list(around.select_related("request"))


def _calendar(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return never_stored(response)
