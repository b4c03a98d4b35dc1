"""Everything that the screen of one request shows, read once and in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from appointments.desk.access import SEE_MAIL, WORK, SignedIn, found_for
from appointments.desk.moves import MOVES, Case, Move, PlaceOnScreen
from appointments.desk.moves.offers import Accept
from appointments.desk.requests.next_step import next_step
from appointments.forms.base import Notice
from appointments.mail import by_phone
from appointments.mail.state import MailState, state_of
from appointments.models import Appointment, ConsultationRequest, Event, Message, SentLetter
from appointments.models.choices import Topic, labels
from appointments.models.search import with_the_same_contact

MOST_TWINS = 5


class Attempt(NamedTuple):
    """A move that was tried and is not done: what was sent, and why not."""

    move: type[Move]
    sent: Mapping[str, Any]
    status: int
    trouble: Notice | None = None
    overtaken_by: Sequence[Event] = ()


class OfferedTime(NamedTuple):
    """An offered time, and what can be done about it."""

    appointment: Appointment
    has_run_out: bool
    forms: list[Move]
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Summary:
    """One request as it stood at one moment, for one member of staff. The screen knows each field by its name."""

    found: ConsultationRequest
    visit: Appointment | None
    offers: list[OfferedTime]
    events: list[Event]
    seen: int  # the number of the last event
    next_step: str
    news: list[Event]
    wish: Event | None
    to_tell: list[str]
    mail: list[MailLine]
    twins: Twins
    elsewhere: list[Appointment]  # other visits of those who may be the same people
    is_in_two_places: bool  # one of them at the same time as one here
    source: str
    has_letter: bool
    usual_moves: list[Move]
    rare_moves: list[Move]
    notice_moves: list[Move]  # at the notice that it may be spam
    attempt: Attempt | None
    tried: Move | None  # the form of the attempt, with everything that was typed
    is_still_possible: bool  # what was tried


def read(pk: int, *, user: SignedIn, now: datetime, attempt: Attempt | None = None) -> Summary:
    """The request as it stands at `now`. Raises PermissionDenied and Http404."""
    # The events come first: what happens while the rest is read is then noticed as not seen, and not the other way.
    events = list(Event.objects.filter(request=pk).select_related("by").order_by("-at", "-pk"))
    found = found_for(user, pk)
    case = Case(found, now)
    allowed = possible(case, user)
    tried = _as_sent(case, attempt) if attempt else None
    forms = _forms(case, allowed, tried)
    return Summary(
        found=found,
        visit=case.visit,
        offers=_offers(case, allowed),
        events=events,
        seen=max((event.pk for event in events), default=0),
        next_step=next_step(case, user),
        news=news(found, events),
        wish=wish(events) if found.is_open and found.wants_times_at else None,
        to_tell=[by_phone.what_to_say(message) for message in case.to_tell] if user.has_perm(SEE_MAIL) else [],
        mail=mail(found, now) if user.has_perm(SEE_MAIL) else [],
        twins=possible_duplicates(found),
        elsewhere=case.visits_elsewhere,
        is_in_two_places=case.is_in_two_places,
        source=source(found),
        has_letter=user.has_perm(WORK) and case.has_letter,
        usual_moves=_at(PlaceOnScreen.USUAL, forms),
        rare_moves=_at(PlaceOnScreen.RARE, forms),
        notice_moves=_at(PlaceOnScreen.NOTICE, forms),
        attempt=attempt,
        tried=tried,
        is_still_possible=type(tried) in allowed,
    )


def possible(case: Case, user: SignedIn) -> list[type[Move]]:
    """The moves that the request allows now and that this member of staff may make. None of what was erased."""
    if case.request.erased_at:
        return []
    return [move for move in MOVES if move.is_for(user) and move.is_possible(case)]


def _as_sent(case: Case, attempt: Attempt) -> Move:
    form = attempt.move(case, attempt.sent)
    form.is_valid()
    return form


def _forms(case: Case, allowed: list[type[Move]], tried: Move | None) -> list[Move]:
    """The forms of the moves, but for those at each offered time. The one that was tried is as it was sent."""
    apart = [move for move in allowed if move.place != PlaceOnScreen.OFFER]
    return [tried if tried and type(tried) is move else move(case) for move in apart]


def _at(place: PlaceOnScreen, forms: list[Move]) -> list[Move]:
    return [form for form in forms if form.place == place]


def _offers(case: Case, allowed: list[type[Move]]) -> list[OfferedTime]:
    """In order of time. One just withdrawn keeps its place: else the buttons of the next would stand where it was."""
    at_offers = [move for move in allowed if move.place == PlaceOnScreen.OFFER]
    found = [_offered(case, offer, at_offers) for offer in case.offers]
    if case.request.is_open:
        found += [OfferedTime(gone, has_run_out=False, forms=[], is_withdrawn=True) for gone in case.just_withdrawn]
    return sorted(found, key=lambda offered: (offered.appointment.starts_at, offered.appointment.pk))


def _offered(case: Case, offer: Appointment, moves: list[type[Move]]) -> OfferedTime:
    has_run_out = not offer.is_choosable(case.now)
    forms = [move(case, about=offer) for move in moves if not (has_run_out and move is Accept)]
    return OfferedTime(offer, has_run_out, forms)


def news(request: ConsultationRequest, events: list[Event]) -> list[Event]:
    """What the patient did since staff last opened the request."""
    since = request.read_at
    theirs = (event for event in events if event.by_id is None and event.kind != Event.Kind.EXPIRED)
    return [event for event in theirs if since and event.at > since]


def source(request: ConsultationRequest) -> str:
    """The page from which the request was sent: what it was about. Empty where that is not known."""
    if request.source == "home":
        return _("The home page")
    return labels(Topic, [request.source])[0]


def wish(events: list[Event]) -> Event | None:
    """When other times were last asked for, and in which words. `events` are newest first."""
    return next((event for event in events if event.kind == Event.Kind.ASKED_OTHER_TIMES), None)


class MailLine(NamedTuple):
    """One email, what became of it, and where what was sent can be read: blank for what has not left."""

    kind: str
    to: str
    state: MailState
    read: str


def mail(request: ConsultationRequest, now: datetime) -> list[MailLine]:
    """Everything that was owed, newest first."""
    is_kept = Exists(SentLetter.objects.filter(pk=OuterRef("pk")))
    rows = request.messages.judged(now).annotate(is_kept=is_kept).order_by("-created_at", "-pk")
    return [MailLine(row.get_kind_display(), row.to, state_of(row, now), _address_of_letter(row)) for row in rows]


def _address_of_letter(message: Message) -> str:
    return f"{reverse('admin:appointments_message_change', args=[message.pk])}#letter" if message.is_kept else ""  # type: ignore[attr-defined]


class Twins(NamedTuple):
    """Requests that may be of the same people, and whether there are more than these."""

    requests: list[ConsultationRequest]
    has_more: bool


def possible_duplicates(request: ConsultationRequest) -> Twins:
    """Others with the same phone or email address. Shown, and never merged: couples and carers share both."""
    found = list(
        ConsultationRequest.objects.filter(with_the_same_contact(request)).exclude(pk=request.pk)[: MOST_TWINS + 1]
    )
    return Twins(found[:MOST_TWINS], len(found) > MOST_TWINS)
