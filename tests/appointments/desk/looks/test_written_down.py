"""Every look at a request is written down before anything of it is shown: by whom, when, at what, from where."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError
from django.test import Client

from appointments import actions
from appointments.actions import access
from appointments.lifecycle import Status
from appointments.models import AccessLog, ConsultationRequest, Event, Message, SentLetter
from appointments.text.tokens import new_token
from tests.appointments.desk.requests.test_act import press
from tests.appointments.stage import request_in
from tests.factories import NOON, ClinicianFactory, ConsultationRequestFactory, MessageFactory, UserFactory, answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LIST = "/admin/appointments/consultationrequest/"
MAIL = "/admin/appointments/message/"
Kind = AccessLog.Kind


def looks() -> list[tuple[str, str | None, int | None]]:
    """Of each: what was done, by whom, at which request."""
    rows = AccessLog.objects.select_related("by").order_by("pk")
    return [(look.kind, look.by and look.by.username, look.request_id) for look in rows]


def sent_letter(request: ConsultationRequest) -> Message:
    message: Message = MessageFactory(request=request, sent_at=NOON)
    SentLetter.objects.create(message=message, subject="Hello", text="Hello", html="<body>Hello</body>")
    return message


LOOKS: dict[str, tuple[Callable[[Client, ConsultationRequest], Any], Kind]] = {
    "the screen": (lambda desk, request: desk.get(f"{LIST}{request.pk}/change/"), Kind.VIEWED),
    "a letter to print": (lambda desk, request: desk.get(f"{LIST}{request.pk}/letter/"), Kind.PRINTED),
    "a message": (lambda desk, request: desk.get(f"{MAIL}{sent_letter(request).pk}/change/"), Kind.VIEWED),
    "what a message said": (lambda desk, request: desk.get(f"{MAIL}{sent_letter(request).pk}/letter/"), Kind.VIEWED),
    "a move": (lambda desk, request: press(desk, request, "note", note="Called back"), Kind.CHANGED),
    "a move that is refused": (lambda desk, request: press(desk, request, "note", note=""), Kind.VIEWED),
    "an export": (
        lambda desk, request: desk.post(LIST, {"action": "export_as_csv", "_selected_action": [request.pk]}),
        Kind.EXPORTED,
    ),
}


@pytest.mark.parametrize(("look", "kind"), LOOKS.values(), ids=LOOKS)
def test_who_looked_at_what_is_written_down(
    desk: Client, look: Callable[[Client, ConsultationRequest], Any], kind: Kind
) -> None:
    request = request_in(Status.BOOKED)
    assert look(desk, request).status_code < 500
    assert looks() == [(kind, "reception", request.pk)]
    row = AccessLog.objects.get()
    assert (row.at, row.address) == (NOON, "127.0.0.1")


def test_that_somebody_searched_is_written_down_and_not_for_what(desk: Client) -> None:
    for name in ("Example Amparo", "Example Bruno"):
        ConsultationRequestFactory(full_name=name)
    desk.get(LIST, {"q": "Example"})
    assert looks() == [(Kind.SEARCHED, "reception", None)]
    assert "Example" not in str(AccessLog.objects.values())


def test_whoever_is_the_only_one_found_is_opened_by_that_search(desk: Client) -> None:
    request = ConsultationRequestFactory(full_name="Example Amparo")
    desk.get(LIST, {"q": "Amparo"}, follow=True)
    assert looks() == [(Kind.SEARCHED, "reception", None), (Kind.VIEWED, "reception", request.pk)]


def test_a_list_that_is_not_searched_is_no_search(desk: Client) -> None:
    ConsultationRequestFactory()
    desk.get(LIST)
    assert looks() == []


def test_what_is_written_down_on_the_phone_is_a_change(desk: Client) -> None:
    desk.post(f"{LIST}by-phone/", answers(entry="1"))
    assert looks() == [(Kind.CHANGED, "reception", ConsultationRequest.objects.get().pk)]


def test_a_bulk_action_is_a_change_of_each_that_it_changed(desk: Client) -> None:
    suspect, plain = ConsultationRequestFactory(suspect=True), ConsultationRequestFactory()
    desk.post(LIST, {"action": "clear_suspicion", "_selected_action": [suspect.pk, plain.pk]})
    assert looks() == [(Kind.CHANGED, "reception", suspect.pk)]


def test_each_request_of_an_export_is_written_down(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "ROWS_AT_ONCE", 2)
    chosen = [ConsultationRequestFactory().pk for _ in range(5)]
    ConsultationRequestFactory()
    desk.post(LIST, {"action": "export_as_csv", "_selected_action": chosen})
    assert sorted(pk for _kind, _by, pk in looks() if pk) == chosen


def test_a_calendar_program_that_reads_a_diary_is_nobody_known(client: Client) -> None:
    clinician = ClinicianFactory(feed_token=new_token())
    client.get(f"/diary/{clinician.feed_token}.ics")
    row = AccessLog.objects.get()
    assert (row.kind, row.by, row.clinician, row.address) == (Kind.FEED_READ, None, clinician, "127.0.0.1")


def test_who_may_not_see_a_request_has_not_looked_at_it(client: Client) -> None:
    client.force_login(UserFactory(is_staff=True))
    for address in (f"{ConsultationRequestFactory().pk}/change/", "?q=Example"):
        assert client.get(LIST + address).status_code == 403
    assert looks() == []


def test_what_cannot_be_written_down_is_not_shown(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    request = ConsultationRequestFactory(full_name="Example Amparo")
    monkeypatch.setattr(AccessLog, "save", full)
    desk.raise_request_exception = False
    answer = desk.get(f"{LIST}{request.pk}/change/")
    assert answer.status_code >= 500
    assert "Example Amparo" not in answer.content.decode()
    assert press(desk, request, "note", note="Called back").status_code >= 500
    assert not Event.objects.exists()
    request.refresh_from_db()
    assert request.read_at is None


def full(*args: Any, **options: Any) -> None:
    raise OperationalError("The disk is full.")


def test_a_look_is_never_changed_and_goes_when_its_time_is_up(receptionist: User, settings: Any) -> None:
    request = ConsultationRequestFactory()
    for days in (0, 1, 2):
        now = NOON + timedelta(days=days)
        actions.log_look(kind=Kind.VIEWED, request=request, by=receptionist, address="", now=now)
    row = AccessLog.objects.earliest("pk")
    for change in (row.save, row.delete, AccessLog.objects.all().delete, lambda: AccessLog.objects.update(address="")):
        with pytest.raises(TypeError, match="append-only"):
            change()
    settings.ACCESS_LOG_DAYS = 30
    assert actions.forget_looks(most=9, now=NOON + timedelta(days=30)) == 0
    assert actions.forget_looks(most=9, now=NOON + timedelta(days=31, hours=1)) == 2
    assert [row.at for row in AccessLog.objects.all()] == [NOON + timedelta(days=2)]


def test_the_longest_log_is_forgotten_in_pieces_the_oldest_first(receptionist: User) -> None:
    for hours in range(5):
        actions.log_search(by=receptionist, address="", now=NOON + timedelta(hours=hours))
    assert actions.forget_looks(most=2, now=NOON + timedelta(days=1200)) == 2
    assert AccessLog.objects.earliest("at").at == NOON + timedelta(hours=2)
