"""Where the public pages are."""

import re

from tests.journeys.conftest import Visitor

# Public, but nothing that search engines should list.
UNLISTED = [
    "/search/",
    "/search/?q=fatige",
    "/search/?q=qwxz",
    "/spms/fatigue/?read=slow",
    "/spms/fatigue/?read=slow&part=4",
]


def public_pages(visitor: Visitor) -> list[str]:
    """Every address the sitemap lists, so that no new page is forgotten, and those it leaves out."""
    listed = visitor.context.request.get(visitor.site + "/sitemap.xml").text()
    paths = [address.removeprefix(visitor.site) for address in re.findall(r"<loc>([^<]+)</loc>", listed)]
    assert len(paths) >= 25
    return paths + UNLISTED
