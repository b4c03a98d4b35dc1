"""Two sets of texts to search: three invented ones, and the pages that we ship."""

from typing import Any

import pytest

from education.content.hubs import Hub
from education.search import Index, PageText, build
from education.writing.documents import CONTENT, read_documents


def text(slug: str, title: str, body: str, **changed: Any) -> PageText:
    sound = {"summary": "A summary.", "in_short": ("One.", "Two.", "Three."), "is_glossary": slug == "glossary"}
    return PageText(slug=slug, url=f"/spms/{slug}/", hub=Hub.TREATMENT, title=title, body=body, **sound | changed)


@pytest.fixture(scope="session")
def shipped() -> Index:
    return build(
        PageText(
            page.slug,
            f"/spms/{page.slug}/",
            page.hub,
            page.title,
            page.summary,
            page.in_short,
            page.body,
            page.slug == "glossary",
        )
        for page in read_documents("en", CONTENT)
    )
