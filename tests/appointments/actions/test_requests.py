"""What happens when a request is sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import override

from appointments import actions
from appointments.actions import TooManyRequests
from appointments.actions.details import NOTHING, Details
from appointments.lifecycle import CLOSED, OPEN, Status
from appointments.models import ConsultationRequest, Event, Message
from appointments.text import consent
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db


def details(**changed: Any) -> Details:
    return {**NOTHING, "full_name": "Example Amparo", "email": "amparo@example.org", **changed}  # type: ignore[typeddict-item]


def submit(**changed: Any) -> ConsultationRequest:
    way = {name: changed.pop(name) for name in ("address", "is_trapped", "now") if name in changed}
    usual = {"source": "fatigue", "address": "192.0.2.1", "is_trapped": False, "now": NOON}
    return actions.submit(**{"details": details(**changed), **usual, **way})


def test_a_request_is_stored_with_its_event_and_the_mail_it_owes() -> None:
    request = submit(topics=["fatigue"])
    assert request.status == Status.NEW
    assert (request.submitted_at, request.source) == (NOON, "fatigue")
    assert [(event.kind, event.at, event.by) for event in request.events.all()] == [("submitted", NOON, None)]
    owed = {(message.kind, message.to) for message in request.messages.all()}
    assert owed == {("received", "amparo@example.org"), ("new_request", "desk@example.org")}


def test_consent_is_kept_with_its_version_words_and_time() -> None:
    request = submit()
    assert (request.consent_version, request.consent_digest) == (consent.VERSION, consent.digest())
    assert (request.consent_language, request.language) == ("en", "en")
    assert request.consented_at == NOON


def test_the_language_the_page_was_read_in_is_kept_if_the_site_speaks_it(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    with override("de-at"):
        german = submit()
    with override("fr"):
        french = submit(message="Bonjour")
    assert (german.language, german.consent_language) == ("de", "de")
    assert (french.language, french.consent_language) == ("en", "en")


def test_no_request_is_without_a_reference() -> None:
    request = submit()
    with pytest.raises(IntegrityError, match="request_has_a_reference"), transaction.atomic():
        ConsultationRequest.objects.filter(pk=request.pk).update(reference="")


def test_without_an_email_address_only_the_clinic_is_written_to() -> None:
    request = submit(email="", phone="+34612345678")
    assert [message.kind for message in request.messages.all()] == [Message.Kind.NEW_REQUEST]


def test_without_a_notification_address_only_the_patient_is_written_to(settings: Any) -> None:
    settings.NOTIFICATION_ADDRESS = ""
    assert [message.kind for message in submit().messages.all()] == [Message.Kind.RECEIVED]


def test_the_same_content_of_one_sender_within_the_hour_is_the_same_request() -> None:
    first, second = submit(), submit(now=NOON + timedelta(minutes=59))
    assert first == second
    assert (ConsultationRequest.objects.count(), Event.objects.count(), Message.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize("address", ["198.51.100.7", "2001:db8::/64", ""])
def test_the_same_content_of_another_sender_is_another_request(address: str) -> None:
    first = submit()
    other = submit(address=address)
    assert other.token != first.token
    assert submit() == first


def test_senders_whose_address_is_unknown_are_never_taken_for_one_another() -> None:
    assert submit(address="").token != submit(address="").token


def test_a_stranger_who_sends_first_has_no_say_in_the_request_that_follows() -> None:
    """Neither is it theirs to read, nor is it set aside because theirs was."""
    submit(address="198.51.100.7", is_trapped=True)
    assert submit().suspicion == ""


def test_a_retry_after_midnight_is_the_same_sending() -> None:
    midnight = NOON.replace(hour=0, minute=0)
    assert submit(now=midnight - timedelta(seconds=1)) == submit(now=midnight + timedelta(seconds=1))


def test_a_double_click_is_one_request_also_when_it_is_set_aside() -> None:
    assert submit(is_trapped=True) == submit(is_trapped=True)
    assert ConsultationRequest.objects.count() == 1


def test_of_two_at_once_the_first_to_read_the_clock_may_be_the_second_to_store() -> None:
    assert submit(now=NOON) == submit(now=NOON - timedelta(seconds=1))


def test_a_patient_who_asks_again_later_is_heard_again() -> None:
    later, much_later = NOON + timedelta(hours=1), NOON + timedelta(days=400)
    requests = {submit(), submit(now=later), submit(now=later), submit(now=much_later)}
    assert len(requests) == 3
    assert Message.objects.count() == 6


@pytest.mark.parametrize(
    "touched", [{"changed_at": NOON}, {"status": "contacted"}, {"status": "spam", "dedupe_key": None}]
)
def test_nobody_is_let_into_a_page_that_is_in_use_by_typing_what_was_sent(touched: dict[str, Any]) -> None:
    first = submit()
    ConsultationRequest.objects.filter(pk=first.pk).update(**touched)
    again = submit()
    assert again != first
    assert again.suspicion == ""


def test_a_couple_with_one_email_address_are_two_people() -> None:
    assert submit() != submit(full_name="Example Bruno")


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_what_is_closed_may_be_asked_again(status: str) -> None:
    first = submit()
    ConsultationRequest.objects.filter(pk=first.pk).update(status=status, dedupe_key=None)
    assert submit() != first


def test_nothing_is_stored_when_the_mail_cannot_be_owed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("appointments.mail.queue.owe_submitted", fail)
    with pytest.raises(RuntimeError, match="disk"):
        submit()
    assert not ConsultationRequest.objects.exists()
    assert not Message.objects.exists()


def test_a_taken_reference_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = submit().reference
    drawn = iter([taken, taken, "FREE1234"])
    monkeypatch.setattr(ConsultationRequest._meta.get_field("reference"), "_get_default", lambda: next(drawn))
    assert submit(full_name="Example Bruno").reference == "FREE1234"


def test_a_filled_trap_sets_the_request_aside_and_holds_its_mail() -> None:
    request = submit(is_trapped=True)
    assert request.suspicion == ConsultationRequest.Suspicion.TRAP
    assert request.status == Status.NEW
    assert not Message.objects.due(NOON).exists()


def test_a_burst_is_set_aside_and_then_refused(settings: Any) -> None:
    settings.BURST_SUSPECT, settings.BURST_REFUSE = 2, 4
    suspicions = [submit(full_name=f"Example {number}").suspicion for number in range(4)]
    assert suspicions == ["", "", "burst", "burst"]
    with pytest.raises(TooManyRequests):
        submit(full_name="Example 5")
    assert submit(full_name="Example 6", address="198.51.100.7").suspicion == ""
    assert submit(full_name="Example 7", now=NOON + timedelta(minutes=10)).suspicion == ""


def test_a_retry_is_answered_even_within_a_burst(settings: Any) -> None:
    first = submit()
    settings.BURST_REFUSE = 1
    assert submit() == first


def test_senders_whose_address_is_unknown_are_not_counted_as_one(settings: Any) -> None:
    settings.BURST_SUSPECT, settings.BURST_REFUSE = 1, 2
    assert {submit(full_name=f"Example {number}", address="").suspicion for number in range(4)} == {""}


def test_network_addresses_are_not_stored_and_not_comparable_across_days() -> None:
    today, tomorrow = submit(), submit(full_name="Example Bruno", now=NOON + timedelta(days=1))
    assert "192.0.2.1" not in today.sent_from
    assert today.sent_from != tomorrow.sent_from


def test_staff_clear_a_suspicion_and_the_mail_may_leave(receptionist: User) -> None:
    request = submit(is_trapped=True)
    assert actions.clear_suspicion(request=request, by=receptionist, now=NOON)
    request.refresh_from_db()
    assert request.suspicion == ""
    assert [(event.kind, event.by) for event in request.events.all()][-1] == ("cleared_suspicion", receptionist)
    assert Message.objects.due(NOON).count() == 2
    assert not actions.clear_suspicion(request=request, by=receptionist, now=NOON)
    assert request.events.count() == 2


BROKEN_ROWS = [
    ("status_is_known", {"status": "lost"}),
    ("sender_has_a_name", {"full_name": ""}),
    ("sender_can_be_reached", {"email": "", "phone": ""}),
    ("requested_for_is_known", {"requested_for": "dog"}),
    ("contact_by_is_known", {"contact_by": "dove"}),
    ("contact_by_is_possible", {"contact_by": "phone"}),
    ("contact_by_is_possible", {"contact_by": "email", "email": "", "phone": "+34612345678"}),
    ("visit_type_is_known", {"visit_type": "tea"}),
    ("language_is_a_code", {"language": ""}),
    ("language_is_a_code", {"language": "English"}),
    ("consent_language_is_a_code", {"consent_language": "EN"}),
    ("someone_else_is_named_and_agrees", {"requested_for": "other"}),
    ("someone_else_is_named_and_agrees", {"requested_for": "other", "patient_name": "Example Carla"}),
    ("someone_else_is_named_and_agrees", {"patient_name": "Example Carla"}),
    ("a_closed_request_frees_its_content", {"status": "cancelled", "dedupe_key": "k"}),
]


@pytest.mark.parametrize(("constraint", "row"), BROKEN_ROWS)
def test_the_database_refuses_what_cannot_be_true(constraint: str, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ConsultationRequestFactory(**row)


def test_one_message_of_a_kind_is_owed_once() -> None:
    request = submit()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.create(request=request, kind="received", to="x@example.org", created_at=NOON, next_try_at=NOON)


def test_the_timeline_is_append_only() -> None:
    event = submit().events.get()
    event.note = "changed"
    with pytest.raises(TypeError, match="append-only"):
        event.save()
    with pytest.raises(TypeError, match="append-only"):
        event.delete()
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.update(note="changed")
    with pytest.raises(TypeError, match="append-only"):
        Event.objects.all().delete()


def test_a_reference_is_read_out_in_two_groups_and_a_token_is_long() -> None:
    request = submit()
    assert request.spoken_reference == f"{request.reference[:4]}-{request.reference[4:]}"
    assert not set(request.reference) & set("ILOU")
    assert len(request.token) == 32


def test_requests_are_asked_for_in_the_words_of_the_field() -> None:
    new, suspect = ConsultationRequestFactory(), ConsultationRequestFactory(suspect=True)
    cancelled = ConsultationRequestFactory(cancelled=True)
    assert set(ConsultationRequest.objects.open()) == {new, suspect}
    assert set(ConsultationRequest.objects.awaiting_contact()) == {new}
    assert set(ConsultationRequest.objects.suspect()) == {suspect}
    assert cancelled.status not in OPEN
