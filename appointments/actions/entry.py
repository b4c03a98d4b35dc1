"""A request comes in by phone, and staff write it down."""

from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from appointments.actions.details import Details
from appointments.lifecycle import Status
from appointments.mail import queue as messages
from appointments.models import ConsultationRequest, Event
from appointments.models.request import PRIVATE_PAGE_LASTS
from appointments.text import consent


def enter_by_phone(*, details: Details, entry: str, note: str, by: User, now: datetime) -> ConsultationRequest:
    """Store what a caller said. They have been talked to, so the request is contacted, and agreed to it on the phone.

    `entry` names this one filling in of the form: sent twice, it is one request. With an email address the caller is
    sent the link to the private page.
    """
    key = sha256(f"phone {entry}".encode()).hexdigest()
    known = ConsultationRequest.objects.filter(dedupe_key=key).first()
    if known:
        return known
    try:
        return _store(details, key, note, by, now)
    except IntegrityError:
        # A double click, stored meanwhile by the other one. If it was something else, there is none, and it is raised.
        twin = ConsultationRequest.objects.filter(dedupe_key=key).first()
        if not twin:
            raise
        return twin


@transaction.atomic
def _store(details: Details, key: str, note: str, by: User, now: datetime) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(
        **details,
        status=Status.CONTACTED,
        submitted_at=now,
        first_contacted_at=now,
        page_expires_at=now + PRIVATE_PAGE_LASTS,
        consent_version=f"{consent.VERSION} by phone",
        consent_digest=consent.digest(),
        consented_at=now,
        assigned_to=None,
        dedupe_key=key,
    )
    Event.objects.create(request=request, kind=Event.Kind.ENTERED, at=now, by=by, note=note)
    messages.owe_received(request, now)
    return request
