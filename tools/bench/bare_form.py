"""The limit of a sending, without middleware: the form, two look-ups and the same four rows by the ORM."""

import os
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

os.environ["DJANGO_SETTINGS_MODULE"] = "clinic.settings"
settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
application = get_wsgi_application()

from django.utils import timezone  # noqa: E402 - once Django is set up

from appointments.booking.forms import ConsultationForm  # noqa: E402
from appointments.models import ConsultationRequest, Event, Message  # noqa: E402

TEN_MINUTES, A_YEAR = timedelta(minutes=10), timedelta(days=365)


def book(request: HttpRequest) -> HttpResponse:
    form = ConsultationForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    now, key, sender = timezone.now(), secrets.token_hex(32), secrets.token_hex(32)
    ConsultationRequest.objects.filter(dedupe_key=key).first()
    ConsultationRequest.objects.filter(sent_from=sender, submitted_at__gt=now - TEN_MINUTES).count()
    with transaction.atomic():
        made = ConsultationRequest.objects.create(
            **form.details(),
            status="new",
            submitted_at=now,
            page_expires_at=now + A_YEAR,
            consent_version="2026-11",
            consent_digest=key,
            consent_language="en",
            language="en",
            consented_at=now,
            source=form.cleaned_data["source"],
            sent_from=sender,
            dedupe_key=key,
        )
        Event.objects.create(request=made, kind="submitted", at=now)
        for kind, to in (("received", made.email), ("new_request", settings.NOTIFICATION_ADDRESS)):
            Message.objects.create(request=made, kind=kind, to=to, created_at=now, next_try_at=now)
    return HttpResponse(status=303, headers={"Location": f"/requests/{made.token}/", "Content-Length": "0"})


urlpatterns = [path("book/", book), path("healthz", lambda request: HttpResponse())]
