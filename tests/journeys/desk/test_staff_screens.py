"""Every staff screen of ours, on the invented clinic at work, at phone and desk width, in light and dark."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page

from appointments import actions
from appointments.lifecycle import Status
from appointments.models import Clinician, ConsultationRequest
from tests.journeys.conftest import Visitor
from tests.journeys.desk import move, said, sign_in
from tests.journeys.looking import ALL_BUT_CONTRAST, COLORS, EVERYTHING, barriers, look, misplaced, resize

# Axe would otherwise copy what the admin's style sheets import into the page, which the content policy forbids.
AS_LOADED = {"preload": False}
LIST = "/admin/appointments/consultationrequest/"
CALENDAR = "/admin/appointments/calendar/"
TUESDAY_MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk(open_browser: Any, settings: Any, time_machine: Any, receptionist: User) -> Visitor:
    """The receptionist's browser in the invented clinic, where every screen has something to show."""
    time_machine.move_to(TUESDAY_MORNING)
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    visitor: Visitor = open_browser(reduced_motion="reduce")
    sign_in(visitor, receptionist)
    return visitor


def lists() -> dict[str, str]:
    return {
        "start": "/admin/",
        "list": LIST,
        "list of what is to do": f"{LIST}?queue=to-phone",
        "nothing found": f"{LIST}?q=nobody",
        "by phone": f"{LIST}by-phone/",
        "messages": "/admin/appointments/message/",
        "who looked": "/admin/appointments/accesslog/",
    }


def request_screens(statuses: list[Status]) -> dict[str, str]:
    """The request screen in each of these statuses."""
    found = {status: ConsultationRequest.objects.filter(status=status)[0] for status in statuses}
    return {f"request, {status}": f"{LIST}{request.pk}/change/" for status, request in found.items()}


def unusual_requests() -> dict[str, str]:
    suspect = ConsultationRequest.objects.suspect()[0]
    unhappy = ConsultationRequest.objects.awaiting_times().filter(status=Status.BOOKED)[0]
    booked = ConsultationRequest.objects.filter(status=Status.BOOKED)[0]
    erased = ConsultationRequest.objects.filter(status=Status.DECLINED)[0]
    actions.erase(request=erased, by=None, address="", now=timezone.now())
    return {
        "request, erased": f"{LIST}{erased.pk}/change/",
        "what we have of a person": f"{LIST}{booked.pk}/person/",
        "request, maybe spam": f"{LIST}{suspect.pk}/change/",
        "request, booked and unhappy": f"{LIST}{unhappy.pk}/change/",
        "letter": f"{LIST}{booked.pk}/letter/",
    }


def diary() -> dict[str, str]:
    doctor = Clinician.objects.all()[0]
    return {
        "week": CALENDAR,
        "week of one": f"{CALENDAR}?clinician={doctor.pk}",
        "day": f"{CALENDAR}?view=day",
        "own day": f"{CALENDAR}?view=day&clinician={doctor.pk}",
    }


def clinicians() -> dict[str, str]:
    doctor = Clinician.objects.all()[0]
    return {
        "clinician": f"/admin/appointments/clinician/{doctor.pk}/change/",
        "new clinician": "/admin/appointments/clinician/add/",
        "clinicians": "/admin/appointments/clinician/",
    }


SCREENS: dict[str, Callable[[], dict[str, str]]] = {
    "lists": lists,
    "requests that wait": lambda: request_screens(list(Status)[:3]),
    "requests that come or came": lambda: request_screens(list(Status)[3:6]),
    "requests that are closed": lambda: request_screens(list(Status)[6:]),
    "unusual requests": unusual_requests,
    "diary": diary,
    "clinicians": clinicians,
}


def ours(line: str) -> bool:
    """Whether it is ours to mend. The label of the list's search is an image with a text, in Django's own markup."""
    return not (line.startswith("label-title-only:") and 'id="searchbar"' in line)


@pytest.mark.sweep
def test_no_mistake_at_the_desk_leads_to_a_barrier(desk: Visitor) -> None:
    """Forms with problems, and somebody who was faster."""
    found: dict[str, list[str]] = {}
    page = desk.goes_to(f"{LIST}by-phone/")
    page.get_by_role("button", name="Save the request").click()
    found["by phone, with errors"] = everything(page)
    request = ConsultationRequest.objects.filter(status=Status.NEW, suspicion="")[0]
    page = desk.goes_to(f"{LIST}{request.pk}/change/")
    with move(page, "Record a call") as call:
        call.get_by_role("button").last.click()
    found["a move, with errors"] = everything(page)
    actions.note(request=request, note="Faster", by=User.objects.get(username="demo"), now=timezone.now())
    with move(page, "Record a call") as call:
        call.get_by_text("No answer").click()
        call.get_by_role("button").last.click()
    found["overtaken"] = everything(page)
    page = desk.goes_to(f"{LIST}{request.pk}/person/")
    page.get_by_role("button", name="Erase it").click()
    found["erase it?"] = everything(page)
    page.go_back()
    page.get_by_role("button", name="All of it, to read").click()
    found["all of it, to read"] = everything(page)
    desk.context.clear_cookies()
    found["sign in"] = everything(desk.goes_to("/admin/"))
    assert {where: lines for where, lines in found.items() if lines} == {}
    assert said(desk, 422, 409) == []


def everything(page: Page) -> list[str]:
    """What is wrong with the page that is open, at phone width, in light and dark."""
    resize(page, 320)
    lines = misplaced(page) + barriers(page, EVERYTHING | AS_LOADED)
    page.emulate_media(color_scheme="dark")
    look(page, "settled")
    lines += barriers(page, COLORS | AS_LOADED)
    page.emulate_media(color_scheme="light")
    return lines


@pytest.mark.sweep
@pytest.mark.parametrize("screens", SCREENS)
def test_no_staff_screen_has_a_barrier(desk: Visitor, screens: str) -> None:
    found: dict[str, list[str]] = {}
    for name, path in SCREENS[screens]().items():
        page = desk.goes_to(path)
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        for width in (320, 1280):
            resize(page, width)
            rules = (EVERYTHING if width == 320 else ALL_BUT_CONTRAST) | AS_LOADED
            found[f"{name} at {width}"] = misplaced(page) + [line for line in barriers(page, rules) if ours(line)]
        page.emulate_media(color_scheme="dark")
        look(page, "settled")
        found[f"{name} in dark"] = barriers(page, COLORS | AS_LOADED)
        page.emulate_media(color_scheme="light")
    assert {where: lines for where, lines in found.items() if lines} == {}
    assert said(desk) == []
