"""`make screenshots`: the pictures in docs/img/, of the site as it stands, with an invented person in it."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import CHROMIUM, FLAGS
from tools.production import ROOT, production

FOLDER = ROOT / "docs" / "img"
SIZE = {"width": 1280, "height": 880}
MOST_BYTES = 150 * 1024


def home(page: Page, site: str) -> None:
    page.goto(f"{site}/")


def topic(page: Page, site: str) -> None:
    page.goto(f"{site}/spms/fatigue/")


def form_with_errors(page: Page, site: str) -> None:
    page.goto(f"{site}/book/")
    page.get_by_role("button", name="Send my request").click()
    page.locator("#problem").scroll_into_view_if_needed()


def private_page(page: Page, site: str) -> None:
    page.goto(f"{site}/spms/fatigue/")
    page.get_by_label("Me", exact=True).check()
    page.get_by_label("Your full name").fill("Example Amparo")
    page.get_by_label("Your email address").fill("amparo@example.org")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Send my request").click()
    page.locator(".ref").wait_for()


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "home": home,
    "fatigue": topic,
    "form-with-errors": form_with_errors,
    "private-page": private_page,
}


def main() -> None:
    """Take every picture in light and in dark, over the old ones."""
    if not CHROMIUM:
        raise SystemExit("No Chromium was found (on Debian: apt-get install chromium).")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with production() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        take(browser, site, "light")
        take(browser, site, "dark")
        browser.close()


def take(browser: Browser, site: str, scheme: Literal["light", "dark"]) -> None:
    page = browser.new_page(viewport=SIZE, color_scheme=scheme, reduced_motion="reduce")
    for name, reach in PICTURES.items():
        reach(page, site)
        save(page, FOLDER / f"{name}-{scheme}.webp")
    page.close()


def save(page: Page, path: Path) -> None:
    """Save what is on the screen as WebP, which Playwright's own screenshots cannot be."""
    devtools = page.context.new_cdp_session(page)
    shot = devtools.send("Page.captureScreenshot", {"format": "webp", "quality": 85})
    path.write_bytes(base64.b64decode(shot["data"]))
    weight = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {weight // 1024} KB")
    if weight > MOST_BYTES:
        raise SystemExit(f"{path.name}: found {weight} bytes, expected at most {MOST_BYTES}.")


if __name__ == "__main__":
    main()
