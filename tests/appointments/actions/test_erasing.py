"""The end of data: every word goes, and the diary, the statistics and the memory of who looked stay true."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from appointments import actions
from appointments.actions import Closed, NotPossible
from appointments.diary.check import broken_invariants
from appointments.lifecycle import CLOSED, OPEN, Status
from appointments.mail.sender import send_due
from appointments.models import AccessLog, ConsultationRequest, Event, Message, SentLetter
from tests.appointments.stage import DAY, VISIT, book, call, cancel, decline, offer, request_in, staff
from tests.appointments.test_lifecycle import undone
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"
LATER = NOON + 3 * DAY


def erase(request: ConsultationRequest, now: Any = LATER) -> None:
    actions.erase(request=request, by=staff(), address="192.0.2.1", now=now)


def with_canaries() -> ConsultationRequest:
    """A canary in every field that somebody fills in, and in every word that was written about it since."""
    request: ConsultationRequest = ConsultationRequestFactory(
        requested_for="other",
        has_permission=True,
        full_name=f"Example {CANARY}",
        patient_name=f"Example {CANARY} junior",
        relationship=f"{CANARY} sister",
        email=f"{CANARY}@example.org",
        phone="+34600123456",
        contact_by="phone",
        topics=["fatigue"],
        message=f"I have a {CANARY}.",
        access_needs=["wheelchair"],
        access_notes=f"My {CANARY} comes too.",
        source=CANARY,
    )
    actions.note(request=request, note=f"Called {CANARY}", by=staff(), now=NOON)
    call(request, note=f"{CANARY} again")
    corrected = {"email": f"{CANARY}2@example.org", "phone": "+34600123457"}
    actions.correct(request=request, correction=corrected, by=staff(), now=NOON)
    offer(request, VISIT)
    visit = book(request, VISIT + timedelta(hours=2))
    type(visit).objects.filter(pk=visit.pk).update(directions=f"Ring at {CANARY}")
    message = Message.objects.filter(request=request)[0]
    Message.objects.filter(pk=message.pk).update(last_error=CANARY)
    SentLetter.objects.create(message=message, subject=CANARY, text=CANARY, html=f"<p>{CANARY}</p>")
    actions.cancel(request=request, reason=f"No {CANARY} here", by=staff(), now=NOON)
    ConsultationRequest.objects.filter(pk=request.pk).update(declined_because=CANARY)
    return request


def everything_stored() -> str:
    """Every value of every table, those of the search that the ORM does not know as well."""
    stored = [str([*model._base_manager.values_list()]) for model in apps.get_models()]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT rowid FROM appointments_search WHERE appointments_search MATCH %s", [CANARY])
            stored += [CANARY for _ in cursor.fetchall()]
    return " ".join(stored)


def test_no_word_that_anybody_typed_is_left_anywhere() -> None:
    request = with_canaries()
    assert CANARY.lower() in everything_stored().lower()
    assert "+34600123456" in everything_stored()
    erase(request)
    left = everything_stored()
    assert CANARY.lower() not in left.lower()
    assert "+3460012345" not in left
    assert not {"fatigue", "wheelchair"} & {*left.replace("'", " ").split()}


def test_that_it_was_and_what_became_of_it_stays() -> None:
    request = request_in(Status.ATTENDED)
    before = ConsultationRequest.objects.get(pk=request.pk)
    kinds = [*request.events.values_list("kind", "at", "by")]
    erase(request)
    request.refresh_from_db()
    assert (request.status, request.reference, request.submitted_at) == (
        before.status,
        before.reference,
        before.submitted_at,
    )
    assert request.consent_digest == before.consent_digest
    assert [*request.events.values_list("kind", "at", "by")] == [*kinds, (Event.Kind.ERASED, LATER, staff().pk)]
    assert request.appointments.get().status == "attended"
    assert list(broken_invariants()) == []
    look = AccessLog.objects.get()
    assert (look.kind, look.request, look.by, look.address) == ("erased", request, staff(), "192.0.2.1")


def test_mail_that_is_owed_does_not_leave() -> None:
    request = ConsultationRequestFactory()
    decline(request)
    assert Message.objects.owed().exists()
    erase(request)
    assert not Message.objects.owed().exists()
    assert not Message.objects.to_tell_by_phone(LATER).exists()


def test_a_mail_that_is_leaving_just_now_leaves_no_letter_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server has it already: it cannot be called back, and what it said is not kept."""
    request = ConsultationRequestFactory(full_name=f"Example {CANARY}")
    decline(request, now=timezone.now())

    def erased_meanwhile(backend: Any, mails: Any) -> int:
        erase(request, timezone.now())
        return len(mails)

    monkeypatch.setattr(EmailBackend, "send_messages", erased_meanwhile)
    send_due()
    assert not SentLetter.objects.exists()
    assert CANARY not in everything_stored()


