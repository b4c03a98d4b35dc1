"""Nothing lost, nothing twice: real processes, a real database."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from appointments import actions
from appointments.mail import queue
from appointments.mail import sender as outbox
from appointments.models import ConsultationRequest, Event, Message
from appointments.models.outbox import SKEW
from tests.appointments.conftest import FORM_TYPE
from tests.factories import NOON, MessageFactory
from tests.processes import killed, race

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.processes]

WRITERS = 32
BODY = "requested_for=self&full_name=Example+Amparo&email=amparo%40example.org&consent=on&source="


def post(body: str) -> str:
    """Send the form. Answers where it leads, or the status code."""
    response = Client().post("/book/", body, content_type=FORM_TYPE)
    return response.get("Location", str(response.status_code))


def test_32_writers_of_one_content_make_one_request() -> None:
    led_to = race(WRITERS, lambda number: post(BODY))
    request = ConsultationRequest.objects.get()
    assert set(led_to) == {f"/requests/{request.token}/"}
    assert Event.objects.count() == 1
    assert Message.objects.count() == 2


def test_32_writers_of_one_suspect_content_make_one_request() -> None:
    led_to = race(WRITERS, lambda number: post(BODY + "&website=spam"))
    assert ConsultationRequest.objects.get().suspicion == "trap"
    assert len(set(led_to)) == 1


def test_32_writers_of_32_contents_lose_none(settings: Any) -> None:
    settings.BURST_REFUSE = settings.BURST_SUSPECT = 100
    led_to = race(WRITERS, lambda number: post(BODY.replace("Amparo", f"Person+{number}")))
    assert set(led_to) == {f"/requests/{request.token}/" for request in ConsultationRequest.objects.all()}
    assert ConsultationRequest.objects.count() == WRITERS
    assert Message.objects.count() == 2 * WRITERS


def die_after(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Make the process die of kill -9 right after `actions.<name>` has returned."""
    original: Callable[..., Any] = getattr(actions, name)

    def and_die(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(actions, name, and_die)


def test_killed_between_commit_and_answer_a_retry_finds_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        die_after(patched, "submit")
        assert killed(lambda: post(BODY)) == -signal.SIGKILL
    request = ConsultationRequest.objects.get()
    assert post(BODY) == f"/requests/{request.token}/"
    assert ConsultationRequest.objects.count() == 1


def test_killed_before_the_commit_nothing_half_done_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        original = queue.owe_submitted

        def and_die(*args: Any) -> None:
            original(*args)
            os.kill(os.getpid(), signal.SIGKILL)

        patched.setattr(queue, "owe_submitted", and_die)
        assert killed(lambda: post(BODY)) == -signal.SIGKILL
    assert (ConsultationRequest.objects.count(), Event.objects.count(), Message.objects.count()) == (0, 0, 0)
    assert post(BODY).startswith("/requests/")


def test_many_senders_send_each_message_once(time_machine: Any) -> None:
    time_machine.move_to(NOON, tick=False)
    owed = [MessageFactory() for _ in range(50)]

    def send(number: int) -> list[str]:
        outbox.send_due()
        return [sent.to[0] for sent in mail.outbox]

    sent = [address for batch in race(4, send) for address in batch]
    assert sorted(sent) == sorted(message.to for message in owed)
    assert Message.objects.unsent().count() == 0


def test_a_sender_killed_while_sending_leaves_the_message_to_another(
    monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to(NOON, tick=False)
    message = MessageFactory()
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "compose", lambda message, now: os.kill(os.getpid(), signal.SIGKILL))
        assert killed(outbox.send_due) == -signal.SIGKILL
    assert outbox.send_due() == 0
    time_machine.move_to(NOON + outbox.LEASE + SKEW, tick=False)
    assert outbox.send_due() == 1
    message.refresh_from_db()
    assert message.attempts == 2
