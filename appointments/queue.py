"""The start page of the desk: who waits for what, today's and tomorrow's visits, and mail that does not leave."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from appointments.diary import start_of
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, ConsultationRequest, Message
from appointments.models.outbox import MessageQuerySet
from appointments.worklists import WORKLISTS, Worklist, visits_ahead

SHOWN = 8
VISITS_SHOWN = 20
COUNTED = 100
A_WHILE = timedelta(hours=1)
DAY = timedelta(days=1)

May = Callable[[str], bool]


class Count(NamedTuple):
    """How many there are. Beyond COUNTED nobody counts: it would take time and tell nothing."""

    number: int

    def __str__(self) -> str:
        return str(self.number) if self.number <= COUNTED else f"{COUNTED}+"

    def __bool__(self) -> bool:
        return self.number > 0


class Section(NamedTuple):
    """One worklist with those to turn to first. Each has `on_hold`, the times offered or booked, and
    those to phone have `to_tell`, the mail that does not reach them."""

    worklist: Worklist
    rows: list[ConsultationRequest]
    total: Count

    @property
    def is_longer(self) -> bool:
        return self.total.number > len(self.rows)


class DayOfVisits(NamedTuple):
    """The visits of one day on the clinic's clock. Of today, those that are not over."""

    day: date
    visits: list[Appointment]
    total: Count


class MailTrouble(NamedTuple):
    """Mail to the clinic that gave up, and since when the oldest one waits that should long have left."""

    failed: list[Message]
    total: Count
    stuck_since: datetime | None


class Queue(NamedTuple):
    """What there is to do. Empty worklists are left out."""

    sections: list[Section]
    days: list[DayOfVisits]
    mail: MailTrouble | None

    @property
    def has_visits(self) -> bool:
        return any(day.visits for day in self.days)

    @property
    def everybody_is_answered(self) -> bool:
        return not {"overdue", "new"} & {section.worklist.key for section in self.sections}


def queue(may_view: May, now: datetime) -> Queue:
    """What there is to do at `now`. `may_view("message")` says whether whoever looks may see these."""
    return Queue(
        sections=_sections([each for each in WORKLISTS if not each.needs or may_view(each.needs)], now),
        days=_days(now) if may_view("appointment") else [],
        mail=_mail_trouble(now) if may_view("message") else None,
    )


def failed_mail() -> MessageQuerySet:
    """Mail that gave up and is no “phone this patient”: to the clinic itself, or to an address that was replaced."""
    nobodys = [Message.Kind.NEW_REQUEST, Message.Kind.REPLACED]
    return Message.objects.unsaid().filter(gave_up_at__isnull=False, kind__in=nobodys)


def _sections(worklists: list[Worklist], now: datetime) -> list[Section]:
    found = [Section(each, *_first(each.requests(now), SHOWN)) for each in worklists]
    is_offered = Q(status=AppointmentStatus.OFFERED, expires_at__gt=now)
    times = Appointment.objects.filter(is_offered | Q(status=AppointmentStatus.BOOKED)).select_related("clinician")
    rows = [row for section in found for row in section.rows]
    prefetch_related_objects(rows, "assigned_to", Prefetch("appointments", times, "on_hold"))
    to_tell = Message.objects.to_tell_by_phone(now).select_related("appointment")
    to_phone = [row for section in found if section.worklist.key == "to-phone" for row in section.rows]
    prefetch_related_objects(to_phone, Prefetch("messages", to_tell, "to_tell"))
    return [section for section in found if section.rows]


def _days(now: datetime) -> list[DayOfVisits]:
    today = timezone.localdate(now)
    return [
        DayOfVisits(
            day,
            *_first(
                visits_ahead(now).between(start_of(day), start_of(day + DAY)).select_related("request", "clinician"),
                VISITS_SHOWN,
            ),
        )
        for day in (today, today + DAY)
    ]


def _mail_trouble(now: datetime) -> MailTrouble:
    failed, count = _first(failed_mail().select_related("request").order_by("-next_try_at"), SHOWN)
    since = Message.objects.owed_since(now)
    return MailTrouble(failed, count, since if since and since < now - A_WHILE else None)


def _first(rows: QuerySet[Any], number: int) -> tuple[list[Any], Count]:
    """The first of them, and how many there are in all. Few are counted as they come."""
    found = list(rows[: number + 1])
    if len(found) <= number:
        return found, Count(len(found))
    return found[:number], Count(rows.order_by()[: COUNTED + 1].count())
