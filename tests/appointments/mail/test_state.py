"""What became of a message is said in one way: on its request, under Messages, and on the start page."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from appointments.lifecycle import Status
from appointments.mail.state import state_of
from appointments.models import Message
from tests.factories import NOON, ConsultationRequestFactory, MessageFactory, message_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

Kind = Message.Kind
HOUR = timedelta(hours=1)
AT_NOON = "Monday 23 November 2026, 12:00 (clinic time, UTC)"
LIST = "/admin/appointments/message/"
START = "/admin/"

STATES: list[tuple[dict[str, Any], str]] = [
    ({"sent_at": NOON}, f"Sent: {AT_NOON}"),
    ({"told_at": NOON, "gave_up_at": NOON}, f"Told by phone: {AT_NOON}"),
    ({"moot_at": NOON}, f"Not needed any more: {AT_NOON}"),
    ({"request__status": Status.BOOKED, "gave_up_at": NOON}, "Not needed any more."),
    ({"gave_up_at": NOON}, f"Could not be delivered: {AT_NOON}. Check the address, and tell them by phone."),
    ({"gave_up_at": NOON, "kind": Kind.NEW_REQUEST}, "Check the address that the site has of the clinic."),
    ({"gave_up_at": NOON, "kind": Kind.REPLACED}, f"Could not be delivered: {AT_NOON}."),
    ({"not_before": NOON + HOUR}, "Leaves: Monday 23 November 2026, 13:00"),
    ({"not_before": NOON + HOUR, "to": ""}, "To be told by phone from: Monday 23 November 2026, 13:00"),
    ({"to": ""}, "No email address. Tell them by phone."),
    ({"request__suspicion": "trap"}, "Waits until you have checked that this is not spam."),
    ({"request__suspicion": "trap", "to": ""}, "Waits until you have checked that this is not spam."),
    ({}, "Waits to be sent."),
    ({"attempts": 1, "next_try_at": NOON}, f"Tried 1 time. Next try: {AT_NOON}"),
    ({"created_at": NOON - 49 * HOUR}, "The email has not got through yet, and is tried again. Tell them by phone."),
]


@pytest.mark.parametrize(("traits", "words"), STATES)
def test_every_screen_says_the_same(desk: Client, traits: dict[str, Any], words: str) -> None:
    message = MessageFactory(**traits)
    said = str(state_of(Message.objects.judged(NOON).get(), NOON))
    assert words in said
    request = f"/admin/appointments/consultationrequest/{message.request_id}/change/"
    for address in (LIST, f"{LIST}{message.pk}/change/", request):
        assert said in unescape(desk.get(address).content.decode())


@pytest.mark.parametrize(("traits", "words"), STATES)
def test_what_somebody_is_to_do_is_on_the_start_page_and_nothing_else(
    desk: Client, traits: dict[str, Any], words: str
) -> None:
    message = MessageFactory(**traits)
    to_do = state_of(Message.objects.judged(NOON).get(), NOON).to_do
    page = desk.get(START).content.decode()
    is_shown = "Phone this patient" in page or "These could not be delivered." in page
    assert is_shown is bool(to_do)
    assert ("by phone" in to_do) is Message.objects.to_tell_by_phone(NOON).filter(pk=message.pk).exists()


def test_mail_to_the_clinic_itself_is_no_call_to_the_patient(desk: Client) -> None:
    message = MessageFactory(kind=Kind.NEW_REQUEST, to="desk@example.org", given_up=True)
    page = desk.get(f"/admin/appointments/consultationrequest/{message.request_id}/change/").content.decode()
    assert "Tell them by phone" not in page
    assert "tell them by phone" not in page


@pytest.mark.parametrize("kind", Kind.values)
def test_nobody_is_phoned_about_what_events_have_overtaken(kind: str) -> None:
    message = message_of(kind)
    Message.objects.update(gave_up_at=NOON)
    overtaken = Message.objects.filter(pk=message.pk)
    assert not overtaken.overtaken(NOON).exists()
    message.request.appointments.all().update(expires_at=NOON, starts_at=NOON)
    type(message.request).objects.update(status=Status.CANCELLED)
    stays_true = {Kind.NEW_REQUEST, Kind.REPLACED, Kind.LINK, Kind.CALLED_OFF, Kind.CANCELLED}
    assert overtaken.overtaken(NOON).exists() is (kind not in stays_true)
    is_told = stays_true - {Kind.NEW_REQUEST, Kind.REPLACED}
    assert overtaken.to_tell_by_phone(NOON).exists() is (kind in is_told)


def test_what_could_not_be_told_to_the_clinic_is_settled_by_answering_the_request(desk: Client) -> None:
    MessageFactory(kind=Kind.NEW_REQUEST, given_up=True, request__status=Status.CONTACTED)
    assert "These could not be delivered." not in desk.get(START).content.decode()


def test_the_list_of_news_is_that_of_the_start_page(desk: Client) -> None:
    for status in (Status.NEW, Status.SPAM):
        ConsultationRequestFactory(status=status, dedupe_key=None, read_at=NOON - HOUR, changed_at=NOON)
    lists = [
        desk.get("/admin/appointments/consultationrequest/", asked).content.decode().count('class="field-spoken')
        for asked in ({"news": "changed"}, {"queue": "news"})
    ]
    assert lists == [1, 1]


def test_the_home_page_is_called_by_its_name(desk: Client) -> None:
    request = ConsultationRequestFactory(source="home")
    page = desk.get(f"/admin/appointments/consultationrequest/{request.pk}/change/").content.decode()
    assert "<dd>The home page</dd>" in page
