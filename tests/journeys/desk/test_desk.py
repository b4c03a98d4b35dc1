"""From a request to a kept appointment: patients, carers and staff, each with a browser of their own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from appointments import actions
from appointments.diary.check import broken_invariants
from appointments.diary.suggestions import suggested_times
from appointments.lifecycle import Status
from appointments.mail import sender as outbox
from appointments.models import Appointment, Clinician, ConsultationRequest, Message
from appointments.text.datetimes import in_full
from tests.factories import ClinicianFactory, ConsultationRequestFactory
from tests.journeys.conftest import Visitor
from tests.journeys.desk import ask, move, open_request, private_page, said, sign_in
from tests.mailbox import mail_server, use_mail_server

pytestmark = pytest.mark.desk
MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clinician(time_machine: Any, transactional_db: None) -> Clinician:
    """Somebody who sees patients from Monday to Friday. It is Monday, eight o'clock."""
    time_machine.move_to(MONDAY_MORNING)
    found: Clinician = ClinicianFactory(name="Dr Example Ortega", working=True)
    return found


@pytest.fixture
def desk(open_browser: Any, receptionist: User) -> Visitor:
    """The receptionist's browser, signed in."""
    visitor: Visitor = open_browser()
    sign_in(visitor, receptionist)
    return visitor


def settled(request: ConsultationRequest, status: Status) -> None:
    """The request stands there, and the diary agrees."""
    request.refresh_from_db()
    assert request.status == status
    assert list(broken_invariants()) == []


def test_a_patient_asks_is_offered_three_times_accepts_one_and_comes(
    visitor: Visitor, desk: Visitor, time_machine: Any
) -> None:
    request = ask(visitor, **{"Your full name": "Example Amparo", "Your email address": "amparo@example.org"})

    page = desk.goes_to("/admin/")
    page.get_by_role("link", name="Example Amparo").first.click()
    with move(page, "Offer times") as offer:
        expect(offer.get_by_role("checkbox", checked=True)).to_have_count(3)
        offer.get_by_role("button", name="Offer the ticked times").click()
    settled(request, Status.OFFERED)
    assert outbox.send_due() == 3

    page = private_page(visitor, request)
    expect(page.get_by_role("link", name="Choose this time")).to_have_count(3)
    second = request.appointments.offered()[1]
    page.get_by_role("link", name=in_full(second.starts_at)).click()
    expect(page.get_by_role("heading", name="Book this time?")).to_be_visible()
    settled(request, Status.OFFERED)
    page.get_by_role("button", name="Yes, book this time").click()
    expect(page.locator("#visit")).to_contain_text("Your appointment")
    settled(request, Status.BOOKED)
    assert request.appointments.booked().get() == second
    assert not request.appointments.offered().exists()
    with page.expect_download() as download:
        page.get_by_role("link", name="Add it to your calendar").click()
    assert "BEGIN:VEVENT" in download.value.path().read_text()

    time_machine.move_to(second.starts_at + timedelta(minutes=50))
    page = desk.goes_to("/admin/")
    page.get_by_role("link", name="Example Amparo").first.click()
    page.get_by_role("button", name="Mark as attended").click()
    settled(request, Status.ATTENDED)
    assert said(visitor) == said(desk) == []


def test_a_carer_asks_declines_what_is_offered_and_gets_other_times(visitor: Visitor, desk: Visitor) -> None:
    names = {"Your full name": "Example Bruno", "Name of the person you care for": "Example Carla"}
    request = ask(visitor, **names, **{"Your email address": "bruno@example.org"})
    page = open_request(desk, request)
    with move(page, "Offer times") as offer:
        offer.get_by_role("button", name="Offer the ticked times").click()
    declined = list(request.appointments.offered())

    page = private_page(visitor, request)
    page.locator("#other-times summary").click()
    form = page.locator("#other-times")
    form.get_by_label("Friday").check()
    form.get_by_label("Afternoon").check()
    form.get_by_role("textbox").fill("On other days she has physical therapy.")
    form.get_by_role("button").click()
    settled(request, Status.CONTACTED)
    assert not request.appointments.offered().exists()

    page = desk.goes_to("/admin/")
    page.locator("section", has_text="Want other times").get_by_role("link", name="Example Carla").first.click()
    expect(page.get_by_text("On other days she has physical therapy.").first).to_be_visible()
    with move(page, "Offer times") as offer:
        offer.get_by_role("button", name="Offer the ticked times").click()
    settled(request, Status.OFFERED)
    others = list(request.appointments.offered())
    assert {other.starts_at.weekday() for other in others} == {4}
    assert {other.starts_at.hour for other in others} <= set(range(12, 17))
    assert not set(others) & set(declined)

    page = private_page(visitor, request)
    page.get_by_role("link", name="Choose this time").first.click()
    page.get_by_role("button", name="Yes, book this time").click()
    settled(request, Status.BOOKED)


