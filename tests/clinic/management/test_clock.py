"""One run after another, as cron starts them: the next knows how the clock went when the last one looked."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from appointments.lifecycle import AppointmentStatus
from appointments.models import KnownClock
from clinic.common.clock import SETTLED_SECONDS, TOLERANCE_SECONDS
from clinic.management import clock
from tests.factories import NOON, AppointmentFactory, MessageFactory

pytestmark = pytest.mark.django_db

YEAR = 365 * 86400


class Machine:
    """One with two clocks: one that anybody may set, and one that runs since the machine was started."""

    def __init__(self, wall: Any, monkeypatch: pytest.MonkeyPatch, start_id: Path) -> None:
        self.wall, self.start_id, self.seconds, self.ahead = wall, start_id, 1000.0, 0.0
        monkeypatch.setattr(clock, "START_ID", start_id)
        monkeypatch.setattr(clock, "running", lambda: self.seconds)
        self.starts("once")

    def starts(self, name: str) -> None:
        self.start_id.write_text(f"{name}\n")

    def passes(self, seconds: float, *, jumps: float = 0) -> None:
        self.seconds += seconds
        self.ahead += jumps
        self.wall.move_to(NOON + timedelta(seconds=self.seconds - 1000 + self.ahead))


@pytest.fixture
def machine(at_noon: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    return Machine(at_noon, monkeypatch, tmp_path / "start_id")


def refuses() -> bool:
    """Whether a run says that the clock jumped, and ends with an error."""
    try:
        call_command("run_jobs")
    except CommandError as error:
        return "The clock jumped" in str(error)
    return False


@pytest.mark.parametrize("jump", [YEAR, -YEAR, TOLERANCE_SECONDS + 1])
def test_a_clock_that_jumps_for_one_run_releases_nothing_and_mails_nothing(machine: Machine, jump: int) -> None:
    offer = AppointmentFactory(offered=True)
    assert not refuses()
    MessageFactory()
    machine.passes(300, jumps=jump)
    assert refuses()
    machine.passes(300, jumps=-jump)
    assert refuses()
    offer.refresh_from_db()
    assert (offer.status, mail.outbox) == (AppointmentStatus.OFFERED, [])
    machine.passes(SETTLED_SECONDS)
    assert not refuses()
    assert len(mail.outbox) == 1


def test_a_clock_that_was_put_right_is_believed_once_it_has_kept_going(machine: Machine) -> None:
    offer = AppointmentFactory(offered=True)
    assert not refuses()
    machine.passes(300, jumps=YEAR)
    assert refuses()
    machine.passes(SETTLED_SECONDS - 1)
    assert refuses()
    machine.passes(1)
    assert not refuses()
    offer.refresh_from_db()
    assert offer.status == AppointmentStatus.RELEASED


def test_a_clock_that_loses_seconds_every_day_is_followed(machine: Machine) -> None:
    for _day in range(30):
        assert not refuses()
        machine.passes(86400, jumps=-5)


def test_nothing_is_known_of_a_machine_that_was_started_again(machine: Machine) -> None:
    assert not refuses()
    machine.passes(300, jumps=YEAR)
    machine.starts("again")
    assert not refuses()


def test_two_machines_on_one_database_know_each_their_own_clock(machine: Machine) -> None:
    assert not refuses()
    machine.starts("another")
    machine.passes(5, jumps=YEAR)
    assert not refuses()
    machine.passes(5)
    assert not refuses()
    machine.starts("once")
    assert refuses()
    assert KnownClock.objects.count() == 2


def test_where_the_system_does_not_tell_its_starts_nothing_is_kept(machine: Machine) -> None:
    machine.start_id.unlink()
    assert not refuses()
    machine.passes(300, jumps=YEAR)
    assert not refuses()
    assert not KnownClock.objects.exists()


def test_a_pass_that_changes_nothing_writes_nothing_of_the_clock(
    machine: Machine, django_assert_num_queries: Any
) -> None:
    known = clock.remembered_clock()
    clock.remember(known)
    machine.passes(5, jumps=1)
    known.is_steady()
    with django_assert_num_queries(1):
        clock.remember(known)
