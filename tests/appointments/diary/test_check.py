"""What must hold between requests, appointments and the diary, and who says so when it does not."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from appointments.diary.check import broken_invariants
from appointments.lifecycle import CLOSED, Status
from appointments.models import Appointment, ConsultationRequest, DiaryCell
from tests.appointments.stage import VISIT, offer, request_in
from tests.factories import AppointmentFactory, ClinicianFactory

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
