"""Public pages in Chromium on a processor six times slower, as wide as a phone: when the largest thing is painted, and
how much moves afterwards.
"""

from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM, FLAGS
from tools.bench.rows import Row
from tools.production import production

PATHS = ("/", "/spms/", "/spms/fatigue/", "/book/")
TRIES, SLOWER = 7, 6
PHONE = {"width": 390, "height": 844}
WATCH = """() => new Promise(done => {
    let painted = 0, moved = 0
    const watch = (type, see) =>
        new PerformanceObserver(list => list.getEntries().forEach(see)).observe({type, buffered: true})
    watch("largest-contentful-paint", entry => painted = entry.startTime)
    watch("layout-shift", entry => moved += entry.value)
    setTimeout(() => done([painted, moved]), 700)
})"""


def rows() -> list[Row]:
    if not CHROMIUM:
        print("Without a browser: no Chromium was found (on Debian: apt-get install chromium).")
        return []
    with production(workers=2) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        found = [row for path in PATHS for row in rows_of(path, [seen(browser, site + path) for _ in range(TRIES)])]
        browser.close()
    return found


def rows_of(path: str, tries: list[tuple[float, float]]) -> list[Row]:
    painted, moved = zip(*tries, strict=True)
    detail = f"{min(painted):.0f} to {max(painted):.0f} ms, median {median(painted):.0f}"
    return [
        Row(f"{path} in the browser, CPU ×{SLOWER}: LCP", "", min(painted), "≤ 400 ms", detail),
        Row(f"{path} in the browser: CLS", "", max(moved), "≤ 0"),
    ]


def seen(browser: Browser, url: str) -> tuple[float, float]:
    """With nothing in any cache."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url)
    found: Any = page.evaluate(WATCH)
    context.close()
    return found[0], found[1]
