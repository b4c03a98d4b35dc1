"""The sender of the mail that is owed. Any number may run at once: each takes rows that no other has."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from appointments.mail.compose import compose
from appointments.mail.queue import is_moot
from appointments.models import Message
from appointments.models.message import LEASE, LONGEST_PAUSE

logger = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS = 16  # about two days, at these pauses
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def send_due() -> int:
    """Send what is due. Answers how many messages left. Whatever fails stays owed, and is tried again later.

    Without a mail server (EMAIL_URL blank) nothing is tried: it stays owed until there is one.
    """
    if settings.EMAIL_BACKEND == NOWHERE:
        return 0
    sent = 0
    while message := _take(timezone.now()):
        sent += _send(message)
    return sent


def pause_after(attempts: int) -> timedelta:
    """How long to wait after this many failures: twice as long each time, up to a cap."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


@transaction.atomic
def _take(now: datetime) -> Message | None:
    """Lease one message. A sender that dies leaves a lease that runs out, and another one takes the row."""
    rows = Message.objects.due(now).order_by("next_try_at")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    message = rows.select_related("request", "appointment__clinician", "appointment__request").first()
    if message:
        message.attempts += 1
        message.leased_until = now + LEASE
        message.save(update_fields=["attempts", "leased_until"])
    return message


def _send(message: Message) -> bool:
    now = timezone.now()
    try:
        if is_moot(message, now):
            _close(message, moot_at=now)
            return False
        compose(message, now).send()
    except Exception as error:  # whatever a mail server or a text does wrong, the other messages still leave
        _failed(message, error, timezone.now())
        return False
    _close(message, sent_at=timezone.now())
    return True


def _failed(message: Message, error: Exception, now: datetime) -> None:
    # The class and the server's number, not its words: servers like to repeat the address.
    reason = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    logger.warning("message %s (%s) failed, attempt %s: %s", message.pk, message.kind, message.attempts, reason)
    hopeless = _refused_for_good(error) or message.attempts >= MOST_ATTEMPTS
    _close(
        message,
        last_error=reason,
        next_try_at=now + pause_after(message.attempts),
        gave_up_at=now if hopeless else None,
    )


def _close(message: Message, **outcome: object) -> None:
    """Write the outcome, unless the lease ran out meanwhile and the row is another sender's now."""
    mine = Message.objects.filter(pk=message.pk, leased_until=message.leased_until, sent_at__isnull=True)
    mine.update(leased_until=None, **outcome)


def _refused_for_good(error: Exception) -> bool:
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())
