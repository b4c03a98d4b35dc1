"""Mail is owed, not attempted: what is sent, what is tried again, and what people are told when it fails."""

import smtplib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from appointments.lifecycle import AppointmentStatus, Status
from appointments.mail import sender as outbox
from appointments.models import Message, SentLetter
from appointments.models.outbox import SKEW, MailFault
from appointments.text.datetimes import in_full
from clinic.common.append_only import AppendOnlyError
from tests.factories import NOON, AppointmentFactory, ConsultationRequestFactory, MessageFactory, message_of
from tests.mailbox import Inbox, mail_server, use_mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def inbox(settings: Any, free_port: int) -> Iterator[Inbox]:
    use_mail_server(settings, free_port)
    with mail_server(free_port) as inbox:
        yield inbox


def test_what_is_owed_leaves_once(inbox: Inbox) -> None:
    message = MessageFactory()
    assert outbox.send_due() == 1
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.leased_until) == (NOON, 1, None)
    [received] = inbox.received
    assert received["To"] == message.to
    assert received["Message-ID"] == f"<{message.request.reference}.received.{message.pk}@clinic.example.org>"
    assert received["Auto-Submitted"] == "auto-generated"


def test_while_the_mail_server_is_down_nothing_is_lost(settings: Any, at_noon: Any) -> None:
    settings.EMAIL_BACKEND = "appointments.mail.smtp.BreakableBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    message = MessageFactory()
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert (message.sent_at, message.attempts, message.last_error) == (None, 1, "ConnectionRefusedError")
    assert message.next_try_at == NOON + timedelta(minutes=1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.send_due() == 0
    at_noon.move_to(NOON + timedelta(minutes=1))
    assert outbox.send_due() == 1


def test_a_server_that_says_later_is_asked_later(inbox: Inbox) -> None:
    inbox.answer = "451 try again later"
    message = MessageFactory()
    outbox.send_due()
    message.refresh_from_db()
    assert (message.last_error, message.gave_up_at) == ("SMTPDataError 451", None)


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(inbox: Inbox) -> None:
    message = MessageFactory(to="nobody@example.org")
    outbox.send_due()
    message.refresh_from_db()
    assert message.gave_up_at == NOON
    assert "nobody" not in message.last_error
    assert list(Message.objects.given_up()) == [message]


def test_a_mailbox_that_takes_nothing_for_days_is_given_up_and_shows(inbox: Inbox, at_noon: Any) -> None:
    inbox.answer = "451 try again later"
    message = MessageFactory(attempts=100)
    for days, gave_up_at in ((5, None), (6, NOON + timedelta(days=6))):
        at_noon.move_to(NOON + timedelta(days=days))
        outbox.send_due()
        message.refresh_from_db()
        assert message.gave_up_at == gave_up_at
    assert outbox.send_due() == 0


def test_the_pauses_double_up_to_a_cap() -> None:
    pauses = [outbox.pause_after(attempts, MailFault.MAILBOX_NOW) for attempts in range(1, 16)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == outbox.pause_after(10_000, MailFault.EMAIL) == outbox.LONGEST_PAUSE
    assert outbox.pause_after(10_000, MailFault.AWAY) == outbox.LONGEST_PAUSE_OF_SERVER


def test_the_longest_pause_is_six_hours_and_that_of_our_server_five_minutes() -> None:
    minutes = [outbox.pause_after(attempts, MailFault.MAILBOX_NOW) / timedelta(minutes=1) for attempts in (9, 10, 11)]
    assert minutes == [256, 360, 360]
    minutes = [outbox.pause_after(attempts, MailFault.AWAY) / timedelta(minutes=1) for attempts in (1, 3, 4)]
    assert minutes == [1, 4, 5]


def test_one_message_that_cannot_be_written_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = MessageFactory(), MessageFactory()
    compose = outbox.compose

    def fail_for_one(message: Message, now: datetime) -> mail.EmailMessage:
        if message.pk == broken.pk:
            raise KeyError("template")
        return compose(message, now)

    monkeypatch.setattr(outbox, "compose", fail_for_one)
    assert outbox.send_due() == 1
    assert [sent.to for sent in mail.outbox] == [[fine.to]]


def test_a_leased_row_is_left_alone_until_its_lease_runs_out(at_noon: Any) -> None:
    MessageFactory(leased_until=NOON + outbox.LEASE)
    assert outbox.send_due() == 0
    at_noon.move_to(NOON + outbox.LEASE)
    assert outbox.send_due() == 0  # not by the clock of a machine that is a little ahead
    at_noon.move_to(NOON + outbox.LEASE + SKEW)
    assert outbox.send_due() == 1


def test_a_sender_whose_lease_ran_out_writes_no_outcome() -> None:
    message = MessageFactory(leased_until=NOON)
    Message.objects.update(leased_until=NOON + outbox.LEASE)
    outbox._failed(message, smtplib.SMTPServerDisconnected(), NOON)
    message.refresh_from_db()
    assert (message.last_error, message.leased_until) == ("", NOON + outbox.LEASE)


def test_without_a_mail_server_it_stays_owed(settings: Any) -> None:
    settings.EMAIL_BACKEND = outbox.NOWHERE
    message = MessageFactory()
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (None, 0)


def test_a_clock_that_was_set_back_does_not_hold_mail_for_years(at_noon: Any) -> None:
    MessageFactory()
    at_noon.move_to(NOON - timedelta(days=400))
    assert outbox.send_due() == 1


def test_a_clock_that_was_set_back_does_not_use_up_the_attempts(inbox: Inbox, at_noon: Any) -> None:
    inbox.answer = "451 try again later"
    message = MessageFactory()
    at_noon.move_to(NOON - timedelta(days=400))
    outbox.send_due()
    message.refresh_from_db()
    assert (message.attempts, message.gave_up_at) == (1, None)


def test_the_patients_mail_says_where_it_stands_and_not_why(settings: Any) -> None:
    settings.CLINIC_PHONE, settings.REPLY_WORKING_DAYS, settings.EMERGENCY_NUMBER = "+34 912 000 000", 2, "112"
    request = ConsultationRequestFactory(
        message="canary-message", topics=["bladder-and-bowel"], full_name="canary-name"
    )
    MessageFactory(request=request)
    outbox.send_due()
    [sent] = mail.outbox
    for words in (
        request.spoken_reference,
        f"https://clinic.example.org/requests/{request.token}/",
        "This is not an appointment yet",
        "within 2 working days",
        "+34 912 000 000",
        "call 112",
    ):
        assert words in sent.body
    for secret in ("canary", "ladder"):
        assert secret not in sent.subject + sent.body


def test_without_a_promise_none_is_made() -> None:
    MessageFactory()
    outbox.send_due()
    assert "working day" not in mail.outbox[0].body


def test_the_clinics_mail_carries_the_reference_and_nothing_of_the_patient() -> None:
    request = ConsultationRequestFactory(
        full_name="canary", email="canary@example.org", message="canary", access_notes="canary", topics=["pain"]
    )
    MessageFactory(request=request, kind=Message.Kind.NEW_REQUEST, to="desk@example.org")
    outbox.send_due()
    [sent] = mail.outbox
    text = sent.subject + sent.body
    assert request.spoken_reference in text
    assert f"https://clinic.example.org/admin/appointments/consultationrequest/{request.pk}/change/" in text
    assert "canary" not in text
    assert request.token not in text


@pytest.mark.parametrize("kind", Message.Kind.values)
def test_every_kind_of_mail_can_be_written(kind: str) -> None:
    message_of(kind)
    assert outbox.send_due() == 1
    assert "{{" not in mail.outbox[0].body
    assert "\n\n\n" not in mail.outbox[0].body


def overtake(message: Message, **changed: Any) -> None:
    """Let something happen to the request, or to its visit, before the message leaves."""
    for name, value in changed.items():
        where = message.request.appointments.all() if name in VISIT else type(message.request).objects.all()
        where.update(**{name: value})


VISIT = {"expires_at", "starts_at"}


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Message.Kind.OFFERED, {"expires_at": NOON}),
        (Message.Kind.BOOKED, {"starts_at": NOON}),
        (Message.Kind.CHANGED, {"starts_at": NOON}),
        (Message.Kind.REMINDER, {"starts_at": NOON}),
        (Message.Kind.RECEIVED, {"status": Status.BOOKED}),
        (Message.Kind.RECEIVED, {"status": Status.CANCELLED}),
        (Message.Kind.NOT_REACHED, {"status": Status.CANCELLED}),
        (Message.Kind.DECLINED, {"status": Status.CONTACTED}),
    ],
)
def test_what_events_have_overtaken_does_not_leave(kind: Message.Kind, changed: dict[str, Any]) -> None:
    message = message_of(kind)
    overtake(message, **changed)
    assert outbox.send_due() == 0
    message.refresh_from_db()
    assert (message.moot_at, message.sent_at, message.leased_until) == (NOON, None, None)
    assert mail.outbox == []
    assert outbox.send_due() == 0


