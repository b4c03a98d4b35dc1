"""Invented requests and mail, with traits. Times are in UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import User

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest, Message

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
        given_up = factory.Trait(gave_up_at=NOON + timedelta(hours=1), attempts=16, last_error="SMTPServerDisconnected")


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda number: f"person{number}")
