"""How much one sender may send, taken or refused, and how much mail one mailbox gets, whoever asks for it."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from appointments.models import LinkWish, Message, RefusedForm

WINDOW = timedelta(minutes=10)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_MAILS_AN_HOUR = 5

# What anybody can have sent to a mailbox that is not theirs.
FOR_THE_ASKING = (Message.Kind.RECEIVED, Message.Kind.LINK, Message.Kind.REPLACED)


class TooManyRequests(Exception):
    """More came from one network address, or goes to one mailbox, than a hospital or a family would send or get."""


class Lately(NamedTuple):
    """Of a sender in the last ten minutes: requests that were stored, and forms that were refused for their answers.

    Of a mailbox in the last hour: mail owed to it that anybody may ask for. What is held back is not owed.
    """

    taken: int
    refused: int
    mailed: int


# As text, because Django would put three such questions into SQL anew for every sending, which takes as long as storing
# it: a fifth of what a patient waits for.
COUNTED = """
    SELECT
        (SELECT COUNT(*) FROM appointments_consultationrequest
            WHERE sent_from IN (%(today)s, %(then)s) AND submitted_at > %(window)s),
        (SELECT COUNT(*) FROM appointments_refusedform
            WHERE sent_from IN (%(today)s, %(then)s) AND refused_at > %(window)s),
        (SELECT COUNT(*) FROM appointments_message JOIN appointments_consultationrequest
            ON appointments_consultationrequest.id = request_id
            WHERE UPPER("to") = UPPER(%(email)s) AND created_at > %(hour)s
            AND kind IN (%(received)s, %(link)s, %(replaced)s) AND suspicion = '')
"""


def lately(now: datetime, *, address: str = "", email: str = "") -> Lately:
    """What this sender sent and this mailbox was owed. Of an unknown one, nothing."""
    moment = connection.ops.adapt_datetimefield_value
    values = {
        "today": sender_key(address, now) or None,
        "then": sender_key(address, now - WINDOW) or None,  # another one just after midnight
        "window": moment(now - WINDOW),
        "email": email or None,
        "hour": moment(now - AN_HOUR),
        **{kind.value: kind.value for kind in FOR_THE_ASKING},
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, values)
        return Lately(*cursor.fetchone())


def refused_lately(address: str, now: datetime) -> int:
    """Alone, for those who ask for a link: they must learn nothing of requests, not even by how long it takes."""
    known_as = {sender_key(address, at) for at in (now, now - WINDOW)} - {""}
    return RefusedForm.objects.filter(sent_from__in=known_as, refused_at__gt=now - WINDOW).count()


@transaction.atomic
def count_refused(*, address: str, now: datetime) -> None:
    """A form of this sender was refused for its answers. Nothing of them is kept, and this for ten minutes.

    Raises TooManyRequests where it is one too many, and then counts no further.
    """
    if not address:
        return
    _forget_refused(now)
    recent = lately(now, address=address)
    if recent.taken + recent.refused >= settings.BURST_REFUSE:
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
    """Whether it was owed as much mail within the hour as strangers may have sent to it."""
    return lately(now, email=email).mailed >= MOST_MAILS_AN_HOUR


def sender_key(address: str, at: datetime) -> str:
    """A network address that can be compared within one day (UTC), and neither read nor followed to the next.

    Empty for an unknown address: strangers must not be counted as one.
    """
    return keyed("sender", f"{at:%Y-%m-%d} {address}") if address else ""


def keyed(purpose: str, content: str) -> str:
    """An HMAC that tells nothing of `content` to who has only the database."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{content}".encode(), sha256).hexdigest()
