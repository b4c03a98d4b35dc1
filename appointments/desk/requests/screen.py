"""The screen of one request: everything for the call, and the moves that are possible now."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from appointments import actions
from appointments.desk.access import WORK, note_look
from appointments.desk.requests.summary import Summary, read
from appointments.models import AccessLog, ConsultationRequest

LONGEST_NUMBER = 18  # a longer one is no row's, and more than the databases can look up
TEMPLATE = "admin/appointments/consultationrequest/change_form.html"


def open_request(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the request; from now on, what the patient changed before is no longer news."""
    if request.method not in {"GET", "HEAD"}:
        raise PermissionDenied
    if not object_id.isdecimal() or len(object_id) > LONGEST_NUMBER:
        raise Http404
    now = timezone.now()
    summary = read(int(object_id), user=request.user, now=now)
    with transaction.atomic():
        # Whoever can only look does not take the news from those who act on it.
        if request.method == "GET" and request.user.has_perm(WORK):
            actions.mark_read(request=summary.found, now=now)
        return show(request, summary)


def show(request: HttpRequest, summary: Summary) -> HttpResponse:
    """The whole screen, and that it was seen. Of an attempt, the form stands open with everything that was typed."""
    note_look(request, AccessLog.Kind.VIEWED, summary.found)
    attempt, tried = summary.attempt, summary.tried
    trouble = attempt.trouble if attempt else None
    typed = tried if tried and not tried.is_plain else None
    context = admin.site.each_context(request) | {
        "title": summary.found.who_asks,
        "opts": ConsultationRequest._meta,
        "summary": summary,
        "found": summary.found,
        "seen": summary.seen,
        "trouble": trouble,
        "problems": tried.problems if tried and not trouble else [],
        "tried_again": typed if trouble and summary.is_still_possible else None,
        "kept": typed if not summary.is_still_possible else None,
    }
    return TemplateResponse(request, TEMPLATE, context, status=attempt.status if attempt else 200)
