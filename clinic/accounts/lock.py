"""The lock after wrong sign-ins. It is on the pair of name and network address: who guesses shuts out nobody else."""

import hashlib
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from clinic.accounts.models import Attempts

FREE = 5
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


@transaction.atomic
def knock(name: str, address: str, now: datetime) -> timedelta:
    """Somebody wants to try. It is counted before it is known whether they are right, so that no two try at once.

    Answers how long they have to wait; then it was not counted.
    """
    row, _is_new = Attempts.objects.select_for_update().get_or_create(
        pair=_pair(name, address), defaults={"last_at": now}
    )
    if now - row.last_at > FORGOTTEN_AFTER:
        row.failures = 0
    wait = row.last_at + pause_after(row.failures) - now
    if wait > timedelta(0):
        return wait
    row.failures, row.last_at = row.failures + 1, now
    row.save()
    return timedelta(0)


def pause_after(failures: int) -> timedelta:
    """Twice as long after each further failure, up to an hour."""
    doublings = failures - FREE
    return min(FIRST_PAUSE * (1 << min(doublings, 10)), LONGEST_PAUSE) if doublings >= 0 else timedelta(0)


def is_locked(name: str, address: str) -> bool:
    """Whether the attempt that failed just now was one too many."""
    return Attempts.objects.filter(pair=_pair(name, address), failures__gte=FREE).exists()


@transaction.atomic
def was_right(name: str, address: str) -> None:
    """The attempt was no failure; those before it still count until the sign-in is whole."""
    row = Attempts.objects.select_for_update().filter(pair=_pair(name, address)).first()
    if row:
        row.failures = max(row.failures - 1, 0)
        row.save()


def forgive(name: str, address: str) -> None:
    """The sign-in is whole: nothing counts any more."""
    Attempts.objects.filter(pair=_pair(name, address)).delete()


def forget_attempts(now: datetime) -> None:
    Attempts.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()


def _pair(name: str, address: str) -> str:
    """Neither what was typed nor from where is kept: it may be a password that slipped into the wrong field."""
    said = f"{name.strip().casefold()}\0{address}".encode()
    return hmac.new(b"clinic.accounts.lock" + settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()
