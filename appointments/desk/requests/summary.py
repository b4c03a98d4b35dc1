"""What the request screen tells in words: what to do next, what is news, what became of the mail."""

from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from appointments.desk.access import CLOSE, WORK
from appointments.desk.moves import Desk
from appointments.lifecycle import Status
from appointments.mail import by_phone
from appointments.mail.state import State, state_of
from appointments.models import ConsultationRequest, Event
from appointments.models.choices import Topic, VisitType, labels

MOST_TWINS = 5


def next_step(desk: Desk, user: User) -> str:
    """The one thing that this member of staff can do now, in a sentence. Empty where that is nothing."""
    if user.has_perm(WORK):
        return _next_at_reception(desk)
    has_begun = desk.status == Status.BOOKED and desk.visit and desk.visit.starts_at <= desk.now
    return _("Did they come? Mark it.") if has_begun and user.has_perm(CLOSE) else ""


def _next_at_reception(desk: Desk) -> str:
    request, visit = desk.request, desk.visit
    if request.suspicion and request.is_open:
        return _("Check whether this is spam.")
    if desk.to_tell:
        return _("Call them: below is what to say.")
    if request.is_open and request.wants_times_at:
        return _("They want other times: offer some, or agree on one by phone.")
    if desk.status == Status.BOOKED and visit:
        if visit.visit_type == VisitType.VIDEO and not visit.directions and visit.ends_at > desk.now:
            return _("Write how the call is joined: the patient was told that it comes.")
        if visit.starts_at <= desk.now:
            return _("Did they come? Mark it.")
        return _("Booked. There is nothing to do until the visit.")
    return {
        Status.NEW: _("Contact them, or offer times right away."),
        Status.CONTACTED: _("Offer times, or book one by phone."),
        Status.OFFERED: _("Wait for them to choose. If they call, take their answer here."),
        Status.SPAM: _("Nothing. If it is a real request, put it back in the queue."),
    }.get(desk.status, _("Nothing: the request is closed."))


def news(request: ConsultationRequest, events: list[Event]) -> list[Event]:
    """What the patient did since staff last opened the request."""
    since = request.read_at
    theirs = (event for event in events if event.by_id is None and event.kind != Event.Kind.EXPIRED)
    return [event for event in theirs if since and event.at > since]


def to_tell(desk: Desk) -> list[str]:
    """What to say to the patient on the phone, because no email says it."""
    return [by_phone.what_to_say(message) for message in desk.to_tell]


def source(request: ConsultationRequest) -> str:
    """The page from which the request was sent: what it was about. Empty where that is not known."""
    if request.source == "home":
        return _("The home page")
    return labels(Topic, [request.source])[0]


def wish(events: list[Event]) -> Event | None:
    """When other times were last asked for, and in which words. `events` are newest first."""
    return next((event for event in events if event.kind == Event.Kind.OTHER_TIMES), None)


class MailLine(NamedTuple):
    """One email, and what became of it."""

    kind: str
    to: str
    state: State


def mail(request: ConsultationRequest, now: datetime) -> list[MailLine]:
    """Everything that was owed, newest first."""
    rows = request.messages.judged(now).order_by("-created_at", "-pk")
    return [MailLine(row.get_kind_display(), row.to, state_of(row, now)) for row in rows]


class Twins(NamedTuple):
    """Requests that may be of the same people, and whether there are more than these."""

    requests: list[ConsultationRequest]
    has_more: bool


def possible_duplicates(request: ConsultationRequest) -> Twins:
    """Others with the same phone or email address. Shown, and never merged: couples and carers share both."""
    same = Q()
    if request.phone:
        same |= Q(phone=request.phone)
    if request.email:
        same |= Q(email__iexact=request.email)
    found = list(ConsultationRequest.objects.filter(same).exclude(pk=request.pk)[: MOST_TWINS + 1])
    return Twins(found[:MOST_TWINS], len(found) > MOST_TWINS)
