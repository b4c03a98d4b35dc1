"""The cast of the appointments' tests."""

from typing import Any, Protocol
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

from appointments.models import Appointment, ConsultationRequest
from tests.appointments import stage
from tests.appointments.stage import DAY
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory

FORM_TYPE = "application/x-www-form-urlencoded"


class Send(Protocol):
    def __call__(self, answers: dict[str, Any], **headers: str) -> HttpResponse: ...


@pytest.fixture
def send(client: Client) -> Send:
    """Send the form as a browser does, with the headers given, such as `Origin`."""

    def post(answers: dict[str, Any], **headers: str) -> HttpResponse:
        body = urlencode({"source": ""} | answers, doseq=True)
        return client.post("/book/", body, content_type=FORM_TYPE, headers=headers)  # type: ignore[return-value]

    return post


@pytest.fixture
def request_() -> ConsultationRequest:
    """Amparo's request, for a Monday morning, where one clinician has a diary."""
    ClinicianFactory(name="Dr Example Ruiz")
    return ConsultationRequestFactory(full_name="Example Amparo", days=["mon"], times=["morning"])


@pytest.fixture
def offers(request_: ConsultationRequest) -> list[Appointment]:
    """Two times, offered at noon and held for 72 hours."""
    return stage.offer(request_, NOON + 5 * DAY, NOON + 6 * DAY)


@pytest.fixture
def booked(request_: ConsultationRequest) -> Appointment:
    return stage.book(request_)
