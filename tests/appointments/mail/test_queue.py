"""The outbox, as staff see it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.models import Message
from tests.factories import NOON, AppointmentFactory, MessageFactory

pytestmark = pytest.mark.django_db

MAIL = "/admin/appointments/message/"
HOUR = timedelta(hours=1)


def test_a_message_names_its_appointment(desk: Client) -> None:
    appointment = AppointmentFactory()
    MessageFactory(request=appointment.request, appointment=appointment, kind=Message.Kind.BOOKED)
    assert "Wednesday 25 November 2026, 12:00 (clinic time, UTC)" in desk.get(MAIL).content.decode()


@pytest.mark.parametrize(("task", "kind"), [("phone", Message.Kind.LINK), ("failed", Message.Kind.NEW_REQUEST)])
def test_the_list_can_be_narrowed_to_what_is_to_do(at_noon: Any, desk: Client, task: str, kind: str) -> None:
    messages = {
        kind: MessageFactory(kind=kind, given_up=True) for kind in (Message.Kind.LINK, Message.Kind.NEW_REQUEST)
    }
    MessageFactory()
    page = desk.get(MAIL, {"task": task}).content.decode()
    assert page.count('class="field-kind') == 1
    assert messages[Message.Kind(kind)].request.spoken_reference in page


def test_the_newest_comes_first_at_the_same_cost_for_any_number(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        visit = AppointmentFactory(starts_at=NOON + number * HOUR)
        MessageFactory(request=visit.request, appointment=visit, created_at=NOON - number * HOUR)
    newest = MessageFactory(created_at=NOON + HOUR)
    with django_assert_max_num_queries(10):
        page = desk.get(MAIL).content.decode()
    assert page.split('class="field-request')[1].find(newest.request.spoken_reference) > 0
