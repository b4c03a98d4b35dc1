"""A private page lives as long as there is something to do on it: its end moves with what it serves."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from appointments import actions
from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from tests.appointments.stage import accept, book, call, offer, request_in, slot, staff
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

YEAR = timedelta(days=365)
IN_TWO_YEARS = NOON + timedelta(days=730)


def reschedule(request: ConsultationRequest, to: datetime) -> None:
    book(request)
    actions.reschedule(request=request, slot=slot(to), by=staff(), now=NOON)


@pytest.mark.parametrize(
    "agree",
    [
        lambda request: book(request, IN_TWO_YEARS),
        lambda request: offer(request, IN_TWO_YEARS),
        lambda request: accept(request, offer(request, IN_TWO_YEARS)[0]),
        lambda request: reschedule(request, IN_TWO_YEARS),
    ],
    ids=["booked", "offered", "accepted", "rescheduled"],
)
def test_the_page_is_open_for_a_year_after_the_last_visit(
    agree: Callable[[ConsultationRequest], object], client: Client, time_machine: object
) -> None:
    request = request_in(Status.NEW)
    agree(request)
    request.refresh_from_db()
    assert request.page_expires_at == IN_TWO_YEARS + timedelta(minutes=45) + YEAR
    time_machine.move_to(IN_TWO_YEARS - timedelta(days=1), tick=False)  # type: ignore[attr-defined]
    assert client.get(request.get_absolute_url()).status_code == 200
    actions.send_link(request=request, by=staff(), now=IN_TWO_YEARS - timedelta(days=1))


def test_an_earlier_visit_does_not_shorten_it() -> None:
    request = request_in(Status.NEW)
    book(request, IN_TWO_YEARS)
    actions.reschedule(request=request, slot=slot(NOON + timedelta(days=3)), by=staff(), now=NOON)
    request.refresh_from_db()
    assert request.page_expires_at > IN_TWO_YEARS + YEAR


def test_whatever_happens_to_an_open_request_keeps_its_page_for_a_year() -> None:
    request = request_in(Status.NEW)
    call(request, now=NOON + timedelta(days=300))
    request.refresh_from_db()
    assert request.page_expires_at == NOON + timedelta(days=300) + YEAR


def test_a_note_on_a_closed_request_opens_no_page_anew() -> None:
    request = request_in(Status.CANCELLED)
    ends = request.page_expires_at
    actions.note(request=request, note="They called again.", by=staff(), now=ends + YEAR)
    request.refresh_from_db()
    assert request.page_expires_at == ends
