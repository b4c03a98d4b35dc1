"""The security log: who came in, who was kept out, whose rights changed, what left. See docs/security-log.md."""

import json
import logging
from enum import StrEnum

from django.http import HttpRequest
from django.utils import timezone

from clinic.common.address import network_address

LOGGER = "security"

logger = logging.getLogger(LOGGER)


class SecurityEvent(StrEnum):
    """What is written down. The values are read by machines: they stay."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    PASSWORD_WRONG = "password_wrong"  # noqa: S105 - no password
    FACTOR_WRONG = "factor_wrong"
    LOCKED = "locked"
    LOCKED_OUT = "locked_out"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - no password
    SESSIONS_ENDED = "sessions_ended"
    INVITED = "invited"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_STOPPED = "account_stopped"
    ACCOUNT_RESET = "account_reset"
    RIGHTS_CHANGED = "rights_changed"
    REFUSED = "refused"
    EXPORTED = "exported"
    ERASED = "erased"


def note(
    event: SecurityEvent, request: HttpRequest | None = None, *, account: str = "", **facts: str | int | list[str]
) -> None:
    """Write one line of JSON: what happened, by whom and from where (of the `request`), to which `account`.

    `account` is the name of one that exists, never what somebody typed: it may be a password. `facts` hold nothing of
    a patient but the reference of a request.
    """
    user = getattr(request, "user", None)
    said = {
        "time": timezone.now().isoformat(timespec="milliseconds"),
        "event": event.value,
        "by": user.get_username() if user else "",
        "account": account,
        "address": network_address(request) if request else "",
    }
    logger.info("%s", json.dumps({name: value for name, value in said.items() if value} | facts))
