"""How much one sender may send, and how much mail one mailbox gets."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments import actions
from appointments.actions import TooManyRequests
from appointments.actions.details import NOTHING, Correction, Details
from appointments.actions.limits import MOST_MAILS_AN_HOUR, WINDOW, lately, refused_lately
from appointments.models import ConsultationRequest, Message, RefusedForm
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

VICTIM = "amparo@example.org"


def submit(number: int, email: str = VICTIM, **changed: Any) -> ConsultationRequest:
    """Every sender has a network of their own."""
    details: Details = {**NOTHING, "full_name": f"Example {number}", "email": email}
    way = {"source": "", "address": f"198.51.100.{number}", "is_trapped": False, "now": NOON} | changed
    return actions.submit(details=details, **way)


def refuse(times: int = 1, address: str = "192.0.2.1", **changed: Any) -> None:
    for _ in range(times):
        actions.count_refused(**({"address": address, "now": NOON} | changed))


def leaving() -> int:
    return Message.objects.due(NOON + timedelta(minutes=1)).filter(to__iexact=VICTIM).count()


def test_forty_senders_who_name_one_mailbox_are_all_stored_and_it_gets_a_few_mails() -> None:
    requests = [submit(number, VICTIM if number % 2 else VICTIM.title()) for number in range(40)]
    assert ConsultationRequest.objects.count() == 40
    assert leaving() == MOST_MAILS_AN_HOUR
    assert [request.suspicion for request in requests] == [""] * MOST_MAILS_AN_HOUR + ["inbox"] * 35
    assert requests[-1].get_suspicion_display() == "one of many that name the same email address"


def test_a_full_mailbox_is_nobody_elses(receptionist: User) -> None:
    for number in range(MOST_MAILS_AN_HOUR):
        submit(number)
    assert submit(90, "bruno@example.org").suspicion == ""
    assert submit(91, now=NOON + timedelta(hours=1)).suspicion == ""


def test_who_names_no_mailbox_is_not_one_of_many() -> None:
    details: Details = {**NOTHING, "full_name": "Example", "phone": "+34612345678"}
    for number in range(MOST_MAILS_AN_HOUR + 1):
        found = actions.submit(details=details, source="", address=f"198.51.100.{number}", is_trapped=False, now=NOON)
        assert found.suspicion == ""


def test_links_that_are_asked_for_fill_a_mailbox_too() -> None:
    for number in range(MOST_MAILS_AN_HOUR - 1):
        submit(number)
    for number in range(40):
        actions.ask_for_link(email=VICTIM, address=f"203.0.113.{number}", now=NOON)
    actions.answer_link_wishes(now=NOON)
    assert leaving() == MOST_MAILS_AN_HOUR


def test_no_private_page_is_turned_on_a_mailbox_that_is_full(receptionist: User) -> None:
    mine = ConsultationRequestFactory(email="mine@example.org")
    for number in range(MOST_MAILS_AN_HOUR):
        submit(number)
    correction: Correction = {**correction_of(mine), "email": VICTIM}
    with pytest.raises(TooManyRequests):
        actions.correct(request=mine, correction=correction, by=None, now=NOON)
    assert actions.correct(request=mine, correction=correction, by=receptionist, now=NOON).email == VICTIM


def correction_of(request: ConsultationRequest) -> Correction:
    return {name: getattr(request, name) for name in Correction.__annotations__}  # type: ignore[return-value]


def test_refused_forms_count_and_then_nothing_of_that_sender_is_taken(settings: Any) -> None:
    refuse(settings.BURST_REFUSE)
    with pytest.raises(TooManyRequests):
        refuse()
    with pytest.raises(TooManyRequests):
        submit(1, address="192.0.2.1")
    with pytest.raises(TooManyRequests):
        actions.ask_for_link(email=VICTIM, address="192.0.2.1", now=NOON)
    assert RefusedForm.objects.count() == settings.BURST_REFUSE
    assert submit(2).pk


def test_requests_and_refused_forms_count_together(settings: Any) -> None:
    settings.BURST_SUSPECT = settings.BURST_REFUSE = 3
    submit(1, address="192.0.2.1")
    refuse(2)
    with pytest.raises(TooManyRequests):
        refuse()


def test_mistakes_make_nobody_a_suspect(settings: Any) -> None:
    refuse(settings.BURST_REFUSE - 1)
    assert submit(1, address="192.0.2.1").suspicion == ""


def test_after_ten_minutes_it_is_forgotten(settings: Any) -> None:
    refuse(settings.BURST_REFUSE)
    refuse(now=NOON + WINDOW)
    assert RefusedForm.objects.count() == 1
    assert submit(1, address="192.0.2.1", now=NOON + WINDOW).pk


def test_the_jobs_forget_refused_forms_though_no_other_is_refused_since(at_noon: Any) -> None:
    refuse(3)
    for before, kept in ((timedelta(seconds=1), 3), (timedelta(), 0)):
        at_noon.move_to(NOON + WINDOW - before)
        call_command("run_jobs")
        assert RefusedForm.objects.count() == kept


def test_midnight_forgives_nothing(settings: Any) -> None:
    midnight = NOON.replace(hour=0, minute=0)
    refuse(settings.BURST_REFUSE, now=midnight - timedelta(seconds=1))
    with pytest.raises(TooManyRequests):
        refuse(now=midnight + timedelta(seconds=1))


def test_senders_whose_address_is_unknown_are_not_counted(settings: Any) -> None:
    refuse(settings.BURST_REFUSE + 1, address="")
    assert not RefusedForm.objects.exists()


def test_what_is_counted_apart_is_what_is_counted_together() -> None:
    refuse(3)
    refuse(2, now=NOON - WINDOW)
    refuse(address="192.0.2.2")
    submit(1, address="192.0.2.1")
    submit(2, address="192.0.2.1", now=NOON - timedelta(minutes=9))
    submit(3, address="192.0.2.1", now=NOON - WINDOW)
    assert lately(NOON, address="192.0.2.1", email=VICTIM.upper()) == (2, 3, 3)
    assert lately(NOON, address="192.0.2.1").refused == refused_lately("192.0.2.1", NOON)
    assert lately(NOON) == (0, 0, 0)


def test_to_count_reads_no_table_from_beginning_to_end() -> None:
    with CaptureQueriesContext(connection) as asked:
        lately(NOON, address="192.0.2.1", email=VICTIM)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # of tables as small as these it would read all
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked[0]['sql']}")
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    assert "Seq Scan" not in plan
    assert "SCAN appointments" not in plan
    assert "message_to_a_mailbox" in plan
