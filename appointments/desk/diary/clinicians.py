"""Clinicians, their hours and their time off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Count, ForeignKey, QuerySet
from django.forms import BaseModelFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from appointments.desk.diary.clinician_forms import AwayForm, ClinicianForm, ExtraForm, WeeklyHours, WeeklyHoursForm
from appointments.desk.diary.feeds import feed_of, may_manage_feed
from appointments.diary.agenda import standing_between
from appointments.models import Appointment, Clinician, ExtraSession, TimeOff, WorkingHours
from appointments.text.datetimes import in_full
from clinic.common.admin import Guarded
from clinic.common.versioned import StandingRows, Versioned


class Hours(admin.StackedInline[WorkingHours, Clinician]):
    model = WorkingHours
    form, formset = WeeklyHoursForm, WeeklyHours
    template = "admin/appointments/clinician/rows.html"
    explained = _("One row for each stretch of a day. Leave the break empty where there is none.")
    fields = [("weekday", "starts", "ends", "break_starts", "break_ends", "visit_type", "is_step_free")]
    verbose_name, verbose_name_plural = _("stretch of hours"), _("Hours every week")
    extra = 0


class Away(admin.StackedInline[TimeOff, Clinician]):
    model = TimeOff
    form, formset = AwayForm, StandingRows
    template = "admin/appointments/clinician/rows.html"
    explained = _(
        "For whole days: from 00:00 on the first day to 00:00 on the day after the last. "
        "Visits already offered or booked stay until somebody moves them; after saving you see which."
    )
    fields = [("starts_at", "ends_at", "reason")]
    extra = 0


class Extras(admin.StackedInline[ExtraSession, Clinician]):
    model = ExtraSession
    form, formset = ExtraForm, StandingRows
    template = "admin/appointments/clinician/rows.html"
    explained = _("Hours on one day only, beyond those of every week.")
    fields = [("starts_at", "ends_at", "visit_type", "is_step_free")]
    extra = 0


class ClinicianAdmin(Versioned, Guarded[Clinician]):
    form = ClinicianForm
    list_display = ["name", "is_active", "user", "visit_minutes", "to_diary"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    inlines = [Hours, Away, Extras]
    change_form_template = "admin/appointments/clinician/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "user", "is_active"]}),
        (_("Visits"), {"fields": ["visit_minutes", "longer_visit_minutes", "buffer_minutes"]}),
        (_("How far ahead"), {"fields": ["notice_hours", "horizon_days"]}),
    ]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Clinician | None = None,
    ) -> Any:
        if obj and may_manage_feed(request.user, obj):
            context["feed"] = feed_of(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_staff=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(
        self,
        request: HttpRequest,
        form: ModelForm[Clinician],
        formset: BaseModelFormSet[Any, ModelForm[Any]],
        change: bool,
    ) -> None:
        """Save the rows; and where a clinician will be away, say which visits stand in that time."""
        super().save_formset(request, form, formset, change)
        if formset.model is TimeOff:
            spans = [*formset.new_objects, *(row for row, _changed in formset.changed_objects)]
            visits = {visit for off in spans for visit in standing_between(off.clinician, off.starts_at, off.ends_at)}
            if visits:
                self.message_user(request, still_standing(visits), messages.WARNING)

    def get_deleted_objects(
        self, objs: QuerySet[Clinician] | Sequence[Clinician], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        """Who has appointments cannot be deleted. That is said in a sentence, not by listing a thousand visits."""
        chosen = Clinician.objects.filter(pk__in=[each.pk for each in objs], appointments__isnull=False)
        kept = chosen.annotate(many=Count("appointments")).values_list("name", "many")
        sentences = [has_appointments(name, many) for name, many in kept]
        if sentences:
            return [], {}, set(), sentences
        return super().get_deleted_objects(objs, request)

    @admin.display(description=_("Diary"))
    def to_diary(self, row: Clinician) -> SafeString:
        address = f"{reverse('admin:appointments_calendar')}?clinician={row.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Open the diary of %s") % row.name)


def still_standing(visits: Iterable[Appointment]) -> SafeString:
    """The warning that names the visits in somebody's time off, each with a link to its request."""
    ordered = sorted(visits, key=lambda visit: visit.starts_at)
    intro = ngettext(
        "%d visit stands in this time off. It stays until you move it:",
        "%d visits stand in this time off. They stay until you move them:",
        len(ordered),
    ) % len(ordered)
    links = format_html_join("; ", '<a href="{}">{}</a> {}, {}', map(_link, ordered))
    return format_html("{} {}", intro, links)


def _link(visit: Appointment) -> tuple[str, str, str, str]:
    address = reverse("admin:appointments_consultationrequest_change", args=[visit.request_id])
    status = visit.get_status_display()
    return address, visit.request.spoken_reference, in_full(visit.starts_at), str(status)


def has_appointments(name: str, many: int) -> str:
    said = ngettext(
        "%(name)s has %(many)d appointment. Untick “sees patients” instead: the past stays known.",
        "%(name)s has %(many)d appointments. Untick “sees patients” instead: the past stays known.",
        many,
    )
    return said % {"name": name, "many": many}
