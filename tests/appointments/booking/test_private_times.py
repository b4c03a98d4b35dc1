"""What the private page says of times: those to choose from, the one that is booked, the one that is lost."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from appointments import actions
from appointments.lifecycle import AppointmentStatus
from appointments.models import Appointment, ConsultationRequest
from appointments.text.datetimes import in_full
from tests.appointments import stage
from tests.appointments.booking.private import accept, choose_address, get, page_of, post, read, statuses
from tests.appointments.stage import DAY, HOUR
from tests.factories import NOON, ConsultationRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def test_offered_times_come_first_each_with_all_there_is_to_know(
    request_: ConsultationRequest, offers: list[Appointment], settings: Any
) -> None:
    settings.CLINIC_NAME, settings.CLINIC_ADDRESS = "Example Clinic", "1 Example Street"
    page = page_of(request_)
    for words in (
        "Saturday 28 November 2026, 12:00 (clinic time, UTC)",
        "With Dr Example Ruiz.",
        "It takes about 45 minutes.",
        "At the clinic",
        "Example Clinic, 1 Example Street",
        "We hold it for you until Thursday 26 November 2026, 12:00 (clinic time, UTC).",
        "Nothing is booked until you choose.",
    ):
        assert words in page
    assert page.index("Choose a time for your appointment") < page.index("Saturday 28") < page.index("Your reference")
    assert "This is not an appointment yet" not in page


def test_every_button_says_which_time_it_is_for(request_: ConsultationRequest, offers: list[Appointment]) -> None:
    page = page_of(request_)
    assert "Choose this time: Saturday 28 November 2026, 12:00 (clinic time, UTC)" in page
    assert "Choose this time: Sunday 29 November 2026, 12:00 (clinic time, UTC)" in page
    html = get(request_.get_absolute_url()).content.decode()
    assert [f'href="{choose_address(offer)}"' in html for offer in offers] == [True, True]


def test_a_visit_by_phone_or_video_says_how_instead_of_where(request_: ConsultationRequest) -> None:
    video = stage.slot(visit_type="video", directions="Open https://video.example.org/1")
    phone = stage.slot(NOON + 3 * DAY, visit_type="phone")
    actions.offer(request=request_, slots=[video, phone], by=stage.staff(), now=NOON)
    page = page_of(request_)
    assert "By video Open https://video.example.org/1" in page
    assert "By phone" in page
    assert "At the clinic" not in page


def test_a_carer_reads_for_whom_the_visit_is() -> None:
    request = ConsultationRequestFactory(for_someone_else=True, full_name="Example Bruno")
    [offer] = stage.offer(request)
    assert "Choose a time for Example Carla" in page_of(request)
    assert "For Example Carla" in read(get(choose_address(offer)))
    accept(offer)
    page = page_of(request)
    assert "The appointment for Example Carla is booked" in page
    assert "Your appointment" not in page.replace("The way to your appointment", "")


def test_the_booked_appointment_comes_first_with_all_there_is_to_know(
    request_: ConsultationRequest, booked: Appointment
) -> None:
    ConsultationRequest.objects.update(access_needs=["wheelchair", "hearing"])
    page = page_of(request_)
    assert page.index("Wednesday 25 November 2026, 12:00 (clinic time, UTC)") < page.index("Your reference")
    for words in (
        "Your appointment is booked",
        "Dr Example Ruiz",
        "It takes about 45 minutes.",
        "At the clinic",
        "Room for a wheelchair or scooter",
        "Help with hearing",
        "Add it to your calendar",
        "Ask for another time",
        "You keep this appointment until we have agreed on another.",
        "Cancel the appointment",
        "Yes, cancel the appointment",
    ):
        assert words in page
    html = get(request_.get_absolute_url()).content.decode()
    assert f'href="{request_.get_absolute_url()}appointment.ics"' in html
    assert html.count('id="cancel"') == 1


def test_times_offered_instead_of_the_booked_one_stand_below_it(
    request_: ConsultationRequest, booked: Appointment, offers: list[Appointment]
) -> None:
    page = page_of(request_)
    places = [
        page.index(words) for words in ("Wednesday 25", "Other times instead", "Saturday 28", "None of these other")
    ]
    assert places == sorted(places)
    assert "If you choose one of these, we give back the appointment above." in page


def test_a_passed_appointment_is_neither_cancelled_nor_put_into_a_calendar(
    request_: ConsultationRequest, booked: Appointment, at_noon: Any
) -> None:
    at_noon.move_to(booked.ends_at)
    page = page_of(request_)
    assert "The time of your appointment has passed" in page
    assert "Ask for another time" in page
    for words in ("Add it to your calendar", "Cancel the appointment", "Bring with you"):
        assert words not in page


def test_the_reason_for_declining_is_shown_and_nothing_is_asked_to_be_brought(request_: ConsultationRequest) -> None:
    stage.decline(request_, reason="No <b>second</b> opinions.")
    page = page_of(request_)
    assert "We cannot offer an appointment" in page
    assert "No <b>second</b> opinions." in page
    assert "Send a new request" in page
    assert "Bring with you" not in page


def test_a_reason_of_old_is_not_shown_once_the_clinic_has_thought_again(request_: ConsultationRequest) -> None:
    stage.decline(request_, reason="No room.")
    stage.reopen(request_)
    assert "No room." not in page_of(request_)


def test_an_offer_that_ran_out_says_so_and_leads_to_other_times(
    request_: ConsultationRequest, offers: list[Appointment], at_noon: Any
) -> None:
    at_noon.move_to(NOON + 72 * HOUR)
    page = page_of(request_)
    assert "The times that we offered have run out" in page
    assert "Ask for other times" in page
    assert "Choose this time" not in page
    assert 'id="other-times" open' in get(request_.get_absolute_url()).content.decode()


def test_a_cancelled_appointment_says_when_it_was_to_be(request_: ConsultationRequest, booked: Appointment) -> None:
    assert post(request_, "cancel", {"reason": "I feel better"}).status_code == 303
    page = page_of(request_)
    assert "Your appointment is cancelled" in page
    assert "It was to be: Wednesday 25 November 2026, 12:00 (clinic time, UTC)" in page
    assert statuses(request_) == [AppointmentStatus.CANCELLED]


def test_a_moment_that_is_not_there_has_no_words() -> None:
    assert render_to_string("appointments/_moment.html", {"at": None}) == ""
    assert render_to_string("appointments/_moment.html", {"at": NOON}) == in_full(NOON)
