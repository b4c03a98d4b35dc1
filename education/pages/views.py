"""The topics by hub, one page, whole or one part at a time, and search."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clinic.common.responses import publicly_cacheable
from education.models import Page
from education.pages.index import library
from education.pages.page import PublicPage, read
from education.pages.parts import parts_of, reads_slowly
from education.pages.structured import about_a_page, about_all_topics
from education.search import find


@require_safe
@publicly_cacheable
def index(request: HttpRequest) -> HttpResponse:
    name = _("About SPMS: all topics")
    description = _(
        "Plain-language pages on secondary progressive multiple sclerosis: what it is, treatment, symptoms, "
        "daily life and getting help."
    )
    structured = about_all_topics(name, description, settings.PUBLIC_ORIGIN)
    context = {"hubs": Page.objects.by_hub(), "name": name, "description": description, "structured": structured}
    return render(request, "education/index.html", context)


@require_safe
@publicly_cacheable
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = read(slug, timezone.localdate())
    if not found:
        raise Http404
    if request.GET.get("read") == "slow" and reads_slowly(found):
        return _one_part(request, found)
    context = {
        "page": found,
        "reads_slowly": reads_slowly(found),
        "structured": about_a_page(found, settings.PUBLIC_ORIGIN),
    }
    return render(request, "education/page.html", context)


def _one_part(request: HttpRequest, found: PublicPage) -> HttpResponse:
    """`part` is 2 or more. Whatever else it says, an old link for instance, leads to the first part."""
    parts = parts_of(found)
    asked = request.GET.get("part")
    part = next((part for part in parts[1:] if str(part.number) == asked), parts[0])
    if asked is not None and part is parts[0]:
        return redirect(part.address)
    before, after = parts[: part.number - 1], parts[part.number :]
    context = {"page": found, "part": part, "before": before, "after": after, "total": len(parts)}
    return render(request, "education/slow.html", context)


@require_safe
@cache_control(no_store=True)
def search(request: HttpRequest) -> HttpResponse:
    """What somebody searches for is written nowhere: not here, and not into the next request's Referer."""
    ours = library()
    found = find(request.GET.get("q", ""), ours.index)
    context = {"found": found, "hubs": ours.shelves if found.is_empty else []}
    response = render(request, "education/search.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
