"""Targets for unsteady hands, and choices that still show when the system replaces every color."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.looking import look
from tests.journeys.states.form import for_someone_else_with_errors, unfolded

pytestmark = pytest.mark.sweep

COMPARE = """async ([one, other]) => {
  const pixels = async (data) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height).data;
  };
  const [before, after] = [await pixels(one), await pixels(other)];
  let changed = 0;
  for (let at = 0; at < before.length; at += 4) {
    if (Math.abs(before[at] - after[at]) + Math.abs(before[at + 1] - after[at + 1]) > 60) changed += 1;
  }
  return changed;
}"""


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_every_control_is_at_least_44_pixels_each_way(open_browser: Any, width: int) -> None:
    visitor = open_browser(viewport={"width": width, "height": 900})
    found = {path: look(visitor.goes_to(path), "small") for path in ("/", "/spms/", "/spms/fatigue/", "/nowhere/")}
    found["form"] = look(unfolded(visitor), "small")
    found["form with errors"] = look(for_someone_else_with_errors(visitor), "small")
    assert {where: lines for where, lines in found.items() if lines} == {}


@pytest.mark.parametrize(("color_scheme", "label"), [("light", "Me"), ("dark", "Monday")])
def test_with_forced_colors_what_is_chosen_shows(open_browser: Any, color_scheme: str, label: str) -> None:
    """More than the tick itself: a line around the whole choice, hundreds of pixels long."""
    visitor = open_browser(forced_colors="active", color_scheme=color_scheme, reduced_motion="reduce")
    page = unfolded(visitor)
    blank = visitor.context.new_page()
    control = page.get_by_label(label, exact=True)
    choice = page.locator("label.pick").filter(has=control)
    before = picture(page, choice)
    control.check()
    assert blank.evaluate(COMPARE, [before, picture(page, choice)]) > 1000


def picture(page: Page, choice: Locator) -> str:
    """What it looks like when neither keyboard nor mouse is on it."""
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.mouse.move(0, 0)
    return base64.b64encode(choice.screenshot()).decode()
