"""A patient's browser on the private page: sending its forms, and reading it."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from django.utils.html import strip_tags

from appointments.models import Appointment, ConsultationRequest, DiaryCell, Event, LinkWish, Message
from tests.appointments.conftest import FORM_TYPE


def post(request: ConsultationRequest, what: str, answers: dict[str, Any], **headers: str) -> HttpResponse:
    body = urlencode({"source": ""} | answers, doseq=True)
    address = f"{request.get_absolute_url()}{what}/"
    return Client().post(address, body, content_type=FORM_TYPE, headers=headers)  # type: ignore[return-value]


def accept(offer: Appointment, **headers: str) -> HttpResponse:
    return post(offer.request, "accept", {"time": offer.pk}, **headers)


def get(address: str) -> HttpResponse:
    return Client().get(address)  # type: ignore[return-value]


def read(response: HttpResponse) -> str:
    """The words of a page, as they are read: without tags, and without the space that browsers leave out."""
    parted = re.sub(r"</?(br|dd|dt|li|p)\b[^>]*>", " ", response.content.decode())
    return " ".join(unescape(strip_tags(parted)).split())


def ticked(html: str, name: str) -> list[str]:
    """The values of the boxes of that name that are ticked."""
    boxes = [box for box in re.findall(r"<input[^>]*>", html) if f'name="{name}"' in box and " checked" in box]
    return [re.findall(r'value="([^"]*)"', box)[0] for box in boxes]


def page_of(request: ConsultationRequest) -> str:
    return read(get(request.get_absolute_url()))


def choose_address(offer: Appointment) -> str:
    return f"{offer.request.get_absolute_url()}times/{offer.pk}/"


def statuses(request: ConsultationRequest) -> list[str]:
    return [str(appointment.status) for appointment in request.appointments.order_by("pk")]


def kinds(request: ConsultationRequest) -> list[str]:
    return [event.kind for event in request.events.all()]


def snapshot() -> object:
    """Everything that a request could have changed: every row, the mail that is owed and the diary's cells among it."""
    tables = (ConsultationRequest, Appointment, DiaryCell, Event, Message, LinkWish)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]
