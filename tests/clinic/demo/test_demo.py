"""The invented clinic is lively whenever it is opened."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from appointments.diary.check import broken_invariants
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Appointment, ConsultationRequest, Message, SentLetter
from clinic.demo import DEMO_GROUPS, DEMO_STAFF
from clinic.demo.cast import STORIES
from tests.factories import ClinicianFactory

pytestmark = pytest.mark.django_db

OPENINGS = [
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),  # a Tuesday morning
    datetime(2026, 11, 27, 18, 59, tzinfo=UTC),  # a Friday after work
    datetime(2026, 11, 28, 23, 30, tzinfo=UTC),  # a Saturday night: Sunday in Madrid
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),  # half an hour before the clocks go forward in Madrid
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # half past two in Madrid, for the first time that night
]


@pytest.fixture
def in_madrid(settings: Any) -> None:
    settings.DEBUG, settings.TIME_ZONE = True, "Europe/Madrid"


@pytest.mark.parametrize("opened_at", OPENINGS, ids=lambda at: f"{at:%a %H:%M}")
def test_the_demo_has_something_to_show_whenever_it_is_opened(
    opened_at: datetime, in_madrid: None, time_machine: Any
) -> None:
    time_machine.move_to(opened_at, tick=False)
    call_command("load_demo", verbosity=0)
    assert list(broken_invariants()) == []
    assert ConsultationRequest.objects.count() == len(STORIES)
    assert set(ConsultationRequest.objects.values_list("status", flat=True)) == set(Status)
    ahead = Appointment.objects.filter(status=AppointmentStatus.BOOKED, starts_at__gt=opened_at)
    assert ahead.count() >= 5
    assert Message.objects.to_tell_by_phone(opened_at).count() >= 2
    assert ConsultationRequest.objects.awaiting_times().count() == 2
    assert ConsultationRequest.objects.suspect().count() == 1
    assert [request.full_name for request in ConsultationRequest.objects.all() if request.is_changed_since_read] == [
        "Example Nadia"
    ]
    assert Message.objects.given_up().filter(kind=Message.Kind.NEW_REQUEST).count() == 1


def test_all_who_ask_are_plainly_invented(in_madrid: None, at_noon: Any) -> None:
    call_command("load_demo", verbosity=0)
    for request in ConsultationRequest.objects.all():
        assert "Example" in request.full_name
        assert not request.email or request.email.endswith("example.org")
        assert not request.phone or "55501" in request.phone


def test_every_group_has_an_account_and_one_may_do_everything(in_madrid: None, at_noon: Any) -> None:
    call_command("load_demo", verbosity=0)
    groups = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert groups == {name: [group] for name, group in DEMO_GROUPS.items()} | {DEMO_STAFF: []}
    assert User.objects.get(is_superuser=True).username == DEMO_STAFF


def test_the_demo_is_refused_without_debug(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG: found off, expected on"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_a_second_loading_adds_nothing(in_madrid: None, at_noon: Any) -> None:
    call_command("load_demo", verbosity=0)
    call_command("load_demo", verbosity=0)
    assert ConsultationRequest.objects.count() == len(STORIES)


def said_by_load_demo(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("load_demo")
    return capsys.readouterr().out


def test_a_demo_of_another_day_says_how_to_get_a_fresh_one(
    in_madrid: None, time_machine: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    time_machine.move_to(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), tick=False)  # half past eleven at night in Madrid
    assert said_by_load_demo(capsys) == f"{len(STORIES)} invented requests made\n"
    time_machine.move_to(datetime(2026, 11, 24, 22, 59, tzinfo=UTC), tick=False)
    assert said_by_load_demo(capsys) == ""
    time_machine.move_to(datetime(2026, 11, 24, 23, 1, tzinfo=UTC), tick=False)
    told = "The invented clinic is as it was on Tuesday 24 November. For one of today: make fresh\n"
    assert said_by_load_demo(capsys) == told
    assert ConsultationRequest.objects.count() == len(STORIES)


def test_a_clinic_of_ones_own_does_not_grow_old(
    in_madrid: None, at_noon: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    ClinicianFactory()
    assert said_by_load_demo(capsys) == ""
    at_noon.shift(timedelta(days=30))
    assert said_by_load_demo(capsys) == ""


def test_what_the_invented_clinic_told_its_patients_is_there_to_read(at_noon: Any, settings: Any) -> None:
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    told = Message.objects.filter(letter__isnull=False)
    assert {"received", "offered", "booked", "cancelled"} <= set(told.values_list("kind", flat=True))
    offered = SentLetter.objects.filter(message__kind=Message.Kind.OFFERED).values_list("text", flat=True)
    assert all("2026, " in text for text in offered)  # the times, though some of them are taken back by now
