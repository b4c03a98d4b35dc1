"""Whose fault it is that an email did not leave: the mailbox's, the mail server's, or the email's own.

Judged by the command that was answered, the reply code (RFC 5321) and the enhanced code (RFC 3463), never by a server's
words, which differ and repeat addresses.
"""

import re
from enum import Enum, auto
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused

ENHANCED = re.compile(rb"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
# Of our sign-in and our commands, whichever command they answer.
ABOUT_US = {500, 501, 502, 503, 504, 521, 530, 534, 535, 538}
POLICY, MAIL_SYSTEM, PROTOCOL = b"7", b"3", b"5"
BAD_SENDER = {(b"1", b"7"), (b"1", b"8")}


class Fault(Enum):
    """What to do about it follows from whose it is."""

    MAILBOX = auto()  # refused for good: give up
    MAILBOX_NOW = auto()  # not now: try again
    SERVER = auto()  # away, or it does not take mail from us: no other email would leave either
    EMAIL = auto()  # this one cannot be written, or is not let through: the others may


def fault_of(error: Exception) -> Fault:
    """Of whatever writing and sending an email raised."""
    if isinstance(error, SMTPRecipientsRefused):
        return max((_answered(*answer) for answer in error.recipients.values()), key=lambda fault: fault.value)
    if isinstance(error, SMTPDataError):
        return _answered(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPSenderRefused | SMTPException | OSError):
        return Fault.SERVER
    return Fault.EMAIL


def _answered(code: int, words: bytes | str) -> Fault:
    """To RCPT or DATA, or after DATA: about this recipient and this email."""
    if code in ABOUT_US:
        return Fault.SERVER
    if code == 421:  # it closes the connection
        return Fault.SERVER
    if code < 500:
        return Fault.MAILBOX_NOW
    found = ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    if found and (found[1] in {POLICY, MAIL_SYSTEM, PROTOCOL} or found.groups() in BAD_SENDER):
        return Fault.EMAIL
    return Fault.MAILBOX
