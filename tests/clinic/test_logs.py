"""What never stands in a log."""

import logging

import pytest
from django.test import Client

from clinic.logs import Redact


def test_the_secret_of_a_private_page_is_left_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET %s HTTP/1.1"', ("/requests/canary-token/accept/",), None)
    assert Redact().filter(record)
    assert record.getMessage() == '"GET /requests/…/accept/ HTTP/1.1"'


def test_what_a_reader_searches_for_is_left_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, '"GET /search/?q=canary+words HTTP/1.1" 200', (), None)
    assert Redact().filter(record)
    assert record.getMessage() == '"GET /search/?… HTTP/1.1" 200'


@pytest.mark.django_db
def test_nothing_a_patient_types_reaches_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    fields = ("full_name", "patient_name", "email", "phone", "message", "access_notes", "website", "source", "topics")
    body = "&".join(f"{field}=canary-{field}" for field in fields)
    client.post("/book/", body, content_type="application/x-www-form-urlencoded")
    client.post(
        "/book/", body, content_type="application/x-www-form-urlencoded", headers={"origin": "https://x.example"}
    )
    logged = caplog.text
    assert "/book/" in logged
    assert "canary" not in logged
