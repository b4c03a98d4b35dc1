"""What became of a message, and what staff are to do about it. Every screen says it in these words."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from appointments.models import Message
from appointments.text.datetimes import in_full

Kind = Message.Kind


class MailState(NamedTuple):
    """What became of it, and what somebody is to do: empty where that is nothing."""

    what: str
    to_do: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.to_do}".strip()


def state_of(message: Message, now: datetime) -> MailState:
    """As it stands at `now`. The message comes from a queryset that has `judged` it at that moment."""
    if message.sent_at or message.told_at or message.moot_at:
        return MailState(_ended(message))
    if message.is_overtaken:  # type: ignore[attr-defined]
        return MailState(_("Not needed any more."))
    if message.request.suspicion:
        return MailState(_("Waits until you have checked that this is not spam."))
    if message.is_to_phone:  # type: ignore[attr-defined]
        return to_phone(message)
    if message.gave_up_at:
        return _failed_otherwise(message, message.gave_up_at)
    return MailState(_waiting(message, now))


def to_phone(message: Message) -> MailState:
    """Of what is to be told by phone: why no email says it."""
    if not message.to:
        return MailState(_("No email address."), _("Tell them by phone."))
    if message.gave_up_at:
        what = _("Could not be delivered: %s.") % in_full(message.gave_up_at)
        return MailState(what, _("Check the address, and tell them by phone."))
    return MailState(_("The email has not got through yet, and is tried again."), _("Tell them by phone."))


def _ended(message: Message) -> str:
    ends = [
        (message.sent_at, _("Sent: %s")),
        (message.told_at, _("Told by phone: %s")),
        (message.moot_at, _("Not needed any more: %s")),
    ]
    return next(words % in_full(at) for at, words in ends if at)


def _failed_otherwise(message: Message, at: datetime) -> MailState:
    what = _("Could not be delivered: %s.") % in_full(at)
    if message.kind == Kind.NEW_REQUEST:
        return MailState(what, _("Check the address that the site has of the clinic."))
    return MailState(what)


def _waiting(message: Message, now: datetime) -> str:
    if message.not_before and message.not_before > now:
        words = _("Leaves: %s") if message.to else _("To be told by phone from: %s")
        return words % in_full(message.not_before)
    if not message.attempts:
        return _("Waits to be sent.")
    tried = ngettext("Tried %d time.", "Tried %d times.", message.attempts) % message.attempts
    return f"{tried} {_('Next try: %s') % in_full(message.next_try_at)}"
