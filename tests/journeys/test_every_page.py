"""Every public page and every state of the form, at every width, in light, dark and forced colors."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from appointments import actions
from appointments.booking.private.situations import Situation
from tests.journeys.conftest import NOTHING, Visitor
from tests.journeys.hands import unfold
from tests.journeys.looking import (
    ALL_BUT_CONTRAST,
    COLORS,
    EVERYTHING,
    barriers,
    look,
    misplaced,
    misplaced_when_spaced_out,
    resize,
)
from tests.journeys.states.form import STATES
from tests.journeys.states.parts import PARTS, SITUATIONS
from tests.journeys.states.times import another, offer, situation_shown
from tests.stock import LISTED, UNLISTED

pytestmark = pytest.mark.sweep
WIDTHS = [320, 768, 1280]
SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colors": {"color_scheme": "light", "forced_colors": "active"},
}
# The states that hold all the parts of the forms between them.
ALL_PARTS = {
    "unfolded",
    "for someone else, with errors",
    "private page, everything open",
    "times offered",
    "appointment booked, other times offered, everything open",
    "a word explained",
}
# The browser itself reports an answer that is not a success. Those asked for here are not.
LOAD_LINE = re.compile(
    r"^Failed to load resource: the server responded with a status of (403|404|409|422|429|500|503) .* at /"
)


@pytest.fixture
def visitor(open_browser: Any) -> Visitor:
    """Nothing fades from one color to the next in this browser, so that what is looked at is settled."""
    visitor: Visitor = open_browser(reduced_motion="reduce")
    return visitor


@pytest.mark.parametrize(("turn", "path"), list(enumerate([*LISTED, *UNLISTED, "/nowhere/"])))
def test_no_public_page_has_a_barrier(visitor: Visitor, turn: int, path: str) -> None:
    assert findings(path, visitor.goes_to(path), turn) == {}
    assert noticed(visitor) == NOTHING


@pytest.mark.parametrize("part", PARTS)
def test_no_state_of_the_form_has_a_barrier(visitor: Visitor, part: str) -> None:
    found, shown = {}, {}
    for reach in PARTS[part].way:
        reach(visitor)
    for turn, name, reach in PARTS[part].states:
        found |= findings(name, reach(visitor), turn)
        shown[name] = situation_shown(visitor)
    assert found == {}
    assert noticed(visitor) == NOTHING
    assert shown == {name: SITUATIONS.get(name) for name in shown}


def test_every_situation_is_among_the_states() -> None:
    assert set(SITUATIONS.values()) == set(Situation)
    assert [state for part in PARTS.values() for _turn, state, _reach in part.states] == list(STATES)


@pytest.mark.parametrize("path", ["/", "/spms/treatment/", "/book/"])
def test_at_400_percent_on_1280_pixels_nothing_is_lost(open_browser: Any, path: str) -> None:
    assert lost(magnified(open_browser).goes_to(path)) == []


def test_at_400_percent_no_time_is_lost(open_browser: Any) -> None:
    """Times to choose from; and the one that is booked, with others offered instead and everything open."""
    visitor, request = magnified(open_browser), another()
    offer(request, 2, 3, 4)
    page = visitor.goes_to(request.get_absolute_url())
    assert page.locator(".times li").count() == 3
    assert lost(page) == []
    actions.accept(request=request, appointment=request.appointments.offered()[0], by=None, now=timezone.now())
    offer(request, 5, 6)
    page = unfold(visitor.goes_to(request.get_absolute_url()))
    assert page.locator(".visit, .times li").count() == 3
    assert lost(page) == []


def magnified(open_browser: Any) -> Visitor:
    """A window of 1280 × 1024 at 400 % is 320 × 256 of the page's pixels, four to each."""
    visitor: Visitor = open_browser(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    return visitor


def lost(page: Page) -> list[str]:
    """What cannot be read, and what stays on top of the rest."""
    assert page.evaluate("innerWidth * devicePixelRatio") == 1280
    stuck: list[str] = look(page, "stuck")
    return misplaced(page) + stuck


def findings(name: str, page: Page, turn: int) -> dict[str, list[str]]:
    """What is wrong with the page that is open, by width and scheme."""
    found = {}
    for width in WIDTHS:
        resize(page, width)
        for place, (scheme, emulated) in enumerate(SCHEMES.items()):
            page.emulate_media(**emulated)
            lines = look(page, "faint") + (misplaced(page) if scheme != "dark" else [])
            for rules in rules_for(name, scheme, in_turn=width == WIDTHS[(turn + place) % len(WIDTHS)]):
                lines += barriers(page, rules)
            found[f"{name} at {width} in {scheme}"] = lines
        page.emulate_media(**SCHEMES["light"])
        found[f"{name} at {width}, spaced out"] = misplaced_when_spaced_out(page)
    return {where: lines for where, lines in found.items() if lines}


def rules_for(name: str, scheme: str, *, in_turn: bool) -> list[dict[str, Any]]:
    """Axe's rules for a page in a scheme, at a width.

    Topics are built alike, and so are states: axe measures the contrast of each of them at one width in turn, and that
    of everything else at every width. Our own measure of contrast, in looks.js, leaves nothing out.
    """
    is_looked_at_wholly = name in ALL_PARTS or (name.startswith("/") and not name.startswith("/spms/"))
    if in_turn or is_looked_at_wholly:
        return [EVERYTHING if scheme == "light" else COLORS]
    return [ALL_BUT_CONTRAST] if scheme == "light" else []


def noticed(visitor: Visitor) -> dict[str, list[str]]:
    seen = visitor.noticed()
    return seen | {"console": [line for line in seen["console"] if not LOAD_LINE.match(line)]}
