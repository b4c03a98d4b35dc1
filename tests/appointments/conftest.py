"""The cast of the appointments' tests."""

from typing import Any, Protocol
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client

FORM_TYPE = "application/x-www-form-urlencoded"


class Send(Protocol):
    def __call__(self, answers: dict[str, Any], **headers: str) -> HttpResponse: ...


@pytest.fixture
def send(client: Client) -> Send:
    """Send the form as a browser does, with the headers given, such as `Origin`."""

    def post(answers: dict[str, Any], **headers: str) -> HttpResponse:
        body = urlencode({"source": ""} | answers, doseq=True)
        return client.post("/book/", body, content_type=FORM_TYPE, headers=headers)  # type: ignore[return-value]

    return post
