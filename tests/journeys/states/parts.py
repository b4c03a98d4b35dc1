"""The states cut into parts, which workers share. Wherever a part begins, what it goes on from is walked first."""

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from appointments.booking.private.situations import Situation
from tests.journeys.conftest import Visitor
from tests.journeys.states.form import STATES

# The first state of each part, and the state from which one walks to it: one that needs none before it.
CUTS = {
    "empty": "empty",
    "for someone else": "for someone else",
    "403": "403",
    "private page": "403",
    "private page, corrected": "403",
    "not reached": "403",
    "times offered": "403",
    "book this time?": "403",
    "appointment booked, other times wanted": "403",
    "appointment called off": "appointment called off",
    "appointment past": "appointment past",
    "times offered, run out": "times offered, run out",
    "lost link": "lost link",
    "a word explained": "a word explained",
}
# What the private page says of the request, in each state that is a private page with nothing in the way.
SITUATIONS = {
    "private page": Situation.NEW,
    "private page, everything open": Situation.NEW,
    "private page, correction with errors": Situation.NEW,
    "private page, corrected": Situation.NEW,
    "private page, 403": Situation.NEW,
    "private page, 429": Situation.NEW,
    "not reached": Situation.NOT_REACHED,
    "contacted": Situation.CONTACTED,
    "contacted, other times wanted": Situation.WANTS_TIMES,
    "times offered": Situation.OFFERED,
    "times offered, none of these with errors": Situation.OFFERED,
    "times offered, too late": Situation.OFFERED,
    "appointment booked": Situation.BOOKED,
    "appointment booked, other times wanted": Situation.BOOKED_WANTS_TIMES,
    "appointment booked, other times offered, everything open": Situation.BOOKED_OFFERED,
    "appointment cancelled": Situation.VISIT_CANCELLED,
    "appointment called off": Situation.CALLED_OFF,
    "times offered, withdrawn": Situation.WITHDRAWN,
    "appointment past": Situation.PAST,
    "appointment past, other times wanted": Situation.PAST_WANTS_TIMES,
    "appointment missed": Situation.MISSED,
    "appointment kept": Situation.ATTENDED,
    "times offered, run out": Situation.RAN_OUT,
    "declined by the clinic": Situation.DECLINED,
    "private page, cancelled": Situation.CANCELLED,
}

Reach = Callable[[Visitor], Page]


class Part(NamedTuple):
    """What is walked without looking, and the states that are looked at. By their turn among all."""

    way: list[Reach]
    states: list[tuple[int, str, Reach]]


def cut() -> dict[str, Part]:
    """Every state in one part, in order. Each part is called after its first state."""
    names, reaches = list(STATES), list(STATES.values())
    begins = [names.index(name) for name in CUTS]
    assert begins == sorted(begins)
    assert begins[0] == 0
    found = {}
    for begin, end, (name, start) in zip(begins, [*begins[1:], len(names)], CUTS.items(), strict=True):
        looked_at = list(zip(range(begin, end), names[begin:end], reaches[begin:end], strict=True))
        found[name] = Part(reaches[names.index(start) : begin], looked_at)
    return found


PARTS = cut()
