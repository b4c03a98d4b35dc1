"""The pages of a long list."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.desk.requests.list import ConsultationRequestAdmin
from appointments.models import ConsultationRequest
from clinic.common import paging
from tests.appointments.desk.requests.test_list import LIST, rows
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

A_PAGE = 3
NUMBER = 11


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Eleven requests, newest first, two of which came in the same moment; every third is about pain."""
    monkeypatch.setattr(ConsultationRequestAdmin, "list_per_page", A_PAGE)
    minutes = [0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8]
    made = [
        ConsultationRequestFactory(
            submitted_at=NOON + timedelta(minutes=minute), topics=["pain"] if number % 3 == 0 else []
        )
        for number, minute in enumerate(minutes)
    ]
    return [request.reference for request in reversed(made)]


def link(page: str, words: str) -> str:
    """Where a link with these words leads, or nothing."""
    found = re.search(rf'<a href="([^"]*)"[^>]*>{words}</a>', page)
    return html.unescape(found[1]) if found else ""


def walked(desk: Client, query: str, *words: str) -> Iterator[list[str]]:
    """The rows of each page, as long as one of these links leads on."""
    while True:
        yield rows(desk, query)
        page = desk.get(f"{LIST}{query}").content.decode()
        query = next(filter(None, (link(page, each) for each in words)), "")
        if not query:
            return


@pytest.mark.parametrize("order", ["", "o=oldest&"])
def test_every_request_stands_on_one_page_on_the_way_back_and_on_the_way_forth(
    desk: Client, many: list[str], order: str
) -> None:
    step = -1 if order else 1
    back = [*walked(desk, f"?{order}p=newest", "Earlier")]
    assert [row for page in back for row in page[::step]] == many
    forth = [*walked(desk, f"?{order}p=oldest", "Later")]
    assert [row for page in forth for row in page[::step][::-1]][: NUMBER - A_PAGE] == many[::-1][: NUMBER - A_PAGE]
    assert forth[-1][::step] == many[:A_PAGE]
    assert {len(page) for page in [*back[:-1], *forth]} == {A_PAGE}


def test_the_first_page_is_the_newest_or_the_oldest_as_the_list_runs(desk: Client, many: list[str]) -> None:
    assert rows(desk) == many[:A_PAGE]
    assert rows(desk, "?o=oldest") == many[::-1][:A_PAGE]
    page = desk.get(LIST).content.decode()
    assert not link(page, "Later")
    assert not link(page, "Newest")
    assert rows(desk, link(page, "Oldest")) == many[-A_PAGE:]
    assert rows(desk, link(page, "Oldest first")) == many[::-1][:A_PAGE]


def test_what_a_search_or_a_filter_found_goes_in_pages_too(desk: Client, many: list[str]) -> None:
    about_pain = many[::-1][::3][::-1]
    assert [row for page in walked(desk, "?topic=pain", "Earlier") for row in page] == about_pain
    assert [row for page in walked(desk, "?q=example+person", "Earlier") for row in page] == many
    assert [row for page in walked(desk, "?q=example&topic=pain", "Earlier") for row in page] == about_pain


def test_what_no_index_finds_is_looked_for_a_stretch_at_a_time(
    desk: Client, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_THROUGH", 4)
    about_pain = many[::-1][::3][::-1]
    found = [*walked(desk, "?topic=pain", "Earlier", "Look through earlier ones")]
    assert [row for page in found for row in page] == about_pain
    page = desk.get(f"{LIST}?topic=pain").content.decode()
    assert "Shown: 1 of more than 1." in page
    assert "no more were looked through" in page


def test_a_stretch_without_any_says_so_and_leads_on(
    desk: Client, many: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_LOOKED_THROUGH", 4)
    ConsultationRequest.objects.exclude(reference=many[-1]).update(topics=[])
    page = desk.get(f"{LIST}?topic=pain").content.decode()
    assert "None of those that were looked through." in page
    assert [row for page in walked(desk, "?topic=pain", "Look through earlier ones") for row in page] == many[-1:]


def test_nobody_counts_further_than_helps(desk: Client, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Shown: 3 of 11." in desk.get(LIST).content.decode()
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)
    assert "Shown: 3 of more than 5." in desk.get(LIST).content.decode()
    assert "Select all that are found, on every page" in desk.get(LIST).content.decode()


def test_two_filters_are_both_asked_whichever_an_index_serves(desk: Client, many: list[str]) -> None:
    ConsultationRequest.objects.filter(reference__in=many[:2]).update(status="contacted", topics=["pain"])
    ConsultationRequest.objects.filter(reference__in=many[1:3]).update(suspicion="trap")
    assert rows(desk, "?status__exact=contacted&suspect=yes") == many[1:2]
    assert rows(desk, "?status__exact=contacted&suspect=no&topic=pain") == many[:1]
    assert rows(desk, "?status__exact=contacted&of=me") == []
    assert rows(desk, "?queue=suspects&status__exact=new&for=self") == many[2:3]


@pytest.mark.parametrize("order", ["1", "-3", "oldest.1", "full_name"])
def test_an_order_that_no_index_serves_is_refused(desk: Client, order: str) -> None:
    assert desk.get(LIST, {"o": order}).status_code == 400


@pytest.mark.parametrize("place", ["2", "before-1", "before-x-1", "before--1-1", "after-²-1", "newest-1-1"])
def test_a_page_that_nobody_offered_is_the_first_one(desk: Client, place: str) -> None:
    answer = desk.get(LIST, {"p": place})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?e=1")


@pytest.mark.parametrize("place", ["before-999999999999999999-1", "after-0-999999999999999999"])
def test_a_place_that_no_clock_or_counter_reaches_breaks_nothing(desk: Client, many: list[str], place: str) -> None:
    assert desk.get(LIST, {"p": place}).status_code in {200, 400}


def test_the_mail_goes_in_pages_too(desk: Client, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from appointments.desk.requests.mail import MessageAdmin
    from tests.factories import MessageFactory

    monkeypatch.setattr(MessageAdmin, "list_per_page", 2)
    for number in range(5):
        MessageFactory(created_at=NOON + timedelta(minutes=number // 2))
    page: Any = desk.get("/admin/appointments/message/").content.decode()
    found = []
    for _ in range(3):
        found += re.findall(r"message/(\d+)/change/", page)
        page = desk.get(f"/admin/appointments/message/{link(page, 'Earlier')}").content.decode()
    assert len(set(found)) == 5
    assert found == sorted(found, key=int, reverse=True)[: len(found)]


def test_what_each_filter_would_find_is_not_counted(desk: Client, many: list[str]) -> None:
    assert "Show counts" not in desk.get(LIST).content.decode()
