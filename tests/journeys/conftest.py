"""A real Chromium against a real server, watched: what it says, where it asks, what it keeps."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser import CHROMIUM, FLAGS
from tests.journeys.looking import barriers as barriers
from tests.stock import put_pages

# Playwright's loop runs in this thread, and Django would take it for an asynchronous program.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a Chromium the browser's tests are left out. tests/conftest.py says so in the end."""
    journeys = [item for item in items if "journeys" in item.nodeid]
    for item in journeys:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
    if not CHROMIUM:
        config.hook.pytest_deselected(items=journeys)
        items[:] = [item for item in items if item not in journeys]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server: LiveServer, settings: Any, transactional_db: None) -> str:
    """The address of a running site with its pages loaded."""
    settings.PUBLIC_ORIGIN = live_server.url
    put_pages()
    return str(live_server.url)


@dataclass
class Visitor:
    """A person with a browser of their own, and what was noticed over their shoulder."""

    context: BrowserContext
    page: Page
    site: str
    said: list[str] = field(default_factory=list)
    asked_elsewhere: list[str] = field(default_factory=list)

    def goes_to(self, path: str) -> Page:
        self.page.goto(self.site + path)
        return self.page

    def noticed(self) -> dict[str, list[str]]:
        """What should never be: console messages, requests to other sites, cookies."""
        cookies = [str(cookie.get("name")) for cookie in self.context.cookies()]
        return {"console": self.said, "elsewhere": self.asked_elsewhere, "cookies": cookies}


NOTHING: dict[str, list[str]] = {"console": [], "elsewhere": [], "cookies": []}


@pytest.fixture
def open_browser(chromium: Browser, site: str) -> Iterator[Any]:
    """Make visitors: `open_browser(viewport=…, color_scheme=…)` as Playwright's `new_context` takes it."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Visitor:
        context = chromium.new_context(**options)
        contexts.append(context)
        context.set_default_timeout(15_000)
        page = context.new_page()
        visitor = Visitor(context, page, site)
        page.on("console", lambda message: visitor.said.append(with_place(message)))
        page.on("pageerror", lambda error: visitor.said.append(str(error)))
        page.on("request", lambda request: note_request(visitor, request.url))
        return visitor

    yield opened
    for context in contexts:
        context.close()


def note_request(visitor: Visitor, url: str) -> None:
    if not url.startswith((visitor.site, "data:")):
        visitor.asked_elsewhere.append(url)


@pytest.fixture
def visitor(open_browser: Any) -> Visitor:
    visitor: Visitor = open_browser()
    return visitor


def with_place(message: ConsoleMessage) -> str:
    return f"{message.text} at {urlsplit(message.location['url']).path}"
