"""What a database holds before a test begins: the groups that migrations make, and the pages where they are asked for.

The addresses of those pages are known before anything runs; their rows are read and checked once a run. A test that
commits empties every table after it, and the groups' with the rest: they are put back for whoever comes next.
"""

from io import StringIO
from typing import Any

from django.contrib.auth.models import Group, Permission
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
_groups: dict[str, list[tuple[str, str]]] = {}


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


def remember_groups() -> None:
    """As the migrations left them: what each may do, by app and code name."""
    for group in Group.objects.all():
        _groups[group.name] = list(group.permissions.values_list("content_type__app_label", "codename"))


def put_groups_back(**signal: Any) -> None:
    """Whoever comes next finds them, whatever emptied the tables and in whatever order. Of migrations, which make
    the groups themselves, the signal carries a plan: those are left alone."""
    if "plan" in signal:
        return
    for name, allowed in _groups.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        codenames = [codename for _app, codename in allowed]
        named = Permission.objects.filter(codename__in=codenames).select_related("content_type")
        group.permissions.set(one for one in named if (one.content_type.app_label, one.codename) in allowed)
