"""The start page of the desk: who waits for what, today's and tomorrow's visits, and mail that does not leave."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from appointments.desk.access import SEE_MAIL, SEE_VISITS, WORK, May
from appointments.desk.start import statistics
from appointments.desk.start.graph import Graph, graph_of
from appointments.desk.start.remarks import Remark
from appointments.desk.start.worklists import Worklist, worklists_for
from appointments.diary.absences import read_plans
from appointments.diary.hours import start_of
from appointments.diary.next_day import next_day_of_visits
from appointments.models import Appointment, ConsultationRequest, Event, Message

SHOWN = 8
VISITS_SHOWN = 20
COUNTED = 100
A_WHILE = timedelta(hours=1)
DAY = timedelta(days=1)

# What is told of somebody who has no time: how that came about.
HOW_IT_CAME = {
    Event.Kind.CALLED,
    Event.Kind.WITHDRAWN,
    Event.Kind.WITHDRAWN_ALL,
    Event.Kind.EXPIRED,
    Event.Kind.CALLED_OFF,
    Event.Kind.CANCELLED,
    Event.Kind.MISSED,
}


class Count(NamedTuple):
    """How many there are. Beyond COUNTED nobody counts: it would take time and tell nothing."""

    number: int

    def __str__(self) -> str:
        return str(self.number) if self.number <= COUNTED else f"{COUNTED}+"

    def __bool__(self) -> bool:
        return self.number > 0


class FilledWorklist(NamedTuple):
    """One worklist with those to turn to first. Each has `on_hold`, the times offered or booked.
    Those to phone have `to_tell`, the mail that does not reach them; those without a time `lately`: how it came."""

    worklist: Worklist
    rows: list[ConsultationRequest]
    total: Count
    now: datetime

    def told(self) -> Iterator[tuple[ConsultationRequest, list[Remark]]]:
        """Each of them, with why they are here."""
        return ((row, self.worklist.remarks(row, self.now)) for row in self.rows)

    @property
    def is_longer(self) -> bool:
        return self.total.number > len(self.rows)


class DayOfVisits(NamedTuple):
    """The visits of one day on the clinic's clock. Of today, those that are not over."""

    day: date
    is_tomorrow: bool
    visits: list[Appointment]
    total: Count


class MailTrouble(NamedTuple):
    """Mail to the clinic that gave up, and since when nothing leaves though it should."""

    failed: list[Message]
    total: Count
    stuck_since: datetime | None


class Queue(NamedTuple):
    """What there is to do. Empty worklists are left out."""

    sections: list[FilledWorklist]
    days: list[DayOfVisits]
    mail: MailTrouble | None
    everybody_is_answered: bool  # and whoever looks is somebody who answers

    @property
    def has_visits(self) -> bool:
        return any(day.visits for day in self.days)


class Numbers(NamedTuple):
    """How the last weeks went."""

    contact: statistics.TimeToContact | None
    graph: Graph


class StartPage(NamedTuple):
    """Everything that the start page shows, as it stands at `now`."""

    now: datetime
    queue: Queue
    numbers: Numbers | None


def start_page(may: May, now: datetime) -> StartPage:
    """What the desk opens on, for somebody who may see requests and whose `has_perm` is `may`."""
    return StartPage(now, queue(may, now), _numbers(now) if may(WORK) else None)


def queue(may: May, now: datetime) -> Queue:
    """What there is to do at `now`, for somebody whose `has_perm` is `may`."""
    sections = _sections(worklists_for(may), now)
    is_somebody_waiting = {"overdue", "new", "to-phone"} & {section.worklist.key for section in sections}
    return Queue(
        sections,
        days=_days(now) if may(SEE_VISITS) else [],
        mail=_mail_trouble(now) if may(SEE_MAIL) else None,
        everybody_is_answered=may(WORK) and not is_somebody_waiting,
    )


def _numbers(now: datetime) -> Numbers:
    return Numbers(statistics.time_to_contact(now), graph_of(statistics.requests_a_day(now)))


def _sections(worklists: list[Worklist], now: datetime) -> list[FilledWorklist]:
    found = [FilledWorklist(each, *_first(each.requests(now), SHOWN), now) for each in worklists]
    on_hold = Appointment.objects.choosable(now) | Appointment.objects.booked()
    times = on_hold.select_related("clinician")
    rows = [row for section in found for row in section.rows]
    prefetch_related_objects(rows, "assigned_to", Prefetch("appointments", times, "on_hold"))
    to_tell = Message.objects.to_tell_by_phone(now).select_related("appointment")
    prefetch_related_objects(_rows_of("to-phone", found), Prefetch("messages", to_tell, "to_tell"))
    read_plans([time.clinician for row in _rows_of("nobody-there", found) for time in _on_hold(row)], now)
    lately = Event.objects.filter(kind__in=HOW_IT_CAME).order_by("-at", "-pk")[:1]
    prefetch_related_objects(_rows_of("find-a-time", found), Prefetch("events", lately, "lately"))
    return [section for section in found if section.rows]


def _on_hold(row: ConsultationRequest) -> list[Appointment]:
    times: list[Appointment] = row.on_hold  # type: ignore[attr-defined]
    return times


def _rows_of(key: str, sections: list[FilledWorklist]) -> list[ConsultationRequest]:
    return [row for section in sections if section.worklist.key == key for row in section.rows]


def _days(now: datetime) -> list[DayOfVisits]:
    """Today, and the day on which the clinic sees patients next: on a Friday, that is no Saturday."""
    today = timezone.localdate(now)
    return [_day(day, today, now) for day in (today, next_day_of_visits(now))]


def _day(day: date, today: date, now: datetime) -> DayOfVisits:
    ahead = Appointment.objects.booked().not_over(now)
    visits = ahead.between(start_of(day), start_of(day + DAY)).select_related("request", "clinician")
    return DayOfVisits(day, day == today + DAY, *_first(visits, VISITS_SHOWN))


def _mail_trouble(now: datetime) -> MailTrouble:
    failed, count = _first(
        Message.objects.failed_otherwise(now).select_related("request").order_by("-next_try_at"), SHOWN
    )
    since = Message.objects.stuck_since(now)
    return MailTrouble(failed, count, since if since and since < now - A_WHILE else None)


def _first(rows: QuerySet[Any], number: int) -> tuple[list[Any], Count]:
    """The first of them, and how many there are in all. Few are counted as they come."""
    found = list(rows[: number + 1])
    if len(found) <= number:
        return found, Count(len(found))
    return found[:number], Count(rows.order_by()[: COUNTED + 1].count())
