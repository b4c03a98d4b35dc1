"""`manage.py load_demo`: an invented clinic to try things in. Refused unless DEBUG is on."""

from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from appointments.diary.hours import moment, openings
from appointments.models import Clinician, ConsultationRequest, ExtraSession, Message, TimeOff, WorkingHours
from clinic.demo import DEMO_DOCTOR, DEMO_GROUPS, DEMO_PASSWORD, DEMO_STAFF
from clinic.demo.cast import STORIES
from clinic.demo.plots import PLOTS, Desk, Plot

DAY = timedelta(days=1)


class Command(BaseCommand):
    help = "Create demo accounts and an invented clinic at work. Only with DEBUG on. A second run adds nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("DEBUG: found off, expected on. The demo accounts' password is public.")
        with transaction.atomic():
            staff = _accounts()
            if ConsultationRequest.objects.exists() or Clinician.objects.exists():
                self._say_that_it_is_old(staff)
                return
            _tell(Desk(staff, _clinicians(timezone.now()), timezone.now()))
        self.stdout.write(f"{len(STORIES)} invented requests made")

    def _say_that_it_is_old(self, staff: User) -> None:
        """The invented clinic lives on the day it was made: its visits of “today” are those of that day."""
        made_on = timezone.localdate(staff.date_joined)
        if made_on != timezone.localdate() and Clinician.objects.filter(name=DEMO_DOCTOR).exists():
            day = date_format(made_on, "DAY_OF_YEAR")
            self.stdout.write(f"The invented clinic is as it was on {day}. For one of today: make fresh")


def _accounts() -> User:
    """One account that may do everything, and one for each group. Answers the first."""
    for name, group in DEMO_GROUPS.items():
        if not User.objects.filter(username=name).exists():
            account = User.objects.create_user(name, f"{name}@example.org", DEMO_PASSWORD, is_staff=True)
            account.groups.add(Group.objects.get(name=group))
    known = User.objects.filter(username=DEMO_STAFF).first()
    return known or User.objects.create_superuser(DEMO_STAFF, "demo@example.org", DEMO_PASSWORD)


def _clinicians(now: datetime) -> list[Clinician]:
    """Two diaries, with a break, a video day, time off, and hours today and tomorrow whatever day it is."""
    account = User.objects.get(username="demo-clinician")
    doctor = Clinician.objects.create(name=DEMO_DOCTOR, user=account)
    nurse = Clinician.objects.create(name="Example Prieto, MS nurse", visit_minutes=30, buffer_minutes=10)
    for weekday in range(5):
        breaks = {"break_starts": time(13), "break_ends": time(14)}
        WorkingHours.objects.create(clinician=doctor, weekday=weekday, starts=time(9), ends=time(17), **breaks)
        kind = "video" if weekday == 3 else "any"
        WorkingHours.objects.create(clinician=nurse, weekday=weekday, starts=time(10), ends=time(19), visit_type=kind)
    today = timezone.localdate(now)
    for clinician in (doctor, nurse):
        for day in (today, today + DAY):
            if not openings(clinician, day, day):
                _extra(clinician, day)
    away = today + (14 - today.weekday()) * DAY
    TimeOff.objects.create(
        clinician=doctor, starts_at=moment(away, time.min), ends_at=moment(away + 3 * DAY, time.min), reason="Congress"
    )
    return [doctor, nurse]


def _extra(clinician: Clinician, day: Any) -> None:
    ExtraSession.objects.create(
        clinician=clinician, starts_at=moment(day, time(9)), ends_at=moment(day, time(20)), visit_type="any"
    )


def _tell(desk: Desk) -> None:
    """Let every story happen, the oldest first; its mail of days ago has left."""
    for story in sorted(STORIES, key=lambda story: -story.hours_ago):
        plot = Plot(desk, story)
        PLOTS[story.plot](plot)
        if plot.at < desk.now - timedelta(hours=3):
            plot.mail_leaves()
    old = Message.objects.owed().ripe(desk.now).filter(created_at__lt=desk.now - timedelta(hours=3))
    old.update(sent_at=desk.now - timedelta(hours=3), attempts=1)
