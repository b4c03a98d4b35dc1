"""News that no email brings in time is told by phone, while the mail goes on trying."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from appointments.mail import sender
from appointments.models import Message
from appointments.models.outbox import GRACE, PHONE_AFTER, PHONE_BEFORE
from tests.factories import NOON, MessageFactory, message_of
from tests.mailbox import Inbox, mail_server, use_mail_server

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

Kind = Message.Kind
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def to_phone(now: datetime) -> list[Message]:
    return list(Message.objects.to_tell_by_phone(now))


@pytest.fixture
def inbox(settings: Any, free_port: int) -> Iterator[Inbox]:
    use_mail_server(settings, free_port)
    with mail_server(free_port) as inbox:
        yield inbox


@pytest.mark.parametrize("fault", ["450 busy", "550 no such mailbox", "down"])
def test_a_call_off_that_cannot_be_mailed_is_phoned_long_before_the_visit(
    settings: Any, free_port: int, at_noon: Any, fault: str
) -> None:
    use_mail_server(settings, free_port)
    owed = message_of(Kind.CALLED_OFF, visit={"starts_at": NOON + 29 * HOUR})
    at_noon.move_to(NOON)
    if fault == "down":
        sender.send_due()
    else:
        with mail_server(free_port) as inbox:
            inbox.answer = fault
            sender.send_due()
    at_noon.move_to(NOON + GRACE)
    assert to_phone(NOON + GRACE) == [owed]
    owed.refresh_from_db()
    assert bool(owed.gave_up_at) is fault.startswith("550")


@pytest.mark.parametrize("kind", sorted(PHONE_BEFORE))
def test_each_kind_is_phoned_so_long_before_it_stops_being_of_use(kind: Kind) -> None:
    owed = message_of(kind)
    before, end = PHONE_BEFORE[kind], NOON + timedelta(days=10)
    owed.request.appointments.update(**{"expires_at" if kind == Kind.OFFERED else "starts_at": end})
    Message.objects.update(created_at=end - before - HOUR)
    assert to_phone(end - before - MINUTE) == []
    assert to_phone(end - before) == [owed]
    assert list(Message.objects.due(end - before)) == [owed]


def test_what_is_owed_late_gets_a_while_to_leave_by_itself() -> None:
    owed = message_of(Kind.BOOKED, visit={"starts_at": NOON + HOUR})
    assert to_phone(NOON + GRACE - MINUTE) == []
    assert to_phone(NOON + GRACE) == [owed]


def test_what_is_of_use_for_longer_is_phoned_after_two_days() -> None:
    owed = MessageFactory()
    assert to_phone(NOON + PHONE_AFTER - MINUTE) == []
    assert to_phone(NOON + PHONE_AFTER) == [owed]


def test_what_leaves_after_all_is_no_task_any_more(inbox: Inbox, at_noon: Any) -> None:
    message_of(Kind.CALLED_OFF, visit={"starts_at": NOON + 29 * HOUR})
    at_noon.move_to(NOON + GRACE)
    assert len(to_phone(NOON + GRACE)) == 1
    assert sender.send_due() == 1
    assert to_phone(NOON + GRACE) == []


def test_a_reminder_to_come_is_not_late() -> None:
    owed = message_of(Kind.REMINDER, visit={"starts_at": NOON + 19 * HOUR})
    Message.objects.update(not_before=NOON + HOUR)
    assert to_phone(NOON + HOUR + GRACE - MINUTE) == []
    assert to_phone(NOON + HOUR + GRACE) == [owed]


def reminders(**both: Any) -> tuple[Message, Message]:
    """Of a visit in twelve hours: the one of a week before and the one of the day before, neither said yet."""
    last = message_of(Kind.REMINDER, visit={"starts_at": NOON + 12 * HOUR})
    Message.objects.update(not_before=NOON - 12 * HOUR, **both)
    first = MessageFactory(
        request=last.request,
        appointment=last.appointment,
        kind=Kind.REMINDER,
        occasion="7",
        not_before=NOON - timedelta(days=6),
        **both,
    )
    return first, last


def test_who_missed_two_reminders_gets_one(inbox: Inbox) -> None:
    first, last = reminders()
    assert sender.send_due() == 1
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.moot_at, first.sent_at, last.sent_at) == (NOON, None, NOON)


def test_who_cannot_be_mailed_is_reminded_once_by_phone() -> None:
    _first, last = reminders(to="")
    assert to_phone(NOON) == [last]


def test_a_confirmation_that_left_late_is_reminder_enough(inbox: Inbox) -> None:
    reminder = message_of(Kind.REMINDER, visit={"starts_at": NOON + 30 * HOUR})
    MessageFactory(
        request=reminder.request, appointment=reminder.appointment, kind=Kind.BOOKED, next_try_at=NOON - HOUR
    )
    Message.objects.filter(kind=Kind.REMINDER).update(not_before=NOON - HOUR, next_try_at=NOON)
    assert sender.send_due() == 1
    assert inbox.received[0]["Message-ID"].split(".")[1] == "booked"


def test_a_reminder_of_a_visit_that_was_moved_is_not_taken_for_a_later_one(inbox: Inbox) -> None:
    first, last = reminders()
    Message.objects.filter(pk=last.pk).update(moot_at=NOON - HOUR)
    assert sender.send_due() == 1
    first.refresh_from_db()
    assert first.sent_at == NOON


def test_a_suspected_request_makes_no_calls() -> None:
    message_of(Kind.CALLED_OFF, suspicion="trap", visit={"starts_at": NOON + HOUR})
    assert to_phone(NOON + GRACE) == []
