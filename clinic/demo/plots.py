"""What becomes of the requests of the demo: the same actions that staff and patients take, at invented times."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.utils import timezone

from appointments import actions
from appointments.actions import CallOutcome
from appointments.actions.details import NOTHING, Details
from appointments.diary.free_times import free_times
from appointments.diary.slots import Slot
from appointments.diary.suggestions import minutes_for
from appointments.mail.compose import compose
from appointments.mail.sender import keep
from appointments.models import Clinician, ConsultationRequest, Message
from appointments.models.outbox import MailFault
from clinic.demo.cast import Story

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Desk(NamedTuple):
    """Who works there, whose diaries there are, and the real time."""

    by: User
    clinicians: list[Clinician]
    now: datetime


class Plot:
    """One request as it goes its way. `at` is the time of the story, which each step moves on."""

    def __init__(self, desk: Desk, story: Story) -> None:
        self.desk = desk
        self.at = desk.now - story.hours_ago * HOUR
        self.request = self.submit(story)

    def submit(self, story: Story) -> ConsultationRequest:
        details: Details = {**NOTHING, **story.answers}  # type: ignore[typeddict-item]
        source = (details["topics"] or ["home"])[0]
        return actions.submit(details=details, source=source, address="", is_trapped=story.plot == "robot", now=self.at)

    def later(self, hours: float) -> datetime:
        """Some hours on, but never in the future. What was owed has left before."""
        self.mail_leaves()
        self.at = min(self.at + hours * HOUR, self.desk.now)
        return self.at

    def mail_leaves(self) -> None:
        """The mail that is owed by now has been sent, and said what held now."""
        owed = Message.objects.owed().ripe(self.at).filter(request=self.request)
        for message in owed.select_related("request", "appointment__clinician", "appointment__request"):
            Message.objects.filter(pk=message.pk).update(attempts=1)
            keep(message, self.at, compose(message, self.at))

    def call(self, outcome: CallOutcome = CallOutcome.REACHED, note: str = "") -> None:
        actions.call(request=self.request, outcome=outcome, note=note, by=self.desk.by, now=self.later(3))

    def offer(self) -> None:
        """Three times on three days, from two days on."""
        slots: list[Slot] = []
        for _number in range(3):
            before = slots[-1].starts_at if slots else self.at + DAY
            slots.append(self.slot(timezone.localdate(before) + DAY))
        actions.offer(request=self.request, slots=slots, by=self.desk.by, now=self.later(1))

    def accept(self) -> None:
        offered = self.request.appointments.offered().order_by("starts_at")[0]
        actions.accept(request=self.request, appointment=offered, by=None, now=self.later(9))

    def book(self, day: date) -> None:
        actions.book(request=self.request, slot=self.slot(day), by=self.desk.by, now=self.later(1))

    def slot(self, day: date) -> Slot:
        """The first time that is free from `day` on, in one diary or another."""
        turn = self.request.pk % len(self.desk.clinicians)
        clinicians = self.desk.clinicians[turn:] + self.desk.clinicians[:turn]
        for free_on in (day + number * DAY for number in range(30)):
            for clinician in clinicians:
                found = free_times(
                    clinician,
                    first=free_on,
                    last=free_on,
                    minutes=minutes_for(self.request, clinician),
                    visit_type=self.request.visit_type,
                    now=self.at - DAY,  # the shortest notice is for those who do not write history
                )
                ahead = [free.slot for free in found if free.slot.starts_at > self.at + 2 * HOUR]
                if ahead:
                    return ahead[self.request.pk * 2 % min(len(ahead), 7)]
        raise LookupError("the invented clinicians have no time for a month")

    def after_the_visit(self) -> datetime:
        self.at = min(self.request.appointments.booked()[0].starts_at + HOUR, self.desk.now)
        return self.at


def nothing_yet(plot: Plot) -> None:
    """Waiting to be called."""


robot = nothing_yet


def spam(plot: Plot) -> None:
    actions.mark_spam(request=plot.request, by=plot.desk.by, now=plot.later(2))


def not_reached(plot: Plot) -> None:
    plot.call(CallOutcome.NO_ANSWER, "Tried in the morning.")
    plot.call(CallOutcome.LEFT_MESSAGE, "Asked to call back.")


def talked_to(plot: Plot) -> None:
    """The clinic's own mailbox was full on the day it came."""
    to_clinic = Message.objects.filter(request=plot.request, kind=Message.Kind.NEW_REQUEST)
    to_clinic.update(gave_up_at=plot.at, attempts=16, fault=MailFault.MAILBOX_NOW, last_error="SMTPDataError 452")
    plot.call(note="Needs an interpreter; asked for one.")
    actions.assign(request=plot.request, to=plot.desk.by, by=plot.desk.by, now=plot.at)


