"""What comes out of the printer: as Chromium writes it for one, A4."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from appointments.models import Appointment
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import sign_in
from tests.journeys.paper.ink import inks, overprinted

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


def printed_over_each_other(page: Page) -> int:
    """How many pieces of text are printed into another."""
    pdf = page.pdf(prefer_css_page_size=True, format="A4")
    assert len(list(inks(pdf))) > 10
    return len(overprinted(pdf))


READ_ON_PAPER = ["/", "/book/", "/spms/", "/spms/fatigue/", "/search/?q=tired", "/privacy/"]


def test_nothing_is_printed_over_anything_on_what_patients_take_along(visitor: Visitor, visit: Appointment) -> None:
    paths = [*READ_ON_PAPER, f"/requests/{visit.request.token}/"]
    assert {path: printed_over_each_other(visitor.goes_to(path)) for path in paths} == dict.fromkeys(paths, 0)


def test_nothing_is_printed_over_anything_at_the_desk(desk: Visitor, visit: Appointment) -> None:
    request = f"/admin/appointments/consultationrequest/{visit.request.pk}"
    week = f"/admin/appointments/calendar/?clinician={visit.clinician.pk}"
    paths = [f"{request}/change/", f"{request}/letter/", week, "/admin/appointments/calendar/?view=day"]
    assert {path: printed_over_each_other(desk.goes_to(path)) for path in paths} == dict.fromkeys(paths, 0)


SHEETS = range(120, 300, 7)  # millimeters high: the same page, cut elsewhere


def test_wherever_a_sheet_cuts_the_start_page_nothing_is_printed_over_anything(desk: Visitor, settings: Any) -> None:
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    page = desk.goes_to("/admin/")
    found = [len(overprinted(page.pdf(width="210mm", height=f"{height}mm"))) for height in SHEETS]
    assert found == [0] * len(SHEETS)


def test_wherever_a_sheet_cuts_the_private_page_nothing_is_printed_over_anything(
    visitor: Visitor, visit: Appointment
) -> None:
    page = visitor.goes_to(f"/requests/{visit.request.token}/")
    found = [len(overprinted(page.pdf(width="210mm", height=f"{height}mm"))) for height in SHEETS]
    assert found == [0] * len(SHEETS)


def test_a_heading_that_is_printed_over_a_line_is_found(visitor: Visitor) -> None:
    heading = "<style>h1 { margin: 0; font-size: 2em }</style><h1>Phone this patient</h1>"
    for line, many in (("<p>Before", 0), ("<p style='margin-block-start: -1.4em'>Before", 1), ("<p hidden>Before", 0)):
        visitor.page.set_content(heading + line)
        assert len(overprinted(visitor.page.pdf(format="A4"))) == many
