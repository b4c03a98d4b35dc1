"""The store keeps what was so, in no language; words are made when somebody reads them."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core import serializers
from django.core.management import call_command

from appointments import actions
from appointments.actions import CallOutcome
from appointments.lifecycle import Status
from appointments.models import Event, SentLetter
from appointments.models.timeline import in_words
from tests.appointments.stage import NOON, book, call, clinician, decline, last_event, request_in, slot, staff
from tests.language import pseudo

pytestmark = pytest.mark.django_db

AT = "2026-11-25T12:00:00+00:00"
IN_FULL = "Wednesday 25 November 2026, 12:00 (clinic time, UTC)"
VISIT = {"starts_at": AT, "clinician": "Dr Example", "visit_type": "video", "directions": ""}
LINES: dict[str, tuple[Any, str, str]] = {
    "nothing": ({}, "", ""),
    "what somebody typed": ({}, "Tired\ntoday", "Tired\ntoday"),
    "times": ({"times": [AT, AT]}, "", f"{IN_FULL}\n{IN_FULL}"),
    "what came of a call": ({"outcome": "no_answer"}, "Rang ten times", "No answer\nRang ten times"),
    "an outcome that is no longer offered": ({"outcome": "pigeon"}, "", "pigeon"),
    "somebody": ({"who": "Example Ana"}, "", "Example Ana"),
    "nobody": ({"who": ""}, "", "Nobody in particular"),
    "columns": (
        {"columns": {"email": "", "contact_by": "text", "access_needs": ["hearing", "lift"]}},
        "",
        "Email before: –\nContact by before: Text message\nAccess needs before: Help with hearing, lift",
    ),
    "columns, and what they became": (
        {"columns": {"days": [], "times": ["morning"]}, "columns_now": {"days": ["mon"], "times": []}},
        "",
        "Days now: Monday\nTimes now: –\nDays before: –\nTimes before: Morning",
    ),
    "a visit that moved": (
        {"before": VISIT, "after": VISIT | {"directions": "Room 2", "visit_type": "in_person"}},
        "",
        f"Before: {IN_FULL}; Dr Example; By video\nNow: {IN_FULL}; Dr Example; At the clinic; Room 2",
    ),
}


@pytest.mark.parametrize(("told", "note", "words"), LINES.values(), ids=LINES.keys())
def test_a_line_says_what_was_so_and_what_somebody_typed(told: Any, note: str, words: str) -> None:
    assert in_words(told, note) == words


def test_what_a_clinic_at_work_stores_is_in_no_language(
    settings: Any, at_noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    with monkeypatch.context() as spoken:
        pseudo.speak(spoken)
        call_command("load_demo", verbosity=0)
        actions.give_feed(clinician=clinician(), by=staff())
        marked = {event.pk for event in Event.objects.all() if pseudo.OPEN in event.in_words}
    assert len(marked) >= 10
    assert LogEntry.objects.exists()
    in_languages = {SentLetter}  # what was sent stands as it was sent
    models: list[Any] = [LogEntry, *set(apps.get_app_config("appointments").get_models()) - in_languages]
    stored = json.loads(serializers.serialize("json", [row for model in models for row in model.objects.all()]))
    assert [row for row in stored if pseudo.OPEN in json.dumps(row, ensure_ascii=False)] == []


def test_one_line_is_read_in_the_language_of_each_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    request = request_in(Status.NEW)
    with monkeypatch.context() as spoken:
        pseudo.speak(spoken)
        call(request, CallOutcome.LEFT_MESSAGE, note="Rang twice")
        assert last_event(request).in_words.startswith(f"{pseudo.OPEN}Left a message ~")
    assert last_event(request).in_words == "Left a message\nRang twice"
    assert last_event(request).details == {"outcome": "left_message"}


def test_every_event_keeps_apart_what_was_typed() -> None:
    request = request_in(Status.CONTACTED)
    decline(request, reason="Too far.")
    assert (last_event(request).note, last_event(request).details) == ("Too far.", {})
    booked = request_in(Status.NEW)
    book(booked)
    actions.reschedule(request=booked, slot=slot(directions="Room 2"), by=staff(), now=NOON)
    told = last_event(booked)
    assert (told.note, told.details["before"]["directions"], told.details["after"]["directions"]) == ("", "", "Room 2")
