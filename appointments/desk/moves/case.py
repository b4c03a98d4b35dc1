"""One request as it lies on the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from appointments.diary.absences import read_plans, why_nobody_is_there
from appointments.diary.elsewhere import at_once, visits_elsewhere
from appointments.diary.slots import Slot
from appointments.diary.suggestions import suggested_times
from appointments.lifecycle import TRANSITIONS, Status
from appointments.models import Appointment, Clinician, ConsultationRequest, Message

A_MOMENT = timedelta(minutes=10)


class Case:
    """A request and what the moves on it need to know, read once, and only if one of them asks."""

    def __init__(self, request: ConsultationRequest, now: datetime) -> None:
        self.request = request
        self.now = now

    @property
    def status(self) -> Status:
        return Status(self.request.status)

    def allows(self, status: Status) -> bool:
        return status in TRANSITIONS[self.status]

    @cached_property
    def appointments(self) -> list[Appointment]:
        """What stands in the diary for this request, in order of time."""
        return list(self.request.appointments.holding().select_related("clinician"))

    @property
    def offers(self) -> list[Appointment]:
        return [appointment for appointment in self.appointments if appointment.is_offered]

    @cached_property
    def just_withdrawn(self) -> list[Appointment]:
        """Times that were taken back a moment ago. They keep their place on the screen."""
        lately = self.request.appointments.released_since(self.now - A_MOMENT).select_related("clinician")
        booked_at = max((each.booked_at for each in self.appointments if each.booked_at), default=None)
        return [each for each in lately if not booked_at or (each.closed_at and each.closed_at > booked_at)]

    @property
    def has_choice(self) -> bool:
        """Whether one of the offered times has not run out."""
        return any(offer.is_choosable(self.now) for offer in self.offers)

    @property
    def visit(self) -> Appointment | None:
        """The appointment that is booked, or the one that was kept or missed."""
        agreed = (appointment for appointment in self.appointments if not appointment.is_offered)
        return max(agreed, key=lambda appointment: appointment.booked_at or self.now, default=None)

    @property
    def is_over(self) -> bool:
        """A booked visit has ended: first of all somebody says whether they came."""
        return self.status == Status.BOOKED and self.visit is not None and self.visit.is_over(self.now)

    @property
    def has_letter(self) -> bool:
        """There is something to print: what is booked, or times to choose from."""
        return self.status == Status.BOOKED or self.has_choice

    @cached_property
    def to_tell(self) -> list[Message]:
        """What somebody has to say to the patient on the phone, because no email says it."""
        return list(self.request.messages.to_tell_by_phone(self.now).select_related("appointment"))

    @cached_property
    def visits_elsewhere(self) -> list[Appointment]:
        """Other visits to come of those who may be the same people."""
        return visits_elsewhere(self.request, self.now)

    @property
    def is_in_two_places(self) -> bool:
        """Whether one of them overlaps with what is booked or offered here."""
        return any(at_once(each, self.visits_elsewhere) for each in self.appointments if self._is_ahead(each))

    @cached_property
    def nobody_is_there(self) -> str:
        """Why nobody would be there for a visit that is to come or going on. Empty where somebody is."""
        ahead = [each for each in self.appointments if self._is_ahead(each)]
        read_plans([each.clinician for each in ahead], self.now)
        return next(filter(None, map(why_nobody_is_there, ahead)), "")

    def _is_ahead(self, appointment: Appointment) -> bool:
        is_standing = appointment.is_booked or appointment.is_choosable(self.now)
        return is_standing and not appointment.is_over(self.now)

    @cached_property
    def clinicians(self) -> list[Clinician]:
        return list(Clinician.objects.active())

    @cached_property
    def suggestions(self) -> list[Slot]:
        """Free times, best first."""
        return suggested_times(self.request, self.clinicians, now=self.now, elsewhere=self.visits_elsewhere)
