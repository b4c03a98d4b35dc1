"""The security log: one line of JSON each, for machines, with nothing of a patient and no secret."""

import json
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from logging import StreamHandler
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from clinic.common.security import SecurityEvent, logger, note


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """What a collector reads."""
    stream = StringIO()
    handler = StreamHandler(stream)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)


def read(lines: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_each_event_is_one_line_with_a_time_that_says_its_offset(lines: StringIO, at_noon: Any) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.1")
    request.user = User(username="ana")
    note(SecurityEvent.EXPORTED, request, rows=3, filters=["a\nb", "\u202e"])
    assert lines.getvalue().count("\n") == 1
    assert lines.getvalue().isascii()
    [told] = read(lines)
    assert datetime.fromisoformat(told["time"]).utcoffset() is not None
    assert told["time"].endswith("+00:00")
    assert told | {"time": ""} == {
        "time": "",
        "event": "exported",
        "by": "ana",
        "address": "192.0.2.1",
        "rows": 3,
        "filters": ["a\nb", "\u202e"],
    }


def test_every_event_is_described_for_whoever_collects_them() -> None:
    described = Path(django_settings.BASE_DIR, "docs/security-log.md").read_text()
    assert [event for event in SecurityEvent if f"`{event}`" not in described] == []


@pytest.mark.django_db
def test_sign_ins_right_and_wrong_are_told_and_what_was_typed_is_not(receptionist: User, lines: StringIO) -> None:
    browser = Client(REMOTE_ADDR="192.0.2.1")
    for name, password in [
        ("a-secret-in-the-wrong-field", "x"),
        ("reception", "another-secret"),
        ("reception", "a-long-invented-password"),
    ]:
        browser.post("/admin/login/", {"username": name, "password": password})
    browser.post("/admin/logout/")
    assert [(line["event"], line.get("account") or line.get("by")) for line in read(lines)] == [
        ("password_wrong", None),
        ("password_wrong", "reception"),
        ("signed_in", "reception"),
        ("signed_out", "reception"),
    ]
    assert {line["address"] for line in read(lines)} == {"192.0.2.1"}
    assert "secret" not in lines.getvalue()
    assert "invented" not in lines.getvalue()


@pytest.mark.django_db
def test_what_the_desk_refuses_is_told(lines: StringIO) -> None:
    nobody = User.objects.create_user("ana", is_staff=True)
    browser = Client()
    browser.force_login(nobody)
    assert browser.get("/admin/auth/user/").status_code == 403
    assert [(line["event"], line["by"], line["path"]) for line in read(lines) if line["event"] == "refused"] == [
        ("refused", "ana", "/admin/auth/user/")
    ]
