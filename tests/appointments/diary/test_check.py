"""What must hold between requests, appointments and the diary, and who says so when it does not."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from appointments import actions
from appointments.diary.check import broken_invariants, zone_has_changed
from appointments.lifecycle import CLOSED, Status
from appointments.models import Appointment, ConsultationRequest, DiaryCell
from clinic.management.commands import start
from tests.appointments.stage import HOUR, VISIT, book, cancel, offer, request_in, slot, staff
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory

pytestmark = pytest.mark.django_db


def restate(status: str) -> None:
    ConsultationRequest.objects.update(status=status)


def move_a_cell() -> None:
    last = DiaryCell.objects.latest("starts_at")
    DiaryCell.objects.filter(pk=last.pk).update(starts_at=VISIT.replace(hour=20))


def close_quietly(status: str) -> None:
    Appointment.objects.update(status=status)
    ConsultationRequest.objects.update(status="contacted")


PLANTED: list[tuple[str, Callable[[], object], str]] = [
    ("booked", lambda: DiaryCell.objects.latest("starts_at").delete(), "found 11 of its 12 cells in the diary, and 0"),
    ("booked", move_a_cell, "found 11 of its 12 cells in the diary, and 1 that are not its own"),
    ("booked", lambda: DiaryCell.objects.update(clinician=ClinicianFactory()), "found 0 of its 12 cells"),
    ("booked", lambda: Appointment.objects.update(minutes=60), "found 12 of its 15 cells"),
    ("booked", lambda: Appointment.objects.update(starts_at=VISIT.replace(hour=20)), "found 0 of its 12 cells"),
    ("booked", lambda: close_quietly("cancelled"), "found 0 of its 0 cells in the diary, and 12 that are not its own"),
    ("offered", lambda: close_quietly("released"), "(released): found 0 of its 0 cells in the diary, and 12"),
    ("booked", lambda: ConsultationRequest.objects.update(page_expires_at=VISIT), "found a private page that ends on"),
    ("offered", lambda: ConsultationRequest.objects.update(page_expires_at=VISIT), "found a private page that ends on"),
    ("booked", lambda: restate("offered"), "(offered): found 1 booked and 0 offered appointments"),
    ("booked", lambda: restate("contacted"), "(contacted): found 1 booked and 0 offered appointments"),
    ("booked", lambda: restate("attended"), "(attended): found 1 booked and 0 offered appointments"),
    ("offered", lambda: restate("booked"), "(booked): found 0 booked and 1 offered appointments"),
    ("offered", lambda: restate("new"), "(new): found 0 booked and 1 offered appointments"),
    ("contacted", lambda: restate("booked"), "(booked): found 0 booked and 0 offered appointments"),
    ("contacted", lambda: restate("offered"), "(offered): found 0 booked and 0 offered appointments"),
]


@pytest.mark.parametrize(("status", "plant", "sentence"), PLANTED)
def test_each_contradiction_is_said_in_a_sentence(status: str, plant: Callable[[], object], sentence: str) -> None:
    request = request_in(Status(status))
    assert list(broken_invariants()) == []
    plant()
    (said,) = broken_invariants()
    assert sentence in said
    assert said.startswith((f"Request {request.reference}", "Appointment "))
    assert said.endswith(".")


def test_two_visits_that_stand_in_the_diary_cannot_overlap_unnoticed() -> None:
    first = AppointmentFactory()
    second = AppointmentFactory(clinician=first.clinician, starts_at=VISIT.replace(hour=20))
    Appointment.objects.filter(pk=second.pk).update(starts_at=first.starts_at)
    assert len(list(broken_invariants())) == 1


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_a_closed_request_has_no_times_that_are_offered(status: str) -> None:
    request_in(Status.OFFERED)
    restate(status)
    assert len(list(broken_invariants())) == 1


def test_where_all_is_well_the_command_says_so() -> None:
    for name, status in zip("ZYXWVUTSR", Status, strict=True):
        ClinicianFactory(name=f"Dr Example {name}")  # the first by name sees the next patient
        request_in(status)
    offer(ConsultationRequest.objects.get(status=Status.BOOKED), VISIT.replace(hour=20))
    said = StringIO()
    call_command("check_diary", stdout=said)
    assert said.getvalue() == "The diary equals the appointments.\n"


def test_where_something_is_wrong_the_command_lists_it_and_fails() -> None:
    request_in(Status.BOOKED)
    DiaryCell.objects.all().delete()
    restate("contacted")
    said = StringIO()
    with pytest.raises(CommandError, match="found 2 contradictions, expected none"):
        call_command("check_diary", stderr=said)
    assert len(said.getvalue().splitlines()) == 2


@pytest.mark.parametrize("status", ["booked", "offered"])
def test_a_visit_that_no_longer_reads_as_it_was_agreed_on_is_named(status: str, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    request = request_in(Status(status))
    assert list(broken_invariants()) == []
    settings.TIME_ZONE = "Europe/Paris"  # another name for the same clock
    assert list(broken_invariants()) == []
    settings.TIME_ZONE = "Europe/Lisbon"
    (said,) = broken_invariants()
    assert said == (
        f"Request {request.reference}: found an appointment at 2026-11-25T12:00 (Europe/Lisbon), "
        "expected 2026-11-25T13:00 (Europe/Madrid), as it was agreed on."
    )


def test_new_rules_of_the_same_zone_are_noticed_too(settings: Any) -> None:
    """As if Madrid had left summer time for good, after a visit in July was booked for 12:00 UTC, at 14:00."""
    settings.TIME_ZONE = "Europe/Madrid"
    request = ConsultationRequestFactory()
    visit = book(request, VISIT.replace(year=2027, month=7))
    assert (visit.agreed_clock, visit.agreed_zone) == ("2027-07-25T14:00", "Europe/Madrid")
    Appointment.objects.update(agreed_clock="2027-07-25T13:00")  # what the rules of then had shown
    (said,) = broken_invariants()
    assert "found an appointment at 2027-07-25T14:00 (Europe/Madrid), expected 2027-07-25T13:00" in said


def test_a_visit_moved_by_the_new_clock_reads_as_agreed_again(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    request = request_in(Status.BOOKED)
    settings.TIME_ZONE = "Asia/Tokyo"
    assert len(list(broken_invariants())) == 1
    actions.reschedule(request=request, slot=slot(VISIT + HOUR), by=staff(), now=NOON)
    assert list(broken_invariants()) == []
    assert zone_has_changed() == ""


def test_another_zone_with_visits_booked_is_said_in_one_sentence_with_what_to_do(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    assert zone_has_changed() == ""
    for hours in (0, 2, 4):
        book(ConsultationRequestFactory(), VISIT + hours * HOUR)
    cancel(ConsultationRequest.objects.latest("pk"))
    settings.TIME_ZONE = "UTC"
    assert zone_has_changed() == (
        "CLINIC_TIME_ZONE is UTC, and 2 of the visits were agreed on by the clock of Europe/Madrid, which patients "
        "were told: set it back, or move each visit that `manage.py check_diary` names."
    )


def test_the_jobs_say_at_their_start_that_the_zone_has_changed(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    request_in(Status.BOOKED)
    call_command("run_jobs", stdout=StringIO())
    assert "CLINIC_TIME_ZONE" not in caplog.text
    settings.TIME_ZONE = "Europe/Madrid"
    call_command("run_jobs", stdout=StringIO())
    assert (
        caplog.text.count("CLINIC_TIME_ZONE is Europe/Madrid, and 1 of the visits were agreed on by the clock of UTC")
        == 1
    )


def test_start_says_before_it_serves_that_the_zone_has_changed(
    settings: Any, monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    request_in(Status.BOOKED)
    said, at_serving = StringIO(), []
    monkeypatch.setattr(start, "call_command", lambda *command, **options: None)
    monkeypatch.setattr(start.Command, "_serve", lambda *given: at_serving.append(said.getvalue()))
    for settings.TIME_ZONE in ("UTC", "Asia/Tokyo"):
        call_command("start", port=str(free_port), stderr=said)
    unchanged, changed = at_serving
    assert unchanged == ""
    assert changed.startswith("CLINIC_TIME_ZONE is Asia/Tokyo, and 1 of the visits were agreed on by the clock of UTC")
    assert changed.count("\n") == 1
