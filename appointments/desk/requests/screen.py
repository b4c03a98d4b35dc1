"""The screen of one request: everything for the call, and the moves that are possible now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from appointments import actions
from appointments.desk.access import SEE_MAIL, found_for
from appointments.desk.moves import MOVES, WORK, Desk, Move, Place
from appointments.desk.moves.offers import Accept
from appointments.desk.requests import letter, summary
from appointments.desk.requests.columns import how_and_when, who_asks
from appointments.forms.base import Notice
from appointments.models import Appointment, ConsultationRequest, Event

LONGEST_NUMBER = 18  # a longer one is no row's, and more than the databases can look up
TEMPLATE = "admin/appointments/consultationrequest/change_form.html"


@dataclass
class Attempt:
    """A move that was tried and is not done: the form as it was sent, and why not."""

    move: type[Move]
    status: int
    trouble: Notice | None = None
    overtaken_by: list[Event] = field(default_factory=list)


class Offered(NamedTuple):
    """An offered time, and what can be done about it."""

    appointment: Appointment
    has_run_out: bool
    forms: list[Move]


def possible(desk: Desk, user: User) -> list[type[Move]]:
    """The moves that the request allows now and that this member of staff may make."""
    return [move for move in MOVES if move.is_for(user) and move.is_possible(desk)]


def open_request(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the request; from now on, what the patient changed before is no longer news."""
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied
    if not object_id.isdecimal() or len(object_id) > LONGEST_NUMBER:
        raise Http404
    now = timezone.now()
    response = show(request, int(object_id), now)
    # Whoever can only look does not take the news from those who act on it.
    if request.method == "GET" and request.user.has_perm(WORK):
        actions.mark_read(request=ConsultationRequest(pk=int(object_id)), now=now)
    return response


def show(request: HttpRequest, pk: int, now: datetime, attempt: Attempt | None = None) -> HttpResponse:
    """The whole screen. With an `attempt`, its form stands open with everything that was typed."""
    # The events come first: what happens while the rest is read is then noticed as not seen, and not the other way.
    events = list(Event.objects.filter(request=pk).select_related("by").order_by("-at", "-pk"))
    found = found_for(request, pk)
    desk = Desk(found, now)
    user = cast("User", request.user)
    allowed = possible(desk, user)
    tried = _as_sent(attempt.move, desk, request) if attempt else None
    context = admin.site.each_context(request) | {
        "title": who_asks(found),
        "opts": ConsultationRequest._meta,
        "found": found,
        "desk": desk,
        "seen": max((event.pk for event in events), default=0),
        "attempt": attempt,
        "problems": tried.problems if tried and not (attempt and attempt.trouble) else [],
        "trouble": attempt.trouble if attempt else None,
        **_typed(tried, allowed, attempt),
        "how_and_when": how_and_when(found),
        "next_step": summary.next_step(desk, user),
        "news": summary.news(found, events),
        "wish": summary.wish(events) if found.is_open and found.wants_times_at else None,
        "to_tell": summary.to_tell(desk) if user.has_perm(SEE_MAIL) else [],
        "has_letter": user.has_perm(WORK) and letter.has_letter(desk),
        "source": summary.source(found),
        "events": events,
        "mail": summary.mail(found, now) if user.has_perm(SEE_MAIL) else [],
        "twins": summary.possible_duplicates(found),
        "offers": _offers(desk, allowed),
        **_by_place(desk, allowed, tried),
    }
    return TemplateResponse(request, TEMPLATE, context, status=attempt.status if attempt else 200)


def _typed(tried: Move | None, allowed: list[type[Move]], attempt: Attempt | None) -> dict[str, Move | None]:
    """Where what was typed stands: in its form, if the move is still possible, else by itself, to be copied."""
    has_fields = tried and not tried.is_plain
    is_possible = type(tried) in allowed
    return {
        "tried_again": tried if has_fields and is_possible and attempt and attempt.trouble else None,
        "kept": tried if has_fields and not is_possible else None,
    }


def _as_sent(move: type[Move], desk: Desk, request: HttpRequest) -> Move:
    form = move(desk, request.POST)
    form.is_valid()
    return form


def _by_place(desk: Desk, allowed: list[type[Move]], tried: Move | None) -> dict[str, Any]:
    """The forms of the moves, in the places where the screen shows them."""
    forms = [tried if tried and type(tried) is move else move(desk) for move in allowed if move.place != Place.OFFER]
    return {
        f"{place.value}_moves": [form for form in forms if form.place == place]
        for place in (Place.USUAL, Place.RARE, Place.NOTICE)
    }


def _offers(desk: Desk, allowed: list[type[Move]]) -> list[Offered]:
    at_offers = [move for move in allowed if move.place == Place.OFFER]
    return [_offered(desk, offer, at_offers) for offer in desk.offers]


def _offered(desk: Desk, offer: Appointment, moves: list[type[Move]]) -> Offered:
    has_run_out = not desk.is_choosable(offer)
    return Offered(
        offer, has_run_out, [move(desk, about=offer) for move in moves if not (has_run_out and move is Accept)]
    )
