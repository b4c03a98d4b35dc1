"""What requests wait for, in the order in which staff do it. The start page and the list's filter both read this."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from appointments.desk.access import CLOSE, SEE_MAIL, SEE_VISITS, WORK, May
from appointments.desk.start import remarks
from appointments.desk.start.remarks import RemarksOn
from appointments.diary.absences import requests_nobody_is_there_for
from appointments.diary.hours import start_of
from appointments.lifecycle import CLOSED, Status
from appointments.models import Appointment, ConsultationRequest, Message
from appointments.models.choices import VisitType
from appointments.models.request import ConsultationRequestQuerySet

Select = Callable[[ConsultationRequestQuerySet, datetime], ConsultationRequestQuerySet]


class Worklist(NamedTuple):
    """Requests that wait for the same thing. `key` is what the list's address says: `?queue=new`."""

    key: str
    title: StrOrPromise
    advice: StrOrPromise
    select: Select
    remarks: RemarksOn
    order: str | Combinable = "submitted_at"
    needs: tuple[str, ...] = (WORK,)  # what one must be allowed to do, to have any use for it
    is_to_call: bool = False  # by phone, at once: the number stands there
    is_to_reach: bool = True

    def requests(self, now: datetime) -> ConsultationRequestQuerySet:
        """All of them, what comes first first."""
        return self.select(ConsultationRequest.objects.all(), now).order_by(self.order, "pk")


def overdue(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    """Nobody, for a clinic that has promised nothing."""
    due_since = answer_due_since(now)
    return requests.overdue(due_since) if due_since else requests.none()


def new(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    """Not answered yet, and not overdue."""
    due_since = answer_due_since(now)
    waiting = requests.awaiting_contact()
    return waiting.filter(submitted_at__gte=due_since) if due_since else waiting


def other_times(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    # `awaiting_times` said so that a database reads those few, instead of everybody whose request is open.
    return requests.filter(wants_times_at__isnull=False).exclude(status__in=sorted(CLOSED))


def find_a_time(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    return requests.filter(status=Status.CONTACTED, wants_times_at__isnull=True)


def to_phone(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    # Found first: in one step, PostgreSQL asks each request in the order of the list whether it has such mail.
    unreached = Message.objects.to_tell_by_phone(now).order_by().values_list("request", flat=True)
    return requests.filter(pk__in=set(unreached))


def to_record(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    # Twice denied, the status is asked of those few, and not the visit of everybody who is booked.
    over = Appointment.objects.booked().over(now).order_by().values("request")
    return requests.filter(~Q(~Q(status=Status.BOOKED)), pk__in=over)


def without_link(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    """The confirmation said that how the call is joined comes later, and nobody has written it."""
    unsaid = Appointment.objects.booked().not_over(now).filter(visit_type=VisitType.VIDEO, directions="")
    return requests.filter(~Q(~Q(status=Status.BOOKED)), pk__in=unsaid.order_by().values("request"))


def nobody_there(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    """What was agreed on, or can be, and the clinician's hours are no longer such."""
    return requests.filter(pk__in=requests_nobody_is_there_for(now))


def time_begins() -> Subquery:
    standing = Appointment.objects.booked() | Appointment.objects.offered()
    return Subquery(standing.filter(request=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1])


def visit_begins() -> Subquery:
    return Subquery(Appointment.objects.booked().filter(request=OuterRef("pk")).values("starts_at")[:1])


def news(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    return requests.filter(changed_at__gt=F("read_at")).exclude(status=Status.SPAM)


def waiting_for_patient(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    """Without those that another list asks to be done: the offer reached nobody, or there is news."""
    has_no_news = Q(read_at=None) | Q(changed_at=None) | Q(changed_at__lte=F("read_at"))
    unreached = Message.objects.to_tell_by_phone(now).order_by().values("request")
    return requests.awaiting_patient().filter(has_no_news).exclude(pk__in=unreached)


def first_answer_due() -> Subquery:
    """When the first of the times offered runs out."""
    offered = Appointment.objects.offered().filter(request=OuterRef("pk")).order_by("expires_at")
    return Subquery(offered.values("expires_at")[:1])


def suspects(requests: ConsultationRequestQuerySet, now: datetime) -> ConsultationRequestQuerySet:
    return requests.suspect()


WORKLISTS = (
    Worklist(
        "overdue",
        _("Overdue"),
        _("Later than the clinic promised. Call these first."),
        overdue,
        remarks.waiting,
        is_to_call=True,
    ),
    Worklist(
        "new",
        pgettext_lazy("worklist", "New"),
        _("Call, or offer times. Whoever has waited longest comes first."),
        new,
        remarks.waiting,
        is_to_call=True,
    ),
    Worklist(
        "other-times",
        _("Want other times"),
        _("What was offered or booked does not suit them."),
        other_times,
        remarks.wants_other_times,
        order="wants_times_at",
    ),
    Worklist("find-a-time", _("Find a time"), _("No time is offered or booked now."), find_a_time, remarks.has_no_time),
    Worklist(
        "nobody-there",
        _("Visits nobody is there for"),
        _("The clinician’s hours have changed. Move the visit, call it off, or put the hours right."),
        nobody_there,
        remarks.has_nobody_there,
        order=time_begins(),
        needs=(WORK, SEE_VISITS),
    ),
    Worklist(
        "to-phone",
        _("Phone this patient"),
        _("No email reaches them. Say what stands here, then write down the call."),
        to_phone,
        remarks.is_to_phone,
        is_to_call=True,
        needs=(WORK, SEE_MAIL),
    ),
    Worklist(
        "news",
        _("News from patients"),
        _("They changed something after you last opened their request."),
        news,
        remarks.has_news,
        order="changed_at",
    ),
    Worklist(
        "to-record",
        _("Visits to record"),
        _("These visits are over. Did the patient come?"),
        to_record,
        remarks.has_visit,
        is_to_reach=False,
        needs=(CLOSE, SEE_VISITS),
    ),
    Worklist(
        "suspects",
        _("May be spam"),
        _("Set aside until somebody has looked. Their mail waits too."),
        suspects,
        remarks.may_be_spam,
        is_to_reach=False,
    ),
    Worklist(
        "no-link",
        _("Video visits without a link"),
        _("Write how the call is joined: the patient was told that it comes."),
        without_link,
        remarks.has_visit,
        order=visit_begins(),
        needs=(WORK, SEE_VISITS),
    ),
    Worklist(
        "waiting",
        _("Waiting for the patient"),
        _("Times are offered. Nothing to do yet."),
        waiting_for_patient,
        remarks.has_a_choice,
        order=first_answer_due(),
    ),
)


def worklists_for(may: May) -> list[Worklist]:
    """Those that somebody has a use for, whose `has_perm` is `may`."""
    return [each for each in WORKLISTS if all(map(may, each.needs))]


SATURDAY = 5


def answer_due_since(now: datetime) -> datetime | None:
    """What came before this moment is overdue: REPLY_WORKING_DAYS whole working days have passed since.

    The day on which a request comes does not count, nor do Saturdays and Sundays. None without a promise.
    """
    if not settings.REPLY_WORKING_DAYS:
        return None
    day = timezone.localdate(now)
    left = settings.REPLY_WORKING_DAYS
    while left:
        day -= timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return start_of(day)
