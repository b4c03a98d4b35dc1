"""What a page costs on a slow phone: bytes as they travel, and requests."""

import gzip
from urllib.parse import urljoin

from tests.journeys.conftest import Visitor
from tests.journeys.places import public_pages

KILOBYTE = 1024
PAGE, STYLE, EVERYTHING, REQUESTS = 15 * KILOBYTE, 12 * KILOBYTE, 30 * KILOBYTE, 4
# A browser may ask for these too, although this one does not.
ALSO = "() => [...document.querySelectorAll('link[rel=icon], link[rel=manifest]')].map(link => link.href)"
# nginx compresses at level 1 unless told otherwise.
LEVEL = 1


def test_every_public_page_is_light(visitor: Visitor) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    found, weights = {}, {}
    for path in public_pages(visitor):
        asked.clear()
        page = visitor.goes_to(path)
        urls = dict.fromkeys([*asked, *page.evaluate(ALSO)])
        for url in urls.keys() - weights.keys():
            weights[url] = weight(visitor, url)
        own, all_of_it = weights[urljoin(visitor.site, path)], sum(weights[url] for url in urls)
        if own > PAGE or all_of_it > EVERYTHING or len(urls) > REQUESTS:
            found[path] = f"{own} bytes, {all_of_it} in all, {len(urls)} requests"
    assert found == {}
    style = max(weights[url] for url in weights if url.endswith(".css"))
    assert style <= STYLE


def weight(visitor: Visitor, url: str) -> int:
    answer = visitor.context.request.get(url)
    assert answer.ok
    return len(gzip.compress(answer.body(), LEVEL))
