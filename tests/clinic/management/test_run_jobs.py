"""The jobs: none waits for another, an end is heard at once, and a clock that jumps does no harm."""

import signal
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from appointments.lifecycle import AppointmentStatus
from appointments.mail import sender
from appointments.models import Appointment, Message
from clinic.common.clock import SETTLED_SECONDS, TOLERANCE_SECONDS, SteadyClock
from clinic.common.ending import Ending
from clinic.management.commands import run_jobs
from tests.factories import NOON, AppointmentFactory, MessageFactory

pytestmark = pytest.mark.django_db

A_MAIL = 15.0


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own, with its transaction, outlives a pass."""
    monkeypatch.setattr(run_jobs, "close_old_connections", lambda: None)


@pytest.fixture
def clock(at_noon: Any, monkeypatch: pytest.MonkeyPatch) -> "Clock":
    """The clock on the wall and the one that nobody sets, moved by hand."""
    return Clock(at_noon, monkeypatch)


class Clock:
    def __init__(self, wall: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.wall, self.seconds, self.ahead = wall, 0.0, 0.0
        monkeypatch.setattr(run_jobs, "monotonic", lambda: self.seconds)
        monkeypatch.setattr(
            run_jobs, "remembered_clock", lambda: SteadyClock(lambda: self.seconds + self.ahead, self.read)
        )

    def read(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall.move_to(NOON + timedelta(seconds=self.seconds + self.ahead))

    def jump(self, seconds: float) -> None:
        self.ahead += seconds
        self.pass_by(0)


@pytest.fixture
def slow(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A mail server that takes its time with each mail. Answers what is done, in order."""
    done: list[str] = []
    compose, expire = sender.compose, run_jobs.expire_offers

    def composed(message: Message, now: Any) -> Any:
        done.append("mail")
        clock.pass_by(A_MAIL)
        return compose(message, now)

    def expired(**at: Any) -> int:
        done.append("offers")
        return expire(**at)

    monkeypatch.setattr(sender, "compose", composed)
    monkeypatch.setattr(run_jobs, "expire_offers", expired)
    return done


def test_a_slow_mail_server_keeps_no_other_job_waiting(slow: list[str]) -> None:
    for _ in range(3):
        MessageFactory()
    runs_out = NOON + timedelta(seconds=A_MAIL)
    offer = AppointmentFactory(offered=True, expires_at=runs_out)
    call_command("run_jobs")
    assert slow == ["offers", "mail", "offers", "mail", "offers", "mail", "offers"]
    offer.refresh_from_db()
    assert (offer.status, offer.closed_at) == (AppointmentStatus.RELEASED, runs_out)


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT])
def test_the_end_is_heard_between_two_mails(
    slow: list[str], monkeypatch: pytest.MonkeyPatch, asked: signal.Signals, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run_jobs, "PASS_SECONDS", 10_000)
    for _ in range(3):
        MessageFactory()
    compose = sender.compose

    def and_asked_to_end(message: Message, now: Any) -> Any:
        signal.pthread_kill(threading.get_ident(), asked)
        return compose(message, now)

    monkeypatch.setattr(sender, "compose", and_asked_to_end)
    call_command("run_jobs", loop=True)
    assert slow == ["offers", "mail"]
    assert capsys.readouterr().out == "1 sent\n"


def test_a_clock_that_jumps_for_one_pass_releases_nothing_and_mails_nothing(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = AppointmentFactory(offered=True)
    visit = AppointmentFactory(starts_at=NOON + timedelta(days=20))
    tomorrow = NOON + timedelta(days=1)
    MessageFactory(
        request=visit.request, appointment=visit, kind=Message.Kind.REMINDER, not_before=tomorrow, next_try_at=tomorrow
    )
    year = 365 * 86400
    meanwhile = iter([lambda: clock.jump(year), lambda: clock.jump(-year), *[lambda: None] * 30])
    passes = []

    def wait(ending: Ending, seconds: float) -> bool:
        clock.pass_by(run_jobs.PAUSE_SECONDS)
        passes.append(seconds)
        next(meanwhile)()
        return len(passes) > 30

    monkeypatch.setattr(Ending, "is_asked_within", wait)
    call_command("run_jobs", loop=True)
    assert Appointment.objects.get(pk=offer.pk).status == AppointmentStatus.OFFERED
    assert mail.outbox == []
    assert Message.objects.filter(moot_at__isnull=True).count() == 1


def test_after_a_jump_the_work_goes_on_once_the_clock_has_settled(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []

    def wait(ending: Ending, seconds: float) -> bool:
        if not clock.ahead:
            MessageFactory()
            clock.jump(3600)
        clock.pass_by(run_jobs.PAUSE_SECONDS)
        sent.append(len(mail.outbox))
        return len(sent) > SETTLED_SECONDS / run_jobs.PAUSE_SECONDS + 2

    monkeypatch.setattr(Ending, "is_asked_within", wait)
    call_command("run_jobs", loop=True)
    assert sent[:-3] == [0] * len(sent[:-3])
    assert sent[-1] == 1


@pytest.mark.parametrize(("jump", "is_steady"), [(TOLERANCE_SECONDS, True), (TOLERANCE_SECONDS + 1, False)])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_clock_is_steady_as_long_as_it_does_not_jump(jump: int, is_steady: bool, direction: int) -> None:
    wall, running = [1000.0], [0.0]
    clock = SteadyClock(lambda: wall[0], lambda: running[0])
    for _ in range(1000):  # a slow drift is followed
        wall[0], running[0] = wall[0] + 5.1, running[0] + 5
        assert clock.is_steady()
    wall[0] += jump * direction
    assert clock.is_steady() is is_steady
    running[0], wall[0] = running[0] + SETTLED_SECONDS, wall[0] + SETTLED_SECONDS
    assert clock.is_steady()


def test_a_job_that_fails_does_not_take_the_others_with_it(monkeypatch: pytest.MonkeyPatch, at_noon: Any) -> None:
    def broken(**at: Any) -> int:
        raise KeyError("whatever")

    monkeypatch.setattr(run_jobs, "expire_offers", broken)
    MessageFactory()
    with pytest.raises(CommandError, match="A job failed"):
        call_command("run_jobs")
    assert len(mail.outbox) == 1
