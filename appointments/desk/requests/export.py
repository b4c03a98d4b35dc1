"""“Export as CSV”, an action of the list of requests: the ones chosen, or all that the filter finds."""

from __future__ import annotations

import logging
from typing import cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments.desk.requests import csv as export
from appointments.models import ConsultationRequest

logger = logging.getLogger(__name__)

MAY_EXPORT = "appointments.export_consultationrequest"


class Exporting(admin.ModelAdmin[ConsultationRequest]):
    """A list that offers the export to those who may."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_EXPORT)


@admin.action(description=_("Export as CSV"), permissions=["export"])
def export_as_csv(
    modeladmin: admin.ModelAdmin[ConsultationRequest],
    request: HttpRequest,
    queryset: QuerySet[ConsultationRequest],
) -> StreamingHttpResponse:
    """The file, sent as it is made. That it was asked for is written down first."""
    if not request.user.has_perm(MAY_EXPORT):
        raise PermissionDenied
    now = timezone.now()
    _write_down(request, queryset.count())
    response = StreamingHttpResponse(export.rows(queryset, now), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="requests-{timezone.localdate(now)}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _write_down(request: HttpRequest, number: int) -> None:
    """Who, when, how many, and by which filters: nothing that was searched for, which may be a name."""
    staff = cast("User", request.user)
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(ConsultationRequest),
        object_repr=ngettext("%d request exported", "%d requests exported", number) % number,
        action_flag=CHANGE,
        change_message=_filters_of(request),
    )
    logger.info("account %s exported requests: %d", staff.pk, number)


def _filters_of(request: HttpRequest) -> str:
    """`status__exact=new&a search`."""
    kept = request.GET.copy()
    searched = kept.pop("q", None)
    return "&".join(filter(None, [kept.urlencode(), "a search" if searched else ""])) or "no filter"
