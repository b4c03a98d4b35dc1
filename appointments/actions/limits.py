"""How much one sender may send, taken or refused, and how much mail one mailbox gets, whoever asks for it."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction

from appointments.models import ConsultationRequest, LinkWish, Message, RefusedForm

WINDOW = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_MAILS_AN_HOUR = 5

# What anybody can have sent to a mailbox that is not theirs.
FOR_THE_ASKING = (Message.Kind.RECEIVED, Message.Kind.LINK, Message.Kind.REPLACED)


class TooManyRequests(Exception):
    """More came from one network address, or goes to one mailbox, than a hospital or a family would send or get."""


def taken_lately(address: str, now: datetime) -> int:
    """How many requests of this sender were stored in the last ten minutes. None where the address is unknown."""
    theirs = ConsultationRequest.objects.filter(sent_from__in=_lately_known_as(address, now))
    return theirs.filter(submitted_at__gt=now - WINDOW).count()


def refused_lately(address: str, now: datetime) -> int:
    """How many forms of this sender were refused in the last ten minutes. None where the address is unknown."""
    theirs = RefusedForm.objects.filter(sent_from__in=_lately_known_as(address, now))
    return theirs.filter(refused_at__gt=now - WINDOW).count()


@transaction.atomic
def count_refused(*, address: str, now: datetime) -> None:
    """A form of this sender was refused for its answers. Nothing of them is kept, and this for ten minutes.

    Raises TooManyRequests where it is one too many, and then counts no further.
    """
    if not address:
        return
    _forget_refused(now)
    if taken_lately(address, now) + refused_lately(address, now) >= settings.BURST_REFUSE:
        raise TooManyRequests
    RefusedForm.objects.create(sent_from=sender_key(address, now), refused_at=now)


@transaction.atomic
def forget_senders(*, now: datetime) -> None:
    """Of who was refused, or asked for a link, what no limit counts any more. A wish is first answered."""
    _forget_refused(now)
    LinkWish.objects.filter(asked_at__lt=now - A_DAY, answered_at__isnull=False).delete()


def _forget_refused(now: datetime) -> None:
    RefusedForm.objects.filter(refused_at__lte=now - WINDOW).delete()


def is_mailbox_full(email: str, now: datetime) -> bool:
    """Whether it was owed as much mail within the hour as strangers may have sent to it. What is held back is not."""
    owed = Message.objects.filter(kind__in=FOR_THE_ASKING, created_at__gt=now - AN_HOUR, request__suspicion="")
    return bool(email) and owed.filter(to__iexact=email).count() >= MOST_MAILS_AN_HOUR


def sender_key(address: str, at: datetime) -> str:
    """A network address that can be compared within one day (UTC), and neither read nor followed to the next.

    Empty for an unknown address: strangers must not be counted as one.
    """
    return keyed("sender", f"{at:%Y-%m-%d} {address}") if address else ""


def _lately_known_as(address: str, now: datetime) -> set[str]:
    """A sender's keys within the last ten minutes: two, just after midnight."""
    return {sender_key(address, at) for at in (now, now - WINDOW)} if address else set()


def keyed(purpose: str, content: str) -> str:
    """An HMAC that tells nothing of `content` to who has only the database."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{content}".encode(), sha256).hexdigest()
