"""Answers that several views give."""

import logging

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

logger = logging.getLogger(__name__)

# What is the same for everybody, and for as long as nothing about it changes. A browser keeps it for five minutes; a
# proxy for a second, and while it asks anew; and for a day while the site is away.
publicly_cacheable = cache_control(
    public=True, max_age=300, s_maxage=1, stale_while_revalidate=1, stale_if_error=86_400
)

RETRY_AFTER_SECONDS = {429: 600, 503: 60}


def see_other(address: str) -> HttpResponse:
    """303: what was sent is done, and this is where to look."""
    return HttpResponse(status=303, headers={"Location": address, "Cache-Control": "no-store"})


def never_stored(response: HttpResponse) -> HttpResponse:
    """What is one person's own is kept by no cache. A refusal says when to try again, if that may help."""
    response["Cache-Control"] = "no-store"
    if response.status_code in RETRY_AFTER_SECONDS:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS[response.status_code])
    return response


def log_not_stored(error: Exception) -> None:
    """Tell operators why something could not be stored. The class alone: a database's words repeat the row."""
    logger.error("not stored: %s", type(error).__name__)
