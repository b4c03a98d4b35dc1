"""What a page costs on a slow phone: bytes as they travel, and requests."""

import gzip

import pytest
from playwright.sync_api import Request

from tests.journeys.conftest import Visitor
from tests.journeys.states.form import STATES
from tests.stock import LISTED, UNLISTED

KILOBYTE = 1024
PAGE, STYLE, EVERYTHING, REQUESTS = 15 * KILOBYTE, 12 * KILOBYTE, 30 * KILOBYTE, 4
# A browser may ask for these too, although this one does not.
ALSO = "() => [...document.querySelectorAll('link[rel=icon], link[rel=manifest]')].map(link => link.href)"
# nginx compresses at level 1 unless told otherwise.
LEVEL = 1


class Scale:
    """Weighs the page that is open, whatever led to it, with all that it asked for."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.asked: list[Request] = []
        self.parts: dict[str, int] = {}  # what pages share, by address: weighed once
        visitor.page.on("request", self.note)

    def note(self, request: Request) -> None:
        if request.is_navigation_request():
            self.asked.clear()
        self.asked.append(request)

    def too_much(self) -> str:
        """What is too heavy, in words."""
        self.visitor.page.wait_for_load_state()
        document, *others = self.asked
        answer = document.response()
        assert answer
        parts = {*(request.url for request in others), *self.visitor.page.evaluate(ALSO)}
        own = packed(answer.body())
        everything, requests = own + sum(map(self.weight, parts)), 1 + len(parts)
        is_light = own <= PAGE and everything <= EVERYTHING and requests <= REQUESTS
        return "" if is_light else f"{own} bytes, {everything} in all, {requests} requests"

    def weight(self, url: str) -> int:
        if url not in self.parts:
            answer = self.visitor.context.request.get(url)
            assert answer.ok
            self.parts[url] = packed(answer.body())
        return self.parts[url]


def test_every_public_page_is_light(visitor: Visitor) -> None:
    scale, found = Scale(visitor), {}
    for path in [*LISTED, *UNLISTED]:
        visitor.goes_to(path)
        found[path] = scale.too_much()
    assert {path: words for path, words in found.items() if words} == {}
    assert max(weight for url, weight in scale.parts.items() if url.endswith(".css")) <= STYLE


@pytest.mark.sweep
def test_every_state_of_the_form_is_light(visitor: Visitor) -> None:
    scale, found = Scale(visitor), {}
    for name, reach in STATES.items():
        reach(visitor)
        found[name] = scale.too_much()
    assert {name: words for name, words in found.items() if words} == {}


def packed(body: bytes) -> int:
    return len(gzip.compress(body, LEVEL))
