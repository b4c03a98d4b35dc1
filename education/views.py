"""The topics by hub, and one page."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from education.models import Page
from education.reading import read
from education.structured import structured_data

publicly_cacheable = cache_control(public=True, max_age=300)


@require_safe
@publicly_cacheable
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "education/index.html", {"hubs": Page.objects.by_hub()})


@require_safe
@publicly_cacheable
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = read(slug)
    if not found:
        raise Http404
    structured = structured_data(found, settings.PUBLIC_ORIGIN)
    return render(request, "education/page.html", {"page": found, "structured": structured})
