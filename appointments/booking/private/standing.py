"""Where a request stands, read from the database: what is booked, what there is to choose from, what was lost."""

from dataclasses import dataclass, field
from datetime import datetime

from appointments.booking import notices
from appointments.booking.private.situations import OTHER_TIMES, WORDS, Situation, Step, steps_at
from appointments.forms.base import Notice
from appointments.lifecycle import Status
from appointments.models import Appointment, ConsultationRequest, Event

Kind = Event.Kind

_HOW_TIMES_WENT = {
    Kind.EXPIRED: Situation.RAN_OUT,
    Kind.WITHDRAWN: Situation.WITHDRAWN,
    Kind.WITHDRAWN_ALL: Situation.WITHDRAWN,
    Kind.CALLED_OFF: Situation.CALLED_OFF,
}
_LOSSES = {Situation.CALLED_OFF, Situation.CANCELLED}


@dataclass(frozen=True)
class Standing:
    """All that the private page says of a request's times. A time whose offer has run out is none."""

    request: ConsultationRequest
    situation: Situation
    booked: Appointment | None = None
    offers: list[Appointment] = field(default_factory=list)
    lost: Appointment | None = None  # the appointment that was called off or cancelled
    is_one_gone: bool = False  # of the times that were offered together with these

    @property
    def notice(self) -> Notice:
        """The heading of the page, and what happens next."""
        words = WORDS[self.situation]
        title, text = words.title, words.text
        if self.request.patient_name:
            title, text = words.title_of_other or title, words.text_of_other or text
        name = {"name": self.request.patient}
        return Notice(str(title) % name, str(text) % name)

    @property
    def other_times(self) -> Notice | None:
        """How to ask for other times, where that is possible."""
        return OTHER_TIMES.get(self.situation)

    @property
    def is_past(self) -> bool:
        return self.situation in {Situation.PAST, Situation.PAST_WANTS_TIMES}

    @property
    def steps(self) -> list[Step]:
        return steps_at(self.situation)

    def too_late(self) -> Notice:
        """What to do where a time was chosen that is no longer offered."""
        if not self.request.is_open:
            return notices.CLOSED
        if self.offers:
            return notices.GONE_CHOOSE_ANOTHER
        return notices.GONE_BUT_BOOKED if self.booked else notices.GONE_ASK_FOR_OTHERS

    def still_so(self, done: str) -> bool:
        """Whether what an address says was done is so now: it may be opened again, long after."""
        if done == "accept":
            return self.booked is not None
        return done != "ask_other_times" or self.request.wants_times_at is not None


def standing_at(request: ConsultationRequest, now: datetime) -> Standing:
    """Where the request stands now."""
    times = request.appointments.select_related("clinician")
    offers = list(times.choosable(now))
    booked = times.booked().first()
    if booked and offers and booked.is_over(now):
        offers = []  # what is past is not to be given back for another time
    situation = _situation(request, booked, offers, now)
    lost = _last(request, Kind.CALLED_OFF, Kind.CANCELLED) if situation in _LOSSES else None
    if situation == Situation.CANCELLED and lost and lost.appointment:
        situation = Situation.VISIT_CANCELLED
    return Standing(
        request, situation, booked, offers, lost.appointment if lost else None, _is_one_gone(request, offers)
    )


def _situation(
    request: ConsultationRequest, booked: Appointment | None, offers: list[Appointment], now: datetime
) -> Situation:
    status = Status(request.status)
    if booked:
        return _with_visit(request, booked, offers, now)
    if offers:
        return Situation.OFFERED
    if status in {Status.CONTACTED, Status.OFFERED}:
        return _without_times(request)
    if status == Status.NEW and _was_not_reached(request):
        return Situation.NOT_REACHED
    # One held as spam reads like a new one: we do not argue with robots.
    return Situation.NEW if status == Status.SPAM else Situation(status)


def _with_visit(
    request: ConsultationRequest, booked: Appointment, offers: list[Appointment], now: datetime
) -> Situation:
    is_past, wants_times = booked.is_over(now), bool(request.wants_times_at)
    if offers:
        return Situation.BOOKED_OFFERED
    if is_past:
        return Situation.PAST_WANTS_TIMES if wants_times else Situation.PAST
    return Situation.BOOKED_WANTS_TIMES if wants_times else Situation.BOOKED


def _without_times(request: ConsultationRequest) -> Situation:
    if request.wants_times_at:
        return Situation.WANTS_TIMES
    if request.status == Status.OFFERED:
        return Situation.RAN_OUT
    last = _last(request, *_HOW_TIMES_WENT, Kind.REOPENED)
    return _HOW_TIMES_WENT.get(Kind(last.kind), Situation.CONTACTED) if last else Situation.CONTACTED


def _was_not_reached(request: ConsultationRequest) -> bool:
    """Nobody answered the last call. Whoever is talked to is no longer a new request."""
    return request.events.filter(kind=Kind.CALLED).exists()


def _last(request: ConsultationRequest, *kinds: Event.Kind) -> Event | None:
    return request.events.filter(kind__in=kinds).select_related("appointment__clinician").last()


def _is_one_gone(request: ConsultationRequest, offers: list[Appointment]) -> bool:
    together = request.appointments.filter(offered_at__in={offer.offered_at for offer in offers})
    return together.exclude(pk__in=[offer.pk for offer in offers]).exists()
