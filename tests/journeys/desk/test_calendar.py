"""The desk's calendar without a mouse, and on paper."""

from datetime import timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from appointments.models import Appointment
from tests.factories import NOON, AppointmentFactory, ClinicianFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import said, sign_in
from tests.journeys.hands import stops

pytestmark = pytest.mark.desk
WEEK = "/admin/appointments/calendar/?clinician="


@pytest.fixture
def visits(time_machine: Any, transactional_db: None) -> list[Appointment]:
    """One week in two diaries: a visit on Tuesday, one on Thursday, and a time that is offered on Friday."""
    time_machine.move_to(NOON)
    one, other = ClinicianFactory.create_batch(2, working=True)
    return [
        AppointmentFactory(clinician=one, starts_at=NOON + timedelta(days=1)),
        AppointmentFactory(clinician=other, starts_at=NOON + timedelta(days=3)),
        AppointmentFactory(clinician=one, starts_at=NOON + timedelta(days=4), offered=True),
    ]


@pytest.fixture
def desk(visits: list[Appointment], open_browser: Any, receptionist: User) -> Visitor:
    """The receptionist's browser, signed in."""
    visitor: Visitor = open_browser(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    sign_in(visitor, receptionist)
    return visitor


def test_every_stop_shows_follows_the_page_and_lets_go(desk: Visitor, visits: list[Appointment]) -> None:
    for scheme in ("light", "dark"):
        desk.page.emulate_media(color_scheme=scheme)
        # A date has stops within, for its parts; where its picker is one, the browser draws the ring inside the field.
        found = [next(within) for _order, within in groupby(stops(desk.goes_to(WEEK)), key=itemgetter("order"))]
        names = " ".join(stop["name"] for stop in found)
        assert [visit for visit in visits if visit.request.spoken_reference not in names] == []
        assert [stop["name"] for stop in found if not (stop["ringed"] and stop["onScreen"])] == []
        orders = [stop["order"] for stop in found]
        assert orders == sorted(orders)
    assert said(desk) == []


def test_on_paper_names_and_references_stay_and_what_is_pressed_goes(desk: Visitor, visits: list[Appointment]) -> None:
    page = desk.goes_to(WEEK)
    page.emulate_media(media="print")
    assert pressed(page) == []
    for visit in visits:
        line = page.locator(".cal-entry", has_text=visit.request.spoken_reference)
        expect(line.get_by_text(visit.request.patient)).to_be_visible()
        expect(line.locator("time")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def pressed(page: Page) -> list[str]:
    """What is of no use on paper, and shows."""
    useless = page.locator("nav, button, input, select, summary, #header, .breadcrumbs, .skip-to-content-link")
    assert useless.count() > 5
    return [one.evaluate("one => one.outerHTML.slice(0, 80)") for one in useless.all() if one.is_visible()]
