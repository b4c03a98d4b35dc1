"""Invented requests and mail, with traits. Times are in UTC."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import factory
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from appointments.actions.cells import hold
from appointments.lifecycle import HOLDS_THE_DIARY, AppointmentStatus, Status
from appointments.models import Appointment, Clinician, ConsultationRequest, Message, WorkingHours

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def answers(**changed: Any) -> dict[str, Any]:
    """The four answers that are enough, as the browser posts them. A value of None leaves the field out."""
    typed = {"requested_for": "self", "full_name": "Example Amparo", "email": "amparo@example.org", "consent": "on"}
    return {name: value for name, value in (typed | changed).items() if value is not None}


class ConsultationRequestFactory(factory.django.DjangoModelFactory[ConsultationRequest]):
    class Meta:
        model = ConsultationRequest

    full_name = factory.Sequence(lambda number: f"Example Person {number}")
    requested_for = "self"
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    submitted_at = NOON
    page_expires_at = NOON + timedelta(days=365)
    consent_version = "2026-11"
    consent_digest = "0" * 64
    language = consent_language = "en"
    consented_at = NOON

    class Params:
        for_someone_else = factory.Trait(requested_for="other", patient_name="Example Carla", has_permission=True)
        suspect = factory.Trait(suspicion=ConsultationRequest.Suspicion.TRAP)
        cancelled = factory.Trait(status=Status.CANCELLED)


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    class Meta:
        model = Message

    request = factory.SubFactory(ConsultationRequestFactory)
    kind = Message.Kind.RECEIVED
    to = factory.SelfAttribute("request.email")
    created_at = NOON
    next_try_at = NOON

    class Params:
        given_up = factory.Trait(
            gave_up_at=NOON + timedelta(hours=1), attempts=16, fault="mailbox", last_error="SMTPServerDisconnected"
        )


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person{number}")


class WorkingHoursFactory(factory.django.DjangoModelFactory[WorkingHours]):
    class Meta:
        model = WorkingHours

    weekday = 0
    starts = time(9)
    ends = time(17)
    break_starts = time(13)
    break_ends = time(14)


class ClinicianFactory(factory.django.DjangoModelFactory[Clinician]):
    """Visits of 45 minutes with a pause of 15. With `working`: Monday to Friday, 9 to 13 and 14 to 17."""

    class Meta:
        model = Clinician
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Dr Example {number}")

    @factory.post_generation
    def working(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if extracted:
            for weekday in range(5):
                WorkingHoursFactory(clinician=self, weekday=weekday)


def _as_its_visit(request: Any) -> str:
    """What a request says whose one appointment is such."""
    visit: str = request.factory_parent.status
    return Status.CONTACTED if visit == AppointmentStatus.RELEASED else Status(visit)


class AppointmentFactory(factory.django.DjangoModelFactory[Appointment]):
    """A booked visit, two days after NOON, that stands in the diary; its request's status follows it."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    request = factory.SubFactory(
        ConsultationRequestFactory, status=factory.LazyAttribute(_as_its_visit), dedupe_key=None
    )
    clinician = factory.SubFactory(ClinicianFactory)
    status = AppointmentStatus.BOOKED
    starts_at = NOON + timedelta(days=2)
    agreed_clock = factory.LazyAttribute(lambda visit: f"{timezone.localtime(visit.starts_at):%Y-%m-%dT%H:%M}")
    agreed_zone = factory.LazyFunction(lambda: settings.TIME_ZONE)
    minutes = 45
    buffer_minutes = 15
    visit_type = "in_person"
    booked_at = NOON

    class Params:
        offered = factory.Trait(
            status=AppointmentStatus.OFFERED,
            booked_at=None,
            offered_at=NOON,
            expires_at=NOON + timedelta(hours=72),
        )

    @factory.post_generation
    def cells_held(self, create: bool, extracted: None, **kwargs: Any) -> None:
        if self.status in HOLDS_THE_DIARY:
            hold([self])  # type: ignore[list-item]


WHEN_IT_LEAVES = {
    Message.Kind.OFFERED: (Status.OFFERED, AppointmentStatus.OFFERED),
    Message.Kind.BOOKED: (Status.BOOKED, AppointmentStatus.BOOKED),
    Message.Kind.CHANGED: (Status.BOOKED, AppointmentStatus.BOOKED),
    Message.Kind.REMINDER: (Status.BOOKED, AppointmentStatus.BOOKED),
    Message.Kind.CALLED_OFF: (Status.CONTACTED, AppointmentStatus.CANCELLED),
    Message.Kind.CANCELLED: (Status.CANCELLED, AppointmentStatus.CANCELLED),
    Message.Kind.DECLINED: (Status.DECLINED, None),
}


def message_of(kind: str, visit: dict[str, Any] | None = None, **request: Any) -> Message:
    """A message of that kind, with the request and the visit that it is about as they are when it leaves."""
    status, visit_status = WHEN_IT_LEAVES.get(Message.Kind(kind), (Status.NEW, None))
    asked = ConsultationRequestFactory(status=status, **request)
    if not visit_status:
        return MessageFactory(request=asked, kind=kind)  # type: ignore[return-value]
    offered = visit_status == AppointmentStatus.OFFERED
    appointment = AppointmentFactory(offered=offered, request=asked, **{"status": visit_status} | (visit or {}))
    return MessageFactory(request=asked, kind=kind, appointment=None if offered else appointment)  # type: ignore[return-value]
