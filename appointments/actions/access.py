"""Who looked is written down, in the transaction of what was done: nobody sees or takes what could not be noted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from appointments.models import AccessLog, Clinician, ConsultationRequest

ROWS_AT_ONCE = 1_000


def log_look(*, kind: AccessLog.Kind, request: ConsultationRequest, by: User, address: str, now: datetime) -> None:
    """One request was opened, printed, changed or erased."""
    AccessLog.objects.create(kind=kind, request=request, by=by, address=address, at=now)


def log_search(*, by: User, address: str, now: datetime) -> None:
    """Somebody searched. For what may be a name, and is not written down."""
    AccessLog.objects.create(kind=AccessLog.Kind.SEARCHED, by=by, address=address, at=now)


@transaction.atomic
def log_export(*, requests: Iterable[int], by: User, address: str, now: datetime) -> int:
    """These requests, by their numbers, were taken out as a table. Answers how many they were."""
    kind, numbers, count = AccessLog.Kind.EXPORTED, iter(requests), 0
    while some := list(islice(numbers, ROWS_AT_ONCE)):
        rows = [AccessLog(kind=kind, request_id=number, by=by, address=address, at=now) for number in some]
        count += len(AccessLog.objects.bulk_create(rows))
    return count


def log_feed(*, clinician: Clinician, address: str, now: datetime) -> None:
    """A calendar program read a diary. Who that is cannot be known: `address` is where it stood."""
    AccessLog.objects.create(kind=AccessLog.Kind.FEED_READ, clinician=clinician, address=address, at=now)


@transaction.atomic
def forget_looks(*, most: int, now: datetime) -> int:
    """What has been kept for ACCESS_LOG_DAYS, `most` at once: whoever works meanwhile waits for no more than that.

    Answers how many looks are gone.
    """
    old = AccessLog.objects.filter(at__lt=now - timedelta(days=settings.ACCESS_LOG_DAYS)).order_by("at")
    return AccessLog.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:most])).forget()
