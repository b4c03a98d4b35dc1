"""“Send me my link again.”

Asking writes the same row whatever the address, so the answer takes the same time whether or not it is known. Finding
out who it belongs to, and owing the mail, is done later by `run_jobs`.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext_noop

from appointments.actions.limits import WINDOW, TooManyRequests, is_mailbox_full, refused_lately, sender_key
from appointments.mail import queue
from appointments.models import Clinician, ConsultationRequest, LinkWish
from appointments.models.search import of_email
from appointments.text.tokens import new_token

MOST_LINKS = 5
AT_ONCE = 200
LINK = gettext_noop("secret calendar link")


def ask_for_link(*, email: str, address: str, now: datetime) -> None:
    """Note that somebody at the network address `address` wants the links of `email`. Raises TooManyRequests."""
    sent_from = sender_key(address, now)
    recent = LinkWish.objects.filter(sent_from=sent_from, asked_at__gt=now - WINDOW).exclude(sent_from="")
    wishes = recent.count()
    if wishes >= settings.BURST_SUSPECT or wishes + refused_lately(address, now) >= settings.BURST_REFUSE:
        raise TooManyRequests
    LinkWish.objects.create(email=email, sent_from=sent_from, asked_at=now)


def answer_link_wishes(*, now: datetime) -> int:
    """Owe each wish its mail, and forget the address: the first AT_ONCE of them. Answers how many there were.

    Each is a transaction of its own: one that cannot be answered now takes no other with it.
    """
    wishes = list(
        LinkWish.objects.filter(answered_at__isnull=True).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    for pk in wishes:
        _answer(pk, now)
    return len(wishes)


@transaction.atomic
def _answer(pk: int, now: datetime) -> None:
    wish = LinkWish.objects.select_for_update().filter(pk=pk, answered_at__isnull=True).first()
    if not wish:  # another sender was faster
        return
    known = ConsultationRequest.objects.linkable(now).filter(of_email(wish.email), suspicion="")
    for request in known.order_by("-submitted_at")[:MOST_LINKS]:
        if not is_mailbox_full(wish.email, now):
            queue.owe_link(request, now)
    wish.email, wish.answered_at = "", now
    wish.save(update_fields=["email", "answered_at"])


@transaction.atomic
def give_feed(*, clinician: Clinician, by: User) -> Clinician:
    """A new secret address. The one before, if any, stops at once."""
    return _change(clinician, new_token(), "added", by)


@transaction.atomic
def stop_feed(*, clinician: Clinician, by: User) -> Clinician:
    """From now on there is no address to read the diary under."""
    return _change(clinician, None, "deleted", by)


def _change(clinician: Clinician, token: str | None, how: str, by: User) -> Clinician:
    """The log says what was done and by whom, never the secret; Django words it. No change, no entry."""
    found = Clinician.objects.select_for_update(no_key=True).get(pk=clinician.pk)
    if found.feed_token != token:
        found.feed_token = token
        found.save(update_fields=["feed_token"])
        said = [{how: {"name": LINK, "object": found.name}}]
        LogEntry.objects.log_actions(by.pk, [found], CHANGE, change_message=said, single_object=True)
    return found