def test_a_receptionist_writes_down_a_request_by_phone_and_books_it(desk: Visitor) -> None:
    page = desk.goes_to("/admin/")
    page.get_by_role("link", name="Write down a request taken by phone").click()
    page.get_by_role("button", name="Save the request").click()
    expect(page.locator("#problem")).to_be_focused()
    page.get_by_role("radio").first.check()
    page.locator("input[name=full_name]").fill("Example Dolores")
    page.locator("input[name=phone]").fill("612 34 56 78")
    page.locator("input[name=consent]").check()
    page.get_by_role("button", name="Save the request").click()

    request = ConsultationRequest.objects.get()
    settled(request, Status.CONTACTED)
    with move(page, "Book by phone") as book:
        book.get_by_role("radio").first.check()
        book.get_by_role("button").last.click()
    settled(request, Status.BOOKED)
    booked = request.appointments.get()
    expect(page.get_by_text(in_full(booked.starts_at)).first).to_be_visible()

    page.get_by_role("link", name="Print the letter").click()
    expect(page.get_by_text(request.spoken_reference).first).to_be_visible()
    expect(page.get_by_text("Dr Example Ortega").first).to_be_visible()
    assert said(desk, 422) == []


def test_of_two_staff_on_one_request_the_second_is_told_what_changed(
    desk: Visitor, open_browser: Any, receptionist: User
) -> None:
    request = ConsultationRequestFactory(submitted_at=MONDAY_MORNING)
    colleague: Visitor = open_browser()
    sign_in(colleague, User.objects.create_superuser("colleague", password="a-long-invented-password"))
    first, second = open_request(desk, request), open_request(colleague, request)
    with move(first, "Offer times") as offer:
        offer.get_by_role("button", name="Offer the ticked times").click()
    with move(second, "Record a call") as call:
        call.get_by_text("Talked to them").click()
        call.get_by_role("textbox").fill("Asked for a morning.")
        call.get_by_role("button", name="Save the call").click()
    expect(second.get_by_text("The request has changed since you looked at it")).to_be_visible()
    expect(second.get_by_text("Times offered").first).to_be_visible()
    settled(request, Status.OFFERED)
    with move(second, "Record a call") as call:
        expect(call.get_by_role("textbox")).to_have_value("Asked for a morning.")
        call.get_by_role("button", name="Save the call").click()
    assert request.events.filter(kind="called", note__contains="Asked for a morning.").exists()
    assert said(colleague, 409) == []


def test_two_patients_cannot_be_booked_into_one_time(desk: Visitor, open_browser: Any, receptionist: User) -> None:
    one, other = ConsultationRequestFactory.create_batch(2, submitted_at=MONDAY_MORNING)
    colleague: Visitor = open_browser()
    sign_in(colleague, User.objects.create_superuser("colleague", password="a-long-invented-password"))
    first, second = open_request(desk, one), open_request(colleague, other)
    for page in (first, second):
        with move(page, "Book by phone") as book:
            book.get_by_role("radio").first.check()
            book.get_by_role("button").last.click()
    settled(one, Status.BOOKED)
    settled(other, Status.NEW)
    expect(second.get_by_text("taken").first).to_be_visible()
    assert Appointment.objects.count() == 1


def test_mail_is_down_and_comes_back(
    visitor: Visitor, desk: Visitor, settings: Any, free_port: int, time_machine: Any, receptionist: User
) -> None:
    use_mail_server(settings, free_port)
    request = ask(visitor, **{"Your full name": "Example Amparo", "Your email address": "amparo@example.org"})
    slot = suggested_times(request, Clinician.objects.all(), now=datetime.now(UTC))[-1]
    actions.book(request=request, slot=slot, by=receptionist, now=datetime.now(UTC))
    assert outbox.send_due() == 0
    settled(request, Status.BOOKED)

    time_machine.move_to(MONDAY_MORNING + timedelta(minutes=70))
    expect(desk.goes_to("/admin/").get_by_text("Mail does not leave")).to_be_visible()
    with mail_server(free_port) as inbox:
        assert outbox.send_due() == 2
    subjects = sorted(str(mail["Subject"]) for mail in inbox.received)
    assert all(request.spoken_reference in subject for subject in subjects)
    to_patient = next(mail for mail in inbox.received if mail["To"] == "amparo@example.org")
    kinds = [part.get_content_type() for part in to_patient.walk() if not part.is_multipart()]
    assert kinds[:2] == ["text/plain", "text/html"]
    assert "text/calendar" in kinds
    assert in_full(slot.starts_at) in to_patient.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    expect(desk.goes_to("/admin/").get_by_text("Mail does not leave")).to_have_count(0)
    assert set(Message.objects.unsent().values_list("kind", flat=True)) <= {"received", "reminder"}


def test_who_cannot_be_written_to_is_phoned(desk: Visitor) -> None:
    request = ConsultationRequestFactory(email="", phone="+34612345678", submitted_at=MONDAY_MORNING)
    page = open_request(desk, request)
    with move(page, "Offer times") as offer:
        offer.get_by_role("button", name="Offer the ticked times").click()
    page = desk.goes_to("/admin/")
    task = page.locator("section", has_text="Phone this patient")
    task.get_by_role("link", name=request.full_name).first.click()
    with move(page, "Record a call") as call:
        call.get_by_text("Talked to them").click()
        call.get_by_role("button", name="Save the call").click()
    expect(desk.goes_to("/admin/").get_by_text("Phone this patient")).to_have_count(0)
