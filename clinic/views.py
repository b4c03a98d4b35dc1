"""Home, the two statements, the files that machines ask for, health, and the pages for when something went wrong."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from appointments.models import Message
from education.models import Page

publicly_cacheable = cache_control(public=True, max_age=300)


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
    expires = timezone.now() + timedelta(days=180)
    lines = (
        f"Contact: mailto:{settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {settings.PUBLIC_ORIGIN}/.well-known/security.txt",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Says nothing of the database, so that a restart is not the answer to an outage there."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Fit to serve: the database answers and is migrated. Says too for how many seconds mail is stuck."""
    now = timezone.now()
    try:
        executor = MigrationExecutor(connection)
        unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        stuck_since = Message.objects.stuck_since(now)
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    waiting = now - stuck_since if stuck_since else timedelta()
    state = {
        "ready": not unapplied,
        "database": True,
        "unapplied_migrations": unapplied,
        "oldest_unsent_mail": int(waiting.total_seconds()),
    }
    return JsonResponse(state, status=503 if unapplied else 200)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response["Retry-After"] = "60"
    return response


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own CSRF check guards the admin alone; its refusal looks like every other."""
    return forbidden(request, PermissionDenied(reason))
