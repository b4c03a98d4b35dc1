"""Emails out of letters: text and HTML that say the same, and the calendar file where an appointment comes or goes."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from appointments.mail import ics
from appointments.mail.letters import Letter, letter_of
from appointments.models import Message

Kind = Message.Kind
INVITES = {Kind.BOOKED, Kind.CHANGED}
WITHDRAWS = {Kind.CALLED_OFF, Kind.CANCELLED, Kind.REPLACED}


def compose(message: Message, now: datetime) -> EmailMultiAlternatives:
    """The email itself, in the language of whom it goes to.

    Its Message-ID depends on nothing but the row, so a second copy is known as one.
    """
    with override(language_of(message)):
        return _compose(message, now)


def language_of(message: Message) -> str:
    """The patient's, or the clinic's own where it is to the clinic."""
    return settings.LANGUAGE_CODE if message.kind == Kind.NEW_REQUEST else message.request.language


def _compose(message: Message, now: datetime) -> EmailMultiAlternatives:
    letter = letter_of(message, now)
    if message.kind in INVITES:
        letter = _with_word_of_calendars(letter)
    if message.kind == Kind.REPLACED and message.appointment and _has_event(message):
        words = _("The file with this email takes the appointment out of your calendar.")
        letter = replace(letter, closing=[words, *letter.closing])
    email = EmailMultiAlternatives(
        letter.subject,
        render_to_string("appointments/emails/letter.txt", {"letter": letter}),
        to=[message.to],
        headers={
            "Message-ID": f"<{message.request.reference}.{message.kind}.{message.pk}@{_host()}>",  # read by `number_of`
            "Auto-Submitted": "auto-generated",
        },
    )
    email.attach_alternative(render_to_string("appointments/emails/letter.html", {"letter": letter}), "text/html")
    _attach_calendar(email, message)
    return email


def number_of(email: EmailMessage) -> int | None:
    """The primary key of the message that an email was made of, or None where it is none of ours."""
    row, _at, host = email.extra_headers.get("Message-ID", "").strip("<>").rpartition("@")
    number = row.rpartition(".")[2]
    return int(number) if host == _host() and number.isdecimal() else None


def _with_word_of_calendars(letter: Letter) -> Letter:
    words = _(
        "The file with this email puts it in your calendar. What you answer there does not reach us: "
        "to change or cancel it, use your private page."
    )
    return replace(letter, closing=[words, *letter.closing])


def _attach_calendar(email: EmailMultiAlternatives, message: Message) -> None:
    """Twice, as the big calendars do it themselves, and with one UID, so that it is one event to all.

    Gmail and Outlook act on an alternative of the text, the last one, whose type names the method (RFC 6047). Mail
    programs that know only attachments show the file. As application/ics it is encoded, so its line ends survive.
    """
    found = _calendar(message)
    if found:
        method, content = found
        email.attach_alternative(content.decode(), f"text/calendar; method={method}")
        email.attach("invite.ics", content, "application/ics")


def _calendar(message: Message) -> tuple[str, bytes] | None:
    """The method and the file, for the calendar of whom the email goes to."""
    visit, at, to = message.appointment, message.created_at, message.to
    if not visit:
        return None
    if message.kind in INVITES:
        return "REQUEST", ics.invitation(visit, at, to)
    if message.kind not in WITHDRAWS or not _has_event(message):
        return None
    return "CANCEL", (ics.withdrawal if message.kind == Kind.REPLACED else ics.cancellation)(visit, at, to)


def _has_event(message: Message) -> bool:
    """Whether the mailbox has been invited. What it never had, its calendar is not told to take out."""
    others = message.request.messages.filter(to=message.to).exclude(pk=message.pk)
    last = others.filter(kind__in=INVITES | WITHDRAWS, sent_at__isnull=False).order_by("sent_at", "pk").last()
    return last.kind in INVITES if last else not others.filter(kind__in=INVITES).exists()


def _host() -> str | None:
    return urlsplit(settings.PUBLIC_ORIGIN).hostname
