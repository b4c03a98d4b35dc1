"""Whether the process answers, and whether it is fit to serve."""

import logging
from datetime import timedelta

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import Message
from clinic import statics

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Says nothing of the database, so that a restart is not the answer to an outage there."""
    return JsonResponse({"alive": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Fit to serve: the database answers and is migrated, and a page has what it needs.

    Says too for how many seconds mail is stuck.
    """
    now = timezone.now()
    try:
        executor = MigrationExecutor(connection)
        unapplied = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        stuck_since = Message.objects.stuck_since(now)
    except Error:
        return JsonResponse({"ready": False, "database": False}, status=503)
    waiting = now - stuck_since if stuck_since else timedelta()
    missing, outdated = len(statics.missing()), len(statics.outdated())
    can_show = can_show_a_page(request)
    is_ready = can_show and not unapplied and not missing and not outdated
    state = {
        "ready": is_ready,
        "database": True,
        "unapplied_migrations": unapplied,
        "pages": can_show,
        "missing_static_files": missing,
        "outdated_static_files": outdated,
        "oldest_unsent_mail": int(waiting.total_seconds()),
    }
    return JsonResponse(state, status=200 if is_ready else 503)


def can_show_a_page(request: HttpRequest) -> bool:
    """Templates, addresses and settings are all there: tried on the page for what is not found."""
    try:
        return bool(render_to_string("404.html", request=request))
    except Exception:
        logger.exception("no page can be shown")
        return False
