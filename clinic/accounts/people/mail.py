"""What the owners of accounts are told. It is owed in the transaction that causes it, and sent by `run_jobs`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.accounts.models import AccountMail
from clinic.accounts.models import AccountMailKind as Kind
from clinic.accounts.people.invitations import link_for

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
PAUSE = timedelta(minutes=2)
STALE_AFTER = timedelta(days=3)
LOCKED_EVERY = timedelta(hours=1)  # nobody's mailbox is flooded by guessing
WITH_LINK = (Kind.INVITED, Kind.RESET)


def owe(user: User, kind: Kind, now: datetime, *, by: str = "", to: str = "") -> None:
    """To the owner's mailbox, or to the one they had. Whoever has none is told nothing, and is invited in person."""
    if to or user.email:
        AccountMail.objects.create(user=user, kind=kind, to=to or user.email, by=by, owed_at=now, next_try_at=now)


def owe_locked(name: str, now: datetime) -> None:
    """To the owner of the account, should there be one: somebody tries to sign in with your name."""
    user = User.objects.filter(username=name, is_active=True).first()
    if user and not user.account_mail.filter(kind=Kind.LOCKED, owed_at__gt=now - LOCKED_EVERY).exists():
        owe(user, Kind.LOCKED, now)


def send_owed(may_go_on: Callable[[], bool] = lambda: True) -> int:
    """Send what is owed, and answer how much left. What fails is tried again for three days."""
    if settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend":
        return 0
    sent = 0
    while may_go_on() and (mail := _take()):
        try:
            written(mail).send()
        except Exception as error:  # whatever a mail server does wrong, it is tried again
            # Its class alone: servers like to repeat the address.
            logger.warning("mail %s to staff failed with %s", mail.pk, type(error).__name__)
            AccountMail.objects.filter(pk=mail.pk).update(next_try_at=timezone.now() + PAUSE * mail.attempts)
        else:
            AccountMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now())
            sent += 1
    return sent


@transaction.atomic
def _take() -> AccountMail | None:
    """Lease one. A sender that dies leaves a lease that runs out."""
    now = timezone.now()
    rows = AccountMail.objects.filter(sent_at=None, next_try_at__lte=now, owed_at__gt=now - STALE_AFTER)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    mail = rows.select_related("user").order_by("next_try_at").first()
    if mail:
        mail.attempts, mail.next_try_at = mail.attempts + 1, now + LEASE
        mail.save(update_fields=["attempts", "next_try_at"])
    return mail


def written(mail: AccountMail) -> EmailMessage:
    """The mail in words: what happened, when, and what to do if it was not you."""
    kind = Kind(mail.kind)
    paragraphs = [_("Your account: %s") % mail.user.get_username(), *_what_happened(kind, mail)]
    if kind in WITH_LINK:
        paragraphs += [_("Open this link. It works once, for three days:"), link_for(mail.user)]
    else:
        paragraphs.append(_("If it was not you, tell a manager of the clinic today."))
    return EmailMessage(str(kind.label), "\n\n".join(paragraphs) + "\n", to=[mail.to])


def _what_happened(kind: Kind, mail: AccountMail) -> list[str]:
    at = date_format(timezone.localtime(mail.owed_at), "DATETIME_FORMAT")
    return {
        Kind.INVITED: lambda: [_("You have an account at the clinic’s desk. Choose a password, then a second factor.")],
        Kind.RESET: lambda: [
            _("Your password and your second factor were reset by %(by)s on %(at)s.") % {"by": mail.by, "at": at},
            _("If you did not ask for it, do not open the link, and tell a manager today."),
        ],
        Kind.LOCKED: lambda: [
            _("On %s, somebody gave wrong passwords or codes with your name, several times.") % at,
            _("From where that was, your name has to wait now. From anywhere else, you can sign in as always."),
        ],
        Kind.FACTOR_ADDED: lambda: [_("On %s, a second factor was added: an app or a passkey.") % at],
        Kind.FACTOR_REMOVED: lambda: [_("On %s, a second factor was removed: an app or a passkey.") % at],
        Kind.RECOVERY_USED: lambda: [_("On %s, somebody signed in with one of your recovery codes.") % at],
        Kind.NEW_CODES: lambda: [_("On %s, new recovery codes were made. The old ones work no more.") % at],
        Kind.MAILBOX: lambda: [
            _("On %(at)s, %(by)s wrote another address into your account. What it says goes there from now on.")
            % {"by": mail.by, "at": at}
        ],
        Kind.PASSWORD: lambda: [_("On %s, your password was changed. All other sessions have ended.") % at],
    }[kind]()
