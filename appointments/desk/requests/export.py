"""“Export as CSV”, an action of the list of requests: the ones chosen, or all that the filter finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import cast

from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrOrPromise

from appointments import actions
from appointments.desk.access import EXPORT
from appointments.lifecycle import HOLDS_THE_DIARY, AppointmentStatus
from appointments.models import Appointment, ConsultationRequest
from appointments.text.tables import table
from clinic.common import security
from clinic.common.address import network_address
from clinic.common.security import SecurityEvent
from clinic.common.text import name_of

ROWS_AT_ONCE = 1000


class Exporting(admin.ModelAdmin[ConsultationRequest]):
    """A list that offers the export to those who may."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(EXPORT)


@admin.action(description=gettext_lazy("Export as CSV"), permissions=["export"])
def export_as_csv(
    modeladmin: admin.ModelAdmin[ConsultationRequest],
    request: HttpRequest,
    queryset: QuerySet[ConsultationRequest],
) -> StreamingHttpResponse:
    """The file, sent as it is made. That it was asked for is written down first."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    now = timezone.now()
    _write_down(request, queryset, now)
    return table(f"requests-{timezone.localdate(now)}.csv", TITLES, rows(queryset, now))


@transaction.atomic
def _write_down(request: HttpRequest, requests: QuerySet[ConsultationRequest], now: datetime) -> None:
    """Who, when, which, and by which filters: nothing that was searched for, which may be a name."""
    staff, address = cast("User", request.user), network_address(request)
    numbers = requests.order_by().values_list("pk", flat=True)
    number = actions.log_export(requests=numbers.iterator(ROWS_AT_ONCE), by=staff, address=address, now=now)
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(ConsultationRequest),
        object_repr=ngettext("%d request exported", "%d requests exported", number) % number,
        action_flag=CHANGE,
        change_message=_filters_of(request),
    )
    security.note(SecurityEvent.EXPORTED, request, requests=number)


def _filters_of(request: HttpRequest) -> str:
    """`status__exact=new&a search`."""
    kept = request.GET.copy()
    searched = kept.pop("q", None)
    return "&".join(filter(None, [kept.urlencode(), "a search" if searched else ""])) or "no filter"


def rows(requests: QuerySet[ConsultationRequest], now: datetime) -> Iterator[list[str]]:
    """The rows of the table, one by one, as they are read from the database."""
    kept = Appointment.objects.filter(status__in=sorted(HOLDS_THE_DIARY - {AppointmentStatus.OFFERED}))
    visits = Prefetch("appointments", kept.select_related("clinician").order_by("booked_at"), "visits")
    for request in requests.select_related("assigned_to").prefetch_related(visits).iterator(ROWS_AT_ONCE):
        yield [value(request, now) for _title, value in COLUMNS]


def _moment(at: datetime | None) -> str:
    """As spreadsheets read it, on the clinic's clock."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _waiting_days(request: ConsultationRequest, now: datetime) -> str:
    waits = request.is_open and not request.first_contacted_at
    return str((now - request.submitted_at).days) if waits else ""


def _visit(request: ConsultationRequest) -> Appointment | None:
    visits: list[Appointment] = request.visits  # type: ignore[attr-defined]
    return visits[-1] if visits else None


def _of_visit(value: Callable[[Appointment], str]) -> Callable[[ConsultationRequest, datetime], str]:
    def told(request: ConsultationRequest, now: datetime) -> str:
        visit = _visit(request)
        return value(visit) if visit else ""

    return told


def _listed(labels: Iterable[str]) -> str:
    return ", ".join(labels)


COLUMNS: list[tuple[StrOrPromise, Callable[[ConsultationRequest, datetime], str]]] = [
    (gettext_lazy("Reference"), lambda request, now: request.spoken_reference),
    (gettext_lazy("Status"), lambda request, now: request.get_status_display()),
    (gettext_lazy("May be spam"), lambda request, now: request.get_suspicion_display() if request.suspicion else ""),
    (gettext_lazy("Submitted"), lambda request, now: _moment(request.submitted_at)),
    (gettext_lazy("Days without an answer"), _waiting_days),
    (gettext_lazy("First answered"), lambda request, now: _moment(request.first_contacted_at)),
    (gettext_lazy("Asked for other times"), lambda request, now: _moment(request.wants_times_at)),
    (gettext_lazy("Name of the sender"), lambda request, now: request.full_name),
    (gettext_lazy("Name of the patient"), lambda request, now: request.patient),
    (gettext_lazy("Phone"), lambda request, now: request.readable_phone),
    (gettext_lazy("Email"), lambda request, now: request.email),
    (gettext_lazy("Contact by"), lambda request, now: request.get_contact_by_display() or _("any way")),
    (gettext_lazy("Visit"), lambda request, now: request.get_visit_type_display()),
    (gettext_lazy("Days"), lambda request, now: _listed(request.day_labels)),
    (gettext_lazy("Times"), lambda request, now: _listed(request.time_labels)),
    (gettext_lazy("Access needs"), lambda request, now: _listed(request.access_labels)),
    (gettext_lazy("Topics"), lambda request, now: _listed(request.topic_labels)),
    (gettext_lazy("Looked after by"), lambda request, now: name_of(request.assigned_to) if request.assigned_to else ""),
    (gettext_lazy("Appointment"), _of_visit(lambda visit: _moment(visit.starts_at))),
    (gettext_lazy("Minutes"), _of_visit(lambda visit: str(visit.minutes))),
    (gettext_lazy("Clinician"), _of_visit(lambda visit: visit.clinician.name)),
]
TITLES = [title for title, _value in COLUMNS]