@pytest.mark.parametrize("kind", [Message.Kind.BOOKED, Message.Kind.CHANGED, Message.Kind.REMINDER])
@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.ATTENDED, AppointmentStatus.MISSED])
def test_no_mail_says_that_an_appointment_stands_that_does_not(kind: Message.Kind, status: AppointmentStatus) -> None:
    message_of(kind, visit={"status": status})
    outbox.send_due()
    assert mail.outbox == []


@pytest.mark.parametrize("kind", [Message.Kind.OFFERED, Message.Kind.REMINDER])
def test_until_the_last_moment_it_leaves(kind: Message.Kind, at_noon: Any) -> None:
    message = message_of(kind)
    overtake(message, **{"expires_at" if kind == Message.Kind.OFFERED else "starts_at": NOON + timedelta(minutes=1)})
    assert outbox.send_due() == 1


def test_an_offer_of_which_one_time_is_left_leaves_and_shows_that_one() -> None:
    message = message_of(Message.Kind.OFFERED)
    gone = AppointmentFactory(
        offered=True, request=message.request, starts_at=NOON + timedelta(days=5), expires_at=NOON
    )
    outbox.send_due()
    [sent] = mail.outbox
    assert "25 November 2026" in sent.body
    assert in_full(gone.starts_at) not in sent.body


