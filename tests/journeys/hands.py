"""What hands do on any page of ours."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.looking import look

FAR = 400  # more stops than any page has


def unfold(page: Page) -> Page:
    for summary in page.locator("summary").all():
        if not summary.evaluate("summary => summary.parentElement.open"):
            summary.click()
    return page


def press(page: Page, button: str) -> Page:
    page.get_by_role("button", name=button).click()
    return page


def stops(page: Page, key: str = "Tab") -> list[dict[str, Any]]:
    """Every stop of the keyboard, until it leaves the page or comes round."""
    found: list[dict[str, Any]] = []
    for _ in range(FAR):
        page.keyboard.press(key)
        stop = look(page, "focus")
        if not stop or (found and stop["order"] == found[0]["order"]):
            return found
        found.append(stop)
    raise AssertionError(f"the keyboard is trapped near {found[-1]['name']}")


def tab_to(page: Page, name: str) -> None:
    """Go on with the keyboard alone until what is focused is called this (see `named` in looks.js)."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        stop = look(page, "focus")
        if stop and stop["name"].startswith(name):
            return
    raise AssertionError(f"the keyboard does not reach {name}")
