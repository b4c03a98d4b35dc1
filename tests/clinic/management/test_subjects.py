"""What operators do for one person, and for everybody whose time is up."""

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest
from tests.appointments.actions.test_erasing import CANARY, with_canaries
from tests.appointments.stage import request_in
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

Shown = pytest.CaptureFixture[str]


def test_everything_of_a_person_lands_in_two_files_that_nobody_else_reads(tmp_path: Path, capsys: Shown) -> None:
    request = with_canaries()
    request.refresh_from_db()
    call_command("export_subject", request.spoken_reference, into=tmp_path)
    page, data = tmp_path / "person.html", tmp_path / "person.json"
    assert CANARY in page.read_text("utf-8")
    assert json.loads(data.read_text("utf-8"))[request.spoken_reference]["request"]["full_name"] == f"Example {CANARY}"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (page, data)} == {0o600}
    assert "1 requests of this person" in capsys.readouterr().out


@pytest.mark.parametrize("said", ["{0.spoken_reference}", "{0.email}", "{0.phone}"])
def test_a_person_is_named_by_reference_address_or_number(said: str, capsys: Shown) -> None:
    request = request_in(Status.DECLINED, email="amparo@example.org", phone="+34600123456")
    call_command("erase_subject", said.format(request))
    assert request.spoken_reference in capsys.readouterr().out


@pytest.mark.parametrize("said", ["nobody@example.org", "Example", "", "0000-0000"])
def test_who_is_nobody_is_named(said: str, tmp_path: Path) -> None:
    ConsultationRequestFactory(full_name="Example Amparo")
    for command, options in (("erase_subject", {}), ("export_subject", {"into": tmp_path})):
        with pytest.raises(CommandError, match="found no such request"):
            call_command(command, said, **options)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    request = ConsultationRequestFactory()
    with pytest.raises(CommandError, match="--into: found no folder"):
        call_command("export_subject", request.reference, into=tmp_path / "nowhere")


def test_nothing_is_erased_before_somebody_says_yes(capsys: Shown) -> None:
    request = request_in(Status.DECLINED)
    call_command("erase_subject", request.reference)
    assert "Nothing was erased." in capsys.readouterr().out
    request.refresh_from_db()
    assert not request.erased_at
    call_command("erase_subject", request.reference, yes=True)
    request.refresh_from_db()
    assert request.erased_at == NOON


def test_what_is_open_keeps_all_of_them(capsys: Shown) -> None:
    requests = [request_in(Status.DECLINED, email="a@example.org"), ConsultationRequestFactory(email="a@example.org")]
    with pytest.raises(CommandError, match=f"Still open: {requests[1].spoken_reference}"):
        call_command("erase_subject", "a@example.org", yes=True)
    assert not ConsultationRequest.objects.exclude(erased_at=None).exists()


def test_a_dry_run_prints_what_is_due_and_erases_nothing(at_noon: Any, capsys: Shown) -> None:
    for status in (Status.SPAM, Status.SPAM, Status.DECLINED):
        request_in(status)
    at_noon.move_to(NOON + timedelta(days=40), tick=False)
    call_command("purge", dry_run=True)
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["Spam", "30", "2", "2026-11-23"] in told
    assert ["Cancelled", "365", "0", "–"] in told
    assert not ConsultationRequest.objects.exclude(erased_at=None).exists()


def test_a_purge_erases_all_that_is_due_and_says_how_far_it_is(
    at_noon: Any, capsys: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic.management.commands.purge.AT_ONCE", 2)
    for _ in range(3):
        request_in(Status.SPAM)
    kept = request_in(Status.DECLINED)
    at_noon.move_to(NOON + timedelta(days=40), tick=False)
    call_command("purge")
    assert capsys.readouterr().out.splitlines()[-2:] == ["2 of 3 erased", "3 of 3 erased"]
    assert [*ConsultationRequest.objects.filter(erased_at=None)] == [kept]


def test_the_jobs_erase_what_is_due_too(at_noon: Any) -> None:
    request = request_in(Status.SPAM)
    at_noon.move_to(NOON + timedelta(days=40), tick=False)
    call_command("run_jobs")
    request.refresh_from_db()
    assert request.erased_at