def test_a_calendar_file_reaches_the_mailbox_as_it_was_written(inbox: Inbox) -> None:
    message_of(Message.Kind.BOOKED, visit={"directions": "Room “Ñandú” – the second door after the lift, on the left"})
    outbox.send_due()
    [received] = inbox.received
    parts = {part.get_content_type(): part for part in received.walk() if not part.is_multipart()}
    assert list(parts) == ["text/plain", "text/html", "text/calendar", "application/ics"]
    assert dict(parts["text/calendar"]["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    attached = parts["application/ics"].get_content()
    assert parts["application/ics"].get_filename() == "invite.ics"
    assert parts["text/calendar"].get_content().splitlines() == attached.decode().splitlines()
    assert b"\n" not in attached.replace(b"\r\n", b"")
    assert Calendar.from_ical(attached).events[0].start == NOON + timedelta(days=2)


@pytest.mark.parametrize("ahead", [timedelta(milliseconds=5), SKEW])
@pytest.mark.parametrize("what", ["leased_until", "next_try_at"])
def test_a_clock_that_is_a_little_ahead_is_not_taken_for_one_that_was_set_back(what: str, ahead: timedelta) -> None:
    longest = {"leased_until": outbox.LEASE, "next_try_at": outbox.LONGEST_PAUSE}[what]
    MessageFactory(**{what: NOON + longest + ahead})
    assert outbox.send_due() == 0
    Message.objects.update(**{what: NOON + longest + SKEW + timedelta(milliseconds=1)})
    assert outbox.send_due() == 1


@pytest.mark.parametrize("kind", Message.Kind)
def test_what_was_sent_is_kept_as_it_was(inbox: Inbox, kind: str) -> None:
    message = message_of(kind)
    assert outbox.send_due() == 1
    [received] = inbox.received
    parts = {part.get_content_type(): part for part in received.walk() if not part.is_multipart()}
    letter = SentLetter.objects.get(message=message)
    assert letter.subject == received["Subject"]
    assert letter.text.splitlines() == parts["text/plain"].get_content().splitlines()
    assert letter.html.splitlines() == parts["text/html"].get_content().splitlines()


def test_of_what_did_not_leave_nothing_is_kept(inbox: Inbox, settings: Any) -> None:
    MessageFactory(to="nobody@example.org")
    message_of(Message.Kind.REMINDER, visit={"starts_at": NOON - timedelta(hours=1)})
    outbox.send_due()
    assert not Message.objects.filter(sent_at__isnull=False).exists()
    assert not SentLetter.objects.exists()


def test_a_sender_whose_lease_ran_out_keeps_nothing_in_place_of_the_one_who_took_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    message = MessageFactory()

    def slowly(postbox: Any, email: Any) -> None:
        soon = timezone.now() + timedelta(minutes=2)
        Message.objects.update(leased_until=soon)  # another sender has it now

    monkeypatch.setattr(outbox._Postbox, "send", slowly)
    outbox.send_due()
    message.refresh_from_db()
    assert message.sent_at is None
    assert not SentLetter.objects.exists()


def test_what_was_kept_is_never_changed() -> None:
    MessageFactory()
    outbox.send_due()
    letter = SentLetter.objects.get()
    letter.text = "Something else"
    for change in (letter.save, letter.delete, SentLetter.objects.all().delete):
        with pytest.raises(AppendOnlyError):
            change()
