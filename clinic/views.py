"""Home, the two statements, and the files that machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.common.responses import publicly_cacheable
from education.models import Page


@require_safe
@publicly_cacheable
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/home.html", {"hubs": Page.objects.by_hub()})


@require_safe
@publicly_cacheable
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/privacy.html")


@require_safe
@publicly_cacheable
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "clinic/accessibility.html")


@require_safe
@publicly_cacheable
def robots(request: HttpRequest) -> HttpResponse:
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /requests/",
        "Disallow: /diary/",
        "",
        f"Sitemap: {settings.PUBLIC_ORIGIN}/sitemap.xml",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@publicly_cacheable
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). Only where the clinic has said whom."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.localdate() + timedelta(days=180)
    lines = (
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {settings.PUBLIC_ORIGIN}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
