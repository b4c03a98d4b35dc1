"""Sessions end: after a quarter of an hour without a click, after eight hours of work, and when somebody ends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from clinic.accounts import sessions
from clinic.accounts.models import StaffSession
from tests.factories import NOON

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def patient_sessions() -> None:
    """Here they last as long as at a clinic."""


def is_in(browser: Client) -> bool:
    return browser.get("/admin/").status_code == 200


@pytest.fixture
def colleague(at_noon: Any, receptionist: User) -> Client:
    """A browser in which the receptionist signed in at noon."""
    client = Client()
    client.force_login(receptionist)
    return client


def test_a_session_ends_after_a_quarter_of_an_hour_without_a_click(colleague: Client, at_noon: Any) -> None:
    at_noon.move_to(NOON + 14 * MINUTE)
    assert is_in(colleague)
    at_noon.move_to(NOON + 28 * MINUTE)
    assert is_in(colleague)
    at_noon.move_to(NOON + 43 * MINUTE)
    assert not is_in(colleague)


def test_who_clicks_all_day_signs_in_again_after_eight_hours(colleague: Client, at_noon: Any) -> None:
    for minutes in range(0, 8 * 60, 10):
        at_noon.move_to(NOON + minutes * MINUTE)
        assert is_in(colleague)
    at_noon.move_to(NOON + 8 * 60 * MINUTE)
    assert not is_in(colleague)


def test_no_row_is_written_at_every_click(colleague: Client, at_noon: Any, django_assert_max_num_queries: Any) -> None:
    before = StaffSession.objects.get().seen_at
    at_noon.move_to(NOON + timedelta(seconds=59))
    is_in(colleague)
    assert StaffSession.objects.get().seen_at == before
    at_noon.move_to(NOON + timedelta(seconds=61))
    is_in(colleague)
    assert StaffSession.objects.get().seen_at > before


def test_a_session_says_whose_it_is(receptionist: User) -> None:
    browser = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"})
    browser.post("/admin/login/", {"username": "reception", "password": "a-long-invented-password"})
    session = StaffSession.objects.get(user=receptionist)
    assert session.get_decoded()[sessions.BROWSER] == "Firefox, Windows"


def test_ended_from_elsewhere_it_is_over_at_the_next_click(colleague: Client, receptionist: User) -> None:
    assert sessions.end_all(receptionist) == 1
    assert not is_in(colleague)


def test_a_session_that_ended_while_a_page_was_made_does_not_come_back(
    colleague: Client, receptionist: User, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_noon.move_to(NOON + 2 * MINUTE)
    stay_awake = sessions.SessionStore.stay_awake
    monkeypatch.setattr(
        sessions.SessionStore, "stay_awake", lambda self: (sessions.end_all(receptionist), stay_awake(self))
    )
    assert colleague.get("/admin/").status_code == 400
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18.0 Safari/605.1.15", "Safari, Mac"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_told_in_words(sent: str, words: str) -> None:
    assert sessions.browser_in_words(sent) == words
