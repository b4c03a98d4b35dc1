"""The sender of the mail that is owed. Any number may run at once: each takes rows that no other has."""

import logging
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from appointments.mail.compose import compose
from appointments.mail.faults import fault_of
from appointments.models import Message, SentLetter
from appointments.models.outbox import LEASE, LONGEST_PAUSE, OF_THE_SERVER, MailFault
from clinic.common.ending import Ended

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE_OF_SERVER = timedelta(minutes=5)  # when it is back, what waited leaves soon
PATIENCE_WITH_MAILBOX = timedelta(days=5)  # as long as mail servers have it with each other (RFC 5321, 4.5.4.1)
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def send_due(may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is due, as long as `may_go_on` says so before each. Answers how many messages left.

    Whatever fails stays owed, and is tried again later. If it is the mail server that fails, the rest is left for the
    next call: it would fail too, and use up its time. Without a mail server (EMAIL_URL blank) nothing is tried.
    An end that is asked for while the server is slow breaks off what it has not got whole: that is as if never begun.
    """
    if settings.EMAIL_BACKEND == NOWHERE:
        return 0
    sent = 0
    with closing(_Postbox()) as postbox, suppress(Ended):
        while may_go_on() and (message := _take()):
            fault = _send(message, postbox)
            sent += bool(message.sent_at)
            if fault in OF_THE_SERVER:
                break
    return sent


class _Postbox:
    """One connection to the mail server for as many emails as it takes."""

    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def send(self, email: Any) -> None:
        self.connection.open()
        self.connection.send_messages([email])

    def close(self) -> None:
        with suppress(Exception):  # it was of no more use anyway
            self.connection.close()


def pause_after(attempts: int, fault: MailFault) -> timedelta:
    """How long to wait after this many failures: twice as long each time, up to a cap."""
    longest = LONGEST_PAUSE_OF_SERVER if fault in OF_THE_SERVER else LONGEST_PAUSE
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * (1 << doublings), longest)


@transaction.atomic
def _take() -> Message | None:
    """Lease one message. A sender that dies leaves a lease that runs out, and another one takes the row.

    The clock is read when the database has let us in: while we waited, others have written later moments.
    """
    now = timezone.now()
    rows = Message.objects.due(now).order_by("next_try_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    message = rows.select_related("request", "appointment__clinician", "appointment__request").first()
    if message:
        message.attempts += 1
        message.leased_until = now + LEASE
        message.save(update_fields=["attempts", "leased_until"])
    return message


def _send(message: Message, postbox: _Postbox) -> MailFault | None:
    """Answers whose fault it is if the message did not leave, though it should have."""
    now = timezone.now()
    try:
        if Message.objects.overtaken(now).filter(pk=message.pk).exists():
            _close(message, moot_at=now)
            return None
        email = compose(message, now)
        postbox.send(email)
    except Ended:
        postbox.close()
        _close(message, attempts=message.attempts - 1)
        raise
    except Exception as error:  # whatever a mail server or a text does wrong, the other messages still leave
        postbox.close()
        return _failed(message, error, timezone.now())
    message.sent_at = timezone.now()
    keep(message, message.sent_at, email)
    return None


@transaction.atomic
def keep(message: Message, sent_at: datetime, email: EmailMultiAlternatives) -> None:
    """It was sent, and this is what it said."""
    if _close(message, sent_at=sent_at):
        html = next(str(content) for content, kind in email.alternatives if kind == "text/html")
        SentLetter.objects.create(message=message, subject=str(email.subject), text=str(email.body), html=html)


def _failed(message: Message, error: Exception, now: datetime) -> MailFault:
    # The class and the server's number, not its words: servers like to repeat the address.
    reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    logger.warning("message %s (%s) failed, attempt %s: %s", message.pk, message.kind, message.attempts, reason)
    fault = fault_of(error)
    _close(
        message,
        fault=fault,
        last_error=reason,
        next_try_at=now + pause_after(message.attempts, fault),
        gave_up_at=now if _is_hopeless(message, fault, now) else None,
    )
    return fault


def _is_hopeless(message: Message, fault: MailFault, now: datetime) -> bool:
    """The mailbox has refused, or not taken it for days. What is our own fault is never given up: we mend it."""
    owed_since = message.not_before or message.created_at
    is_patience_over = fault == MailFault.MAILBOX_NOW and now - owed_since > PATIENCE_WITH_MAILBOX
    return fault == MailFault.MAILBOX or is_patience_over


def _close(message: Message, **outcome: object) -> bool:
    """Write the outcome, unless the lease ran out meanwhile and the row is another sender's now: answers whether."""
    mine = Message.objects.filter(pk=message.pk, leased_until=message.leased_until, sent_at__isnull=True)
    return bool(mine.update(leased_until=None, **outcome))
