"""Looking at the page that is open: with axe's rules, and with rules of our own (looks.js)."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text("utf-8")
LOOKS = Path(__file__).with_name("looks.js").read_text("utf-8")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STRICTER = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}, "rules": STRICTER}
# What another color scheme can change. The enhanced rule leaves what is below 4.5:1 to the plain one: both are needed.
COLORS = {"runOnly": {"type": "rule", "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]}}
# Contrast takes axe as long as all the rest, and does not depend on the width.
ALL_BUT_CONTRAST = EVERYTHING | {
    "rules": {"color-contrast": {"enabled": False}, "target-size": {"enabled": True}},
}


def barriers(page: Page, rules: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe finds: WCAG 2.2 A and AA, its best practices, and AAA for contrast and target size."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    run = "async rules => (await axe.run(document, rules)).violations"
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in page.evaluate(run, rules | {"resultTypes": ["violations"]})
        for node in violation["nodes"]
    ]


def look(page: Page, name: str) -> Any:
    """What one function of looks.js answers."""
    if not page.evaluate("() => Boolean(window.looks)"):
        page.evaluate(LOOKS)
    return page.evaluate("name => looks[name]()", name)


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    look(page, "settled")


def misplaced(page: Page) -> list[str]:
    """What makes a page scroll sideways, and text that is cut off or covered."""
    found: list[str] = look(page, "misplaced")
    return found


def misplaced_when_spaced_out(page: Page) -> list[str]:
    """The same with the spacing that WCAG 1.4.12 lets readers set."""
    look(page, "spaceOut")
    found = misplaced(page)
    look(page, "unspace")
    return [f"spaced out: {line}" for line in found]
