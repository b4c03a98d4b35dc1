"""A request comes in."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import get_language, get_supported_language_variant, override

from appointments.actions.details import Details
from appointments.actions.limits import MOST_MAILS_AN_HOUR, TooManyRequests, keyed, lately, sender_key
from appointments.lifecycle import Status
from appointments.mail import queue
from appointments.models import ConsultationRequest, Event
from appointments.models.request import PRIVATE_PAGE_LASTS
from appointments.text import consent

SAME_SENDING = timedelta(hours=1)
MOST_TRIES = 5


def submit(*, details: Details, source: str, address: str, is_trapped: bool, now: datetime) -> ConsultationRequest:
    """Store a request, once. A double click, or a retry within the hour, is answered with the request it made.

    Only to its own sender: the same words from another network address, or from an unknown one, are another request.

    Writes the request, its first event and the mail owed to patient and clinic. An older record is never touched.
    Raises TooManyRequests, and Django's DatabaseError when it could not be stored.
    """
    sent_from = sender_key(address, now)
    tries = 0
    while True:
        twin, key = _twin_or_free_key(details, address, now)
        if twin:
            return twin
        suspicion = _suspicion(details["email"], address, is_trapped=is_trapped, now=now)
        try:
            return _store_submission(details, key, source, sent_from, suspicion, now)
        except IntegrityError:
            # A twin was stored meanwhile; or, very rarely, the random reference was taken, and another is drawn.
            tries += 1
            if tries == MOST_TRIES:
                raise


def _twin_or_free_key(details: Details, address: str, now: datetime) -> tuple[ConsultationRequest | None, str | None]:
    """The request that this same sending made, if it did; otherwise a key that none holds.

    Whose address is unknown has neither: they cannot be told from anybody else who knows the words.
    """
    generation = 0
    while address:
        key = dedupe_key(details, address, generation)
        known = ConsultationRequest.objects.filter(dedupe_key=key)
        # Nearly always there is none: to ask that costs a third of asking for the row.
        twin = known.first() if known.exists() else None
        if twin is None or _is_same_sending(twin, now):
            return twin, key
        generation += 1
    return None, None


def _is_same_sending(twin: ConsultationRequest, now: datetime) -> bool:
    """Recent and untouched. Otherwise a neighbor who knows the words would be let into a page that is in use."""
    is_untouched = twin.status == Status.NEW and not twin.changed_at
    # A twin may be the later one: of many writers at once, the first to read the clock is not the first to store.
    return is_untouched and abs(now - twin.submitted_at) < SAME_SENDING


@transaction.atomic
def _store_submission(
    details: Details, key: str | None, source: str, sent_from: str, suspicion: str, now: datetime
) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(
        **details,
        **_consent(_language_read(), now),
        status=Status.NEW,
        submitted_at=now,
        page_expires_at=now + PRIVATE_PAGE_LASTS,
        source=source,
        sent_from=sent_from,
        suspicion=suspicion,
        dedupe_key=key,
    )
    Event.objects.create(request=request, kind=Event.Kind.SUBMITTED, at=now)
    queue.owe_submitted(request, now)
    return request


def _suspicion(email: str, address: str, *, is_trapped: bool, now: datetime) -> str:
    """Why staff should look before anybody answers, or nothing. Raises TooManyRequests."""
    recent = lately(now, address=address, email=email)
    if recent.taken + recent.refused >= settings.BURST_REFUSE:
        raise TooManyRequests
    if is_trapped:
        return ConsultationRequest.Suspicion.TRAP
    if recent.taken >= settings.BURST_SUSPECT:
        return ConsultationRequest.Suspicion.BURST
    return ConsultationRequest.Suspicion.INBOX if recent.mailed >= MOST_MAILS_AN_HOUR else ""


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
        return _store_entry(details, key, note, by, now)
    except IntegrityError:
        # A double click, stored meanwhile by the other one. If it was something else, there is none, and it is raised.
        twin = ConsultationRequest.objects.filter(dedupe_key=key).first()
        if not twin:
            raise
        return twin


@transaction.atomic
def _store_entry(details: Details, key: str, note: str, by: User, now: datetime) -> ConsultationRequest:
    request = ConsultationRequest.objects.create(
        **details,
        **_consent(settings.LANGUAGE_CODE, now, " by phone"),
        status=Status.CONTACTED,
        submitted_at=now,
        first_contacted_at=now,
        page_expires_at=now + PRIVATE_PAGE_LASTS,
        assigned_to=None,
        dedupe_key=key,
    )
    Event.objects.create(request=request, kind=Event.Kind.ENTERED, at=now, by=by, note=note)
    queue.owe_received(request, now)
    return request


def _language_read() -> str:
    """The language that the page was read in; the clinic's own where it is none of the site's."""
    try:
        return get_supported_language_variant(get_language() or "")
    except LookupError:
        return settings.LANGUAGE_CODE


def _consent(language: str, now: datetime, how: str = "") -> dict[str, Any]:
    """The language they are written to from now on, and the words they agreed to, which were in it."""
    with override(language):
        digest = consent.digest()
    return {
        "language": language,
        "consent_version": f"{consent.VERSION}{how}",
        "consent_digest": digest,
        "consent_language": language,
        "consented_at": now,
    }


def dedupe_key(details: Mapping[str, object], address: str, generation: int) -> str:
    """HMAC-SHA256 of sender and canonical content, in hexadecimal. Keyed, so that it tells nothing of either.

    `generation` is 0 for the first request of this sender with this content, 1 for the next one, sent anew later, and
    so on. The sender's network address counts as it is, whatever the day: a retry may come after midnight.

    The content decides, not a hidden number in the form: pages are cached, so two patients may hold the same form. It
    decides nothing alone: whoever knows somebody's name and email address knows all that a short form holds.
    """
    content = json.dumps(details, sort_keys=True, ensure_ascii=False)
    return keyed("dedupe", f"{generation} {address} {content}")
