"""Whose fault it is that an email did not leave (MailFault): the mailbox's, the server's, ours, or the email's own.

Judged by the command that was answered, the reply code (RFC 5321) and the enhanced code (RFC 3463), never by a server's
words, which differ and repeat addresses.
"""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from appointments.models.outbox import MailFault

ENHANCED = re.compile(rb"\s*[245]\.(\d{1,3})\.(\d{1,3})\b")
# Of our sign-in and our commands, whichever command they answer.
ABOUT_US = {500, 501, 502, 503, 504, 521, 530, 534, 535, 538}
POLICY, MAIL_SYSTEM, PROTOCOL = b"7", b"3", b"5"
BAD_SENDER = {(b"1", b"7"), (b"1", b"8")}
SEE_YOU_LATER = 421  # and the connection is closed


def fault_of(error: Exception) -> MailFault:
    """Of whatever writing and sending an email raised."""
    if isinstance(error, SMTPRecipientsRefused):  # of one: no email has more
        return _answered(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPDataError):
        return _answered(error.smtp_code, error.smtp_error)
    if isinstance(error, SMTPResponseException):  # to a greeting, a sign-in or a sender
        return _refused(error.smtp_code)
    return MailFault.AWAY if isinstance(error, OSError) else MailFault.TEXT


def _answered(code: int, words: bytes | str) -> MailFault:
    """To RCPT or DATA, or after DATA: about this recipient and this email."""
    if code in ABOUT_US or code == SEE_YOU_LATER:
        return _refused(code)
    if code < 500:
        return MailFault.MAILBOX_NOW
    found = ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    if found and (found[1] in {POLICY, MAIL_SYSTEM, PROTOCOL} or found.groups() in BAD_SENDER):
        return MailFault.EMAIL
    return MailFault.MAILBOX


def _refused(code: int) -> MailFault:
    """Before it was asked about a mailbox, or as if."""
    return MailFault.AWAY if code < 500 else MailFault.OURS
