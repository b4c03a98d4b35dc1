"""Layouts hold in a language whose words are longer than English ones."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from appointments.models import ConsultationRequest
from clinic.accounts.sessions import SessionStore
from tests.journeys.conftest import Visitor
from tests.journeys.looking import misplaced, resize
from tests.language.pseudo import OPEN, speak

pytestmark = pytest.mark.sweep
PUBLIC = ["/", "/spms/", "/spms/fatigue/", "/search/?q=qwxz", "/book/", "/requests/"]
DESK = [
    "/admin/",
    "/admin/appointments/consultationrequest/",
    "/admin/appointments/consultationrequest/by-phone/",
    "/admin/appointments/calendar/?clinician=&view=week",
    "/admin/appointments/message/",
]


@pytest.fixture
def visitor(open_browser: Any, settings: Any, receptionist: User, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """A receptionist in the invented clinic, where every word is longer."""
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    visitor: Visitor = open_browser(reduced_motion="reduce")
    client = Client()
    client.force_login(receptionist)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    assert SessionStore(session.value).exists(session.value)
    visitor.context.add_cookies([{"name": session.key, "value": session.value, "url": visitor.site}])
    speak(monkeypatch)
    return visitor


def test_no_page_breaks_when_its_words_grow(visitor: Visitor) -> None:
    private = [row.get_absolute_url() for row in ConsultationRequest.objects.order_by("status", "pk").distinct()]
    broken = {
        f"{path} at {width}": lines for path in PUBLIC + private for width, lines in looked_at(visitor, path, 320)
    }
    left = {where: lines for where, lines in broken.items() if lines}
    assert not left, "\n".join(f"{where}: {lines}" for where, lines in left.items())


def test_no_screen_of_the_desk_breaks_when_its_words_grow(visitor: Visitor) -> None:
    requests = ConsultationRequest.objects.order_by("pk")
    screens = DESK + [f"/admin/appointments/consultationrequest/{row.pk}/change/" for row in requests]
    broken = {f"{path} at {width}": lines for path in screens for width, lines in looked_at(visitor, path, 375, 1280)}
    left = {where: lines for where, lines in broken.items() if lines}
    assert not left, "\n".join(f"{where}: {lines}" for where, lines in left.items())


def looked_at(visitor: Visitor, path: str, *widths: int) -> list[tuple[int, list[str]]]:
    page = visitor.goes_to(path)
    assert OPEN in page.content()
    found = []
    for width in widths:
        resize(page, width)
        found.append((width, misplaced(page)))
    return found