def test_the_private_page_is_gone_under_its_old_address(client: Any) -> None:
    request = request_in(Status.ATTENDED)
    address = request.get_absolute_url()
    assert client.get(address).status_code == 200
    erase(request)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("status", sorted(OPEN))
def test_what_is_open_is_closed_first(status: Status) -> None:
    request = request_in(status)
    with pytest.raises(NotPossible):
        erase(request)
    request.refresh_from_db()
    assert request.full_name


@pytest.mark.parametrize("status", sorted(CLOSED))
def test_whatever_is_closed_can_be_erased_once_and_then_nothing_happens_to_it(status: Status) -> None:
    request = request_in(status)
    erase(request)
    for act in (
        lambda: erase(request),
        lambda: actions.reopen(request=request, note="", by=staff(), now=LATER),
        lambda: actions.note(request=request, note="Hello", by=staff(), now=LATER),
        lambda: cancel(request, LATER),
    ):
        with pytest.raises(Closed):
            act()
    actions.mark_read(request=request, now=LATER)
    request.refresh_from_db()
    assert request.read_at is None


@pytest.mark.parametrize(
    "column", ["full_name", "email", "message", "access_notes", "folded_names", "declined_because"]
)
def test_the_database_itself_lets_nobody_write_into_what_was_erased(column: str) -> None:
    request = request_in(Status.CANCELLED)
    erase(request)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultationRequest.objects.filter(pk=request.pk).update(**{column: "again"})


KEPT = {
    Status.ATTENDED: 1095,
    Status.MISSED: 1095,
    Status.DECLINED: 365,
    Status.CANCELLED: 365,
    Status.SPAM: 30,
}


@pytest.mark.parametrize(("status", "days"), KEPT.items())
def test_each_status_is_kept_for_its_time_after_the_last_thing_that_happened(status: Status, days: int) -> None:
    request = request_in(status)
    request.refresh_from_db()
    last = request.events.latest("at").at
    assert actions.erase_what_is_due(most=9, now=last + days * DAY - timedelta(seconds=1)) == 0
    assert actions.erase_what_is_due(most=9, now=last + days * DAY) == 1
    assert actions.erase_what_is_due(most=9, now=last + days * DAY) == 0
    request.refresh_from_db()
    assert request.erased_at
    assert AccessLog.objects.get().by is None


def test_what_was_set_aside_long_after_it_came_is_kept_from_then_on() -> None:
    """Whenever it was sent, and however long nothing had happened to it."""
    request = request_in(Status.CONTACTED)
    marked = NOON + 200 * DAY
    actions.mark_spam(request=request, by=staff(), now=marked)
    assert actions.erase_what_is_due(most=9, now=marked + 29 * DAY) == 0
    assert actions.erase_what_is_due(most=9, now=marked + 30 * DAY) == 1


def test_each_status_has_its_own_time_however_old_the_others_are() -> None:
    spam, declined = request_in(Status.SPAM), request_in(Status.DECLINED)
    assert actions.erase_what_is_due(most=9, now=NOON + 100 * DAY) == 1
    assert [*ConsultationRequest.objects.filter(erased_at=None)] == [declined]
    assert spam != declined


def test_what_is_open_is_kept_however_old_it_is() -> None:
    for status in OPEN:
        with undone():
            request_in(status)
            assert actions.erase_what_is_due(most=9, now=NOON + 20_000 * DAY) == 0


def test_a_few_go_at_once_and_the_oldest_first() -> None:
    old = [request_in(Status.CANCELLED) for _ in range(3)]
    for days, request in enumerate(old):
        ConsultationRequest.objects.filter(pk=request.pk).update(submitted_at=NOON - days * DAY)
    assert actions.erase_what_is_due(most=2, now=NOON + 365 * DAY) == 2
    assert [*ConsultationRequest.objects.filter(erased_at=None)] == [old[0]]
