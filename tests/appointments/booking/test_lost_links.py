"""“Send me my link again.”"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client

from appointments import actions
from appointments.models import LinkWish, Message
from tests.appointments.conftest import FORM_TYPE
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def ask(email: str, **headers: str) -> HttpResponse:
    return Client().post("/requests/", urlencode({"email": email}), content_type=FORM_TYPE, headers=headers)  # type: ignore[return-value]


def test_the_link_is_sent_to_the_address_that_was_given() -> None:
    request = ConsultationRequestFactory(email="amparo@example.org")
    assert ask("Amparo@Example.org").status_code == 200
    call_command("run_jobs", verbosity=0)
    [sent] = mail.outbox
    assert sent.to == ["amparo@example.org"]
    assert request.token in sent.body


def test_known_and_unknown_addresses_get_the_same_answer_from_the_same_work(django_assert_num_queries: Any) -> None:
    ConsultationRequestFactory(email="known@example.org")
    pages = []
    for address in ("known@example.org", "unknown@example.org"):
        with django_assert_num_queries(3) as counted:
            pages.append(ask(address).content)
        assert not [query for query in counted if "consultationrequest" in query["sql"]]
    assert pages[0] == pages[1]


def test_an_unknown_address_is_written_to_nobody_and_forgotten() -> None:
    ask("unknown@example.org")
    actions.answer_link_wishes(now=NOON)
    assert not Message.objects.exists()
    assert LinkWish.objects.get().email == ""


def test_a_wish_is_forgotten_by_the_jobs_a_day_after_it_was_asked_and_not_before(at_noon: Any) -> None:
    ask("unknown@example.org")
    for seconds, is_kept in ((0, True), (1, False)):
        at_noon.move_to(NOON + timedelta(days=1, seconds=seconds))
        call_command("run_jobs")
        assert LinkWish.objects.exists() is is_kept


def test_a_wish_that_waited_for_days_is_answered_before_it_is_forgotten() -> None:
    request = ConsultationRequestFactory(email="amparo@example.org")
    ask("amparo@example.org")
    later = NOON + timedelta(days=3)
    actions.forget_senders(now=later)
    actions.answer_link_wishes(now=later)
    actions.forget_senders(now=later)
    assert [message.request for message in Message.objects.all()] == [request]
    assert not LinkWish.objects.exists()


def test_every_request_of_an_address_is_found_but_not_expired_or_suspect_ones() -> None:
    found = [ConsultationRequestFactory(email="couple@example.org") for _ in range(2)]
    ConsultationRequestFactory(email="couple@example.org", page_expires_at=NOON)
    ConsultationRequestFactory(email="couple@example.org", suspect=True)
    ask("couple@example.org")
    actions.answer_link_wishes(now=NOON)
    assert {message.request for message in Message.objects.all()} == set(found)


def test_asking_twice_sends_one_mail() -> None:
    ConsultationRequestFactory(email="amparo@example.org")
    ask("amparo@example.org")
    ask("amparo@example.org")
    actions.answer_link_wishes(now=NOON)
    assert Message.objects.count() == 1


def test_a_mailbox_is_not_flooded_however_often_somebody_asks() -> None:
    ConsultationRequestFactory(email="amparo@example.org")
    for minute in (0, 20, 40, 59):
        actions.ask_for_link(email="amparo@example.org", address="", now=NOON + timedelta(minutes=minute))
        actions.answer_link_wishes(now=NOON + timedelta(minutes=minute))
    assert Message.objects.count() == 1


def test_asking_too_often_is_refused_whatever_the_address(settings: Any) -> None:
    settings.BURST_SUSPECT = 2
    statuses = [ask(f"person{number}@example.org").status_code for number in range(3)]
    assert statuses == [200, 200, 429]


def test_a_mistake_says_what_to_do_and_keeps_what_was_typed() -> None:
    response = ask("amparo")
    assert response.status_code == 422
    assert 'value="amparo"' in response.content.decode()
    assert "Enter an email address such as name@example.com" in response.content.decode()
    assert ask("amparo@example.org", Origin="https://elsewhere.example.org").status_code == 403
    assert not LinkWish.objects.exists()


def test_the_page_can_be_read_without_the_database(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert client.get("/requests/").status_code == 200
