"""What comes out of the printer: as Chromium writes it for one, A4."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from appointments.models import Appointment
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import sign_in

HOURS = (-3, -2, 2, 3)


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, format="A4")))


@pytest.fixture
def visit(time_machine: Any, transactional_db: None) -> Appointment:
    time_machine.move_to(NOON)
    visit: Appointment = AppointmentFactory(
        clinician=ClinicianFactory(working=True),
        request__topics=["fatigue", "pain"],
        request__message="My legs are stiff in the morning.",
    )
    return visit


def test_the_form_alone_can_be_filled_in_with_a_pen(visitor: Visitor) -> None:
    page = visitor.goes_to("/book/")
    page.emulate_media(media="print")
    expect(page.get_by_label("Your full name")).to_be_visible()
    expect(page.get_by_label("Fatigue")).to_be_visible()
    expect(page.get_by_role("button", name="Send my request")).to_be_hidden()


def test_a_page_of_text_is_printed_without_the_form_below_it(visitor: Visitor) -> None:
    page = visitor.goes_to("/spms/fatigue/")
    page.emulate_media(media="print")
    expect(page.get_by_label("Your full name")).to_be_hidden()


def test_what_one_takes_along_fits_three_sheets(visitor: Visitor, visit: Appointment) -> None:
    page = visitor.goes_to(f"/requests/{visit.request.token}/")
    assert sheets(page) <= 3
    page.emulate_media(media="print")
    for words in (visit.request.spoken_reference, "Bring with you", "Could something besides MS be making me tired?"):
        expect(page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def desk(visit: Appointment, open_browser: Any, receptionist: User) -> Visitor:
    """The receptionist's browser, signed in; the clinician sees four patients a day."""
    for day in range(1, 5):
        for hour in HOURS:
            AppointmentFactory(clinician=visit.clinician, starts_at=NOON + timedelta(days=day, hours=hour))
    desk: Visitor = open_browser(viewport={"width": 1280, "height": 900})
    sign_in(desk, receptionist)
    return desk


def test_the_week_of_a_clinician_fits_one_sheet(desk: Visitor, visit: Appointment) -> None:
    page = desk.goes_to(f"/admin/appointments/calendar/?clinician={visit.clinician.pk}")
    assert sheets(page) == 1


def test_nothing_on_the_printed_start_page_is_laid_out_as_a_grid(desk: Visitor) -> None:
    """Chromium prints a grid or a flexible row that a sheet cuts over what comes next."""
    ConsultationRequestFactory.create_batch(4)
    page = desk.goes_to("/admin/")
    page.emulate_media(media="print")
    script = """parts => parts.filter(part => part.checkVisibility() && part.querySelector("h2, h3, li"))
        .map(part => [part.className, getComputedStyle(part).display]).filter(([, kind]) => /grid|flex/.test(kind))"""
    assert page.locator(".start, .start div, .start section, .start ol, .start li").evaluate_all(script) == []
