"""The pages that we ship: their addresses, known before anything runs, and their rows, read and checked once a run."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from education.models import Page, Revision
from education.writing.documents import CONTENT

# Every address that search engines are told of: what sitemap.xml lists (tests/clinic/test_sitemaps.py).
LISTED = [
    *("/", "/spms/", "/book/", "/privacy/", "/accessibility/"),
    *(f"/spms/{file.stem}/" for file in sorted(CONTENT.glob("en/*.md"))),
]

# Public too, but nothing that search engines should list.
UNLISTED = [
    "/search/",
    "/search/?q=fatige",
    "/search/?q=qwxz",
    "/spms/fatigue/?read=slow",
    "/spms/fatigue/?read=slow&part=4",
]

_kept: dict[str, list[dict[str, Any]]] = {}


def put_pages() -> None:
    """What load_pages leaves in an empty database. Loaded the first time; put back from memory after that."""
    if not _kept:
        call_command("load_pages", stdout=StringIO())
        _kept.update(
            pages=list(Page.objects.order_by("pk").values()), texts=list(Revision.objects.order_by("pk").values())
        )
        return
    pages = {row["id"]: Page(**row | {"id": None}) for row in _kept["pages"]}
    Page.objects.bulk_create(pages.values())
    texts = [Revision(**without(row, "id", "page_id"), page=pages[row["page_id"]]) for row in _kept["texts"]]
    Revision.objects.bulk_create(texts)


def without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
