"""A request comes in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from appointments import consent, messages
from appointments.dedupe import dedupe_key, sender_key
from appointments.details import Details
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest, Event
from appointments.models.request import PRIVATE_PAGE_LASTS

BURST_WINDOW = timedelta(minutes=10)
TRIES = 3


class TooManyRequests(Exception):
    """More requests came from one network address than a hospital or a family would send."""


def submit(*, details: Details, source: str, address: str, is_trapped: bool, now: datetime) -> ConsultationRequest:
    """Store a request, once. Answers with the request that already holds this content, if there is one.

    Writes the request, its first event and the mail owed to patient and clinic. An older record is never touched.
    Raises TooManyRequests, and Django's DatabaseError when it could not be stored.
    """
    key = dedupe_key(details)
    known = ConsultationRequest.objects.filter(dedupe_key=key)
    if twin := known.first():
        return twin
    sent_from = sender_key(address, f"{now:%Y-%m-%d}")
    suspicion = _suspicion(sent_from, is_trapped=is_trapped, now=now)
    for attempt in range(TRIES):
        try:
            return _store(details, key, source, sent_from, suspicion, now)
        except IntegrityError:
            # Either a twin was stored meanwhile, or, very rarely, the random reference was taken: draw another.
            if twin := known.first():
                return twin
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _store(
    details: Details, key: str, source: str, sent_from: str, suspicion: str, now: datetime
) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(
        **details,
        status=Status.NEW,
        submitted_at=now,
        page_expires_at=now + PRIVATE_PAGE_LASTS,
        consent_version=consent.VERSION,
        consent_digest=consent.digest(),
        consented_at=now,
        source=source,
        sent_from=sent_from,
        suspicion=suspicion,
        dedupe_key=key,
    )
    Event.objects.create(request=request, kind=Event.Kind.SUBMITTED, at=now)
    messages.owe_received(request, now)
    messages.owe_new_request(request, now)
    return request


def _suspicion(sent_from: str, *, is_trapped: bool, now: datetime) -> str:
    """Why staff should look before anybody answers, or nothing. Raises TooManyRequests."""
    recent = ConsultationRequest.objects.filter(sent_from=sent_from, submitted_at__gt=now - BURST_WINDOW).count()
    if recent >= settings.BURST_REFUSE:
        raise TooManyRequests
    if is_trapped:
        return ConsultationRequest.Suspicion.TRAP
    return ConsultationRequest.Suspicion.BURST if recent >= settings.BURST_SUSPECT else ""
