"""The calendar: a day or a week of one diary or of all. Staff who see patients open it on their own."""

from datetime import datetime, timedelta
from typing import cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from appointments.desk.access import SEE_REQUESTS, SEE_VISITS, refuse_without
from appointments.desk.diary.feeds import feed_of
from appointments.desk.diary.strips import draw
from appointments.desk.diary.window import CalendarForm, Window
from appointments.diary.agenda import agenda
from appointments.diary.entries import DiaryDay
from appointments.diary.hours import start_of
from appointments.models import Clinician
from appointments.text.datetimes import zone_name

FRIDAY = 4


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Nothing can be changed here; every visit leads to its request."""
    refuse_without(request.user, SEE_VISITS)
    now = timezone.now()
    own = Clinician.objects.filter(user=cast("User", request.user)).first()
    form = CalendarForm(request.GET)
    if not form.is_valid():
        messages.warning(request, _("The calendar has no such page. This is the one for today."))
        return redirect("admin:appointments_calendar")
    window = form.window(own=own, today=timezone.localdate(now))
    context = {
        **admin.site.each_context(request),
        **what_is_shown(window, now, with_names=request.user.has_perm(SEE_REQUESTS)),
        "title": _("Diary"),
        "subtitle": window.title,
        "form": CalendarForm(initial={"clinician": window.clinician, "day": window.day, "view": window.view}),
        "feed": feed_of(own) if own and own == window.clinician else None,
    }
    return render(request, "admin/appointments/calendar.html", context)


def what_is_shown(window: Window, now: datetime, *, with_names: bool) -> dict[str, object]:
    """The days of the window, and whose diaries there are to choose from."""
    everyone = list(Clinician.objects.all())
    shown = [window.clinician] if window.clinician else everyone
    days = agenda(shown, first=window.first, last=window.last, now=now)
    shown_days = [day for day in days if window.is_day or is_worth_a_column(day)]
    return {
        "window": window,
        "choices": [window.of(each) for each in everyone if each.is_active or each == window.clinician],
        "columns": draw(shown_days, window, with_names=with_names),
        "zones": zones(window),
    }


def zones(window: Window) -> str:
    """`CET`; and in the week in which the clocks change, `CET, then CEST`."""
    ends = (timezone.localtime(start_of(day)) for day in (window.first, window.last + timedelta(days=1)))
    return _(", then ").join(dict.fromkeys(zone_name(end) for end in ends))


def is_worth_a_column(day: DiaryDay) -> bool:
    """Weekends are shown only where there is something in them."""
    return day.date.weekday() <= FRIDAY or not day.is_empty