def offered(plot: Plot) -> None:
    plot.later(30)
    plot.offer()


def wants_other_times(plot: Plot) -> None:
    offered(plot)
    wish = "Those are the days of my physical therapy."
    actions.ask_other_times(
        request=plot.request, days=["mon", "fri"], times=["morning"], note=wish, by=None, now=plot.later(12)
    )


def booked_today(plot: Plot) -> None:
    plot.call()
    plot.book(timezone.localdate(plot.desk.now))


def booked_tomorrow(plot: Plot) -> None:
    plot.call()
    plot.book(timezone.localdate(plot.desk.now) + DAY)


def booked_next_week(plot: Plot) -> None:
    plot.call()
    plot.book(timezone.localdate(plot.desk.now) + 5 * DAY)


def adds_something(plot: Plot) -> None:
    booked_next_week(plot)
    actions.mark_read(request=plot.request, now=plot.at)
    actions.note(request=plot.request, note="I now use a rollator.", by=None, now=plot.later(60))


def wants_another_than_booked(plot: Plot) -> None:
    booked_next_week(plot)
    wish = "My daughter can only drive me on Fridays."
    actions.ask_other_times(request=plot.request, days=["fri"], times=[], note=wish, by=None, now=plot.later(20))


def mail_failed(plot: Plot) -> None:
    offered(plot)
    failed = Message.objects.filter(request=plot.request, kind=Message.Kind.OFFERED)
    failed.update(gave_up_at=plot.at, attempts=16, fault=MailFault.MAILBOX, last_error="SMTPRecipientsRefused 550")


def agreed(plot: Plot) -> None:
    plot.call()
    plot.offer()
    plot.accept()


not_recorded_yet = agreed


def came(plot: Plot) -> None:
    agreed(plot)
    actions.attend(request=plot.request, by=plot.desk.by, now=plot.after_the_visit())


def missed(plot: Plot) -> None:
    agreed(plot)
    actions.miss(request=plot.request, by=plot.desk.by, now=plot.after_the_visit())


def cancelled(plot: Plot) -> None:
    agreed(plot)
    actions.cancel(request=plot.request, reason="I feel too weak to travel.", by=None, now=plot.later(10))


def declined(plot: Plot) -> None:
    plot.call(note="Asked for a second opinion on an operation.")
    reason = "We do not give second opinions on operations. Your own hospital can name someone who does."
    actions.decline(request=plot.request, reason=reason, by=plot.desk.by, now=plot.later(1))


PLOTS: Mapping[str, Callable[[Plot], None]] = {
    plot.__name__: plot
    for plot in (
        spam,
        not_reached,
        talked_to,
        offered,
        wants_other_times,
        booked_today,
        booked_tomorrow,
        booked_next_week,
        adds_something,
        wants_another_than_booked,
        mail_failed,
        came,
        missed,
        cancelled,
        declined,
    )
} | {"nothing_yet": nothing_yet, "robot": robot, "not_recorded_yet": not_recorded_yet}
