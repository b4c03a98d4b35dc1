"""Who waits for what: every worklist finds its own, and the list's filter finds the same."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.desk.start.worklists import WORKLISTS, worklists_for
from appointments.diary.absences import requests_nobody_is_there_for
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import (
    Appointment,
    Clinician,
    ConsultationRequest,
    ExtraSession,
    Message,
    TimeOff,
    WorkingHours,
)
from appointments.models.appointment import LONGEST_VISIT
from appointments.models.clinician import LONGEST_VISIT_MINUTES
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, MessageFactory

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
VISIT = NOON + 2 * DAY
LIST = "/admin/appointments/consultationrequest/"
BY_KEY = {worklist.key: worklist for worklist in WORKLISTS}


def found(key: str) -> list[ConsultationRequest]:
    return list(BY_KEY[key].requests(NOON))


def overdue() -> ConsultationRequest:
    return ConsultationRequestFactory(submitted_at=NOON - 7 * DAY)


def new() -> ConsultationRequest:
    return ConsultationRequestFactory(submitted_at=NOON - HOUR)


def wants_other_times() -> ConsultationRequest:
    return ConsultationRequestFactory(status=Status.CONTACTED, wants_times_at=NOON - HOUR)


def talked_to() -> ConsultationRequest:
    return ConsultationRequestFactory(status=Status.CONTACTED)


def mail_gave_up() -> ConsultationRequest:
    request = ConsultationRequestFactory(status=Status.DECLINED)
    MessageFactory(request=request, kind=Message.Kind.DECLINED, given_up=True)
    return request


def visit_is_over() -> ConsultationRequest:
    return AppointmentFactory(starts_at=NOON - 2 * HOUR).request


def changed_since_read() -> ConsultationRequest:
    return ConsultationRequestFactory(status=Status.CANCELLED, read_at=NOON - DAY, changed_at=NOON - HOUR)


def suspect() -> ConsultationRequest:
    return ConsultationRequestFactory(suspect=True)


def offered() -> ConsultationRequest:
    return AppointmentFactory(offered=True).request


def video_without_link(**visit: Any) -> ConsultationRequest:
    return AppointmentFactory(**{"visit_type": "video"} | visit).request  # type: ignore[arg-type]


def nobody_is_there(**visit: Any) -> ConsultationRequest:
    """A visit with a clinician who has left."""
    doctor = visit.pop("clinician", None) or ClinicianFactory(is_active=False)
    return AppointmentFactory(clinician=doctor, **visit).request


EXAMPLES: dict[str, Callable[[], ConsultationRequest]] = {
    "overdue": overdue,
    "new": new,
    "other-times": wants_other_times,
    "find-a-time": talked_to,
    "nobody-there": nobody_is_there,
    "to-phone": mail_gave_up,
    "news": changed_since_read,
    "to-record": visit_is_over,
    "suspects": suspect,
    "no-link": video_without_link,
    "waiting": offered,
}


@pytest.fixture
def promised(settings: Any) -> None:
    settings.REPLY_WORKING_DAYS = 2


@pytest.mark.parametrize("key", EXAMPLES)
def test_every_worklist_finds_its_own_and_no_other(promised: None, key: str) -> None:
    for example, make in EXAMPLES.items():
        if example != key:
            make()
    wanted = EXAMPLES[key]()
    assert found(key) == [wanted]


@pytest.mark.parametrize("key", EXAMPLES)
def test_the_list_can_be_narrowed_to_every_worklist(promised: None, at_noon: Any, desk: Client, key: str) -> None:
    requests = {example: make() for example, make in EXAMPLES.items()}
    page = desk.get(LIST, {"queue": key}).content.decode()
    assert re.findall(r'class="field-spoken[^>]*>([0-9A-Z-]{9})<', page) == [requests[key].spoken_reference]


def test_every_worklist_has_an_example() -> None:
    assert list(EXAMPLES) == list(BY_KEY)


def test_without_a_promise_nothing_is_overdue_and_everything_is_new() -> None:
    requests = [overdue(), new()]
    assert found("overdue") == []
    assert found("new") == requests


def test_whoever_has_waited_longest_comes_first() -> None:
    ages = [3, 1, 2]
    requests = [ConsultationRequestFactory(submitted_at=NOON - age * HOUR) for age in ages]
    assert found("new") == [requests[0], requests[2], requests[1]]


def test_whom_another_list_asks_to_phone_or_to_read_has_not_nothing_to_do() -> None:
    unreached, with_news, waiting = offered(), offered(), offered()
    MessageFactory(request=unreached, kind=Message.Kind.OFFERED, given_up=True)
    ConsultationRequest.objects.filter(pk=with_news.pk).update(read_at=NOON - DAY, changed_at=NOON - HOUR)
    assert found("to-phone") == [unreached]
    assert found("news") == [with_news]
    assert found("waiting") == [waiting]


def test_the_offer_that_runs_out_first_comes_first() -> None:
    later = AppointmentFactory(offered=True, starts_at=NOON + DAY, expires_at=NOON + 20 * HOUR).request
    sooner = AppointmentFactory(offered=True, starts_at=NOON + 3 * DAY, expires_at=NOON + 10 * HOUR).request
    AppointmentFactory(request=sooner, offered=True, starts_at=NOON + 2 * DAY, expires_at=NOON + 30 * HOUR)
    assert found("waiting") == [sooner, later]


def test_the_link_of_the_video_visit_that_comes_first_is_asked_for_first() -> None:
    later = video_without_link(starts_at=NOON + 3 * DAY)
    goes_on = video_without_link(starts_at=NOON - HOUR / 2)
    sooner = video_without_link(starts_at=NOON + DAY)
    assert found("no-link") == [goes_on, sooner, later]


def test_a_link_is_asked_for_only_where_a_booked_video_visit_lacks_one() -> None:
    video_without_link(directions="Open https://video.example.org/1")
    video_without_link(visit_type="phone")
    video_without_link(offered=True)
    video_without_link(status=AppointmentStatus.CANCELLED, closed_at=NOON)
    video_without_link(starts_at=NOON - 45 * timedelta(minutes=1))
    assert found("no-link") == []


def test_the_longest_visit_that_goes_on_is_not_over() -> None:
    longest = AppointmentFactory(starts_at=NOON - LONGEST_VISIT + timedelta(minutes=5), minutes=LONGEST_VISIT_MINUTES)
    AppointmentFactory(starts_at=NOON - LONGEST_VISIT, minutes=LONGEST_VISIT_MINUTES)
    assert list(Appointment.objects.not_over(NOON)) == [longest]


def test_everybody_is_shown_the_worklists_that_they_can_do_something_about() -> None:
    assert worklists_for(lambda permission: True) == list(WORKLISTS)
    clinicians = {"appointments.close_consultationrequest", "appointments.view_appointment"}
    assert [worklist.key for worklist in worklists_for(clinicians.__contains__)] == ["to-record"]
    assert worklists_for(lambda permission: False) == []


def test_a_visit_is_over_when_it_ends_not_when_it_begins() -> None:
    ended = AppointmentFactory(starts_at=NOON - 45 * timedelta(minutes=1))
    goes_on = AppointmentFactory(starts_at=NOON - 40 * timedelta(minutes=1))
    assert list(Appointment.objects.over(NOON)) == [ended]
    assert list(Appointment.objects.not_over(NOON)) == [goes_on]


def test_a_visit_that_was_recorded_is_not_asked_for_again() -> None:
    AppointmentFactory(starts_at=NOON - DAY, status=AppointmentStatus.ATTENDED)
    assert found("to-record") == []


def test_a_suspect_is_not_new_and_spam_is_nobodys_task() -> None:
    ConsultationRequestFactory(suspect=True, status=Status.SPAM, read_at=NOON - DAY, changed_at=NOON)
    assert [found(key) for key in BY_KEY] == [[]] * len(BY_KEY)


def test_who_must_be_told_two_things_is_phoned_once() -> None:
    request = mail_gave_up()
    MessageFactory(request=request, kind=Message.Kind.LINK, given_up=True)
    assert found("to-phone") == [request]


def test_a_visit_that_nobody_is_there_for_is_named_until_it_is_moved_or_over() -> None:
    away, outside, left = (ClinicianFactory(working=True) for _ in range(3))
    requests = [nobody_is_there(clinician=each) for each in (away, outside, left)]
    extra = ExtraSession.objects.create(
        clinician=outside, starts_at=VISIT + 5 * DAY, ends_at=VISIT + 5 * DAY + HOUR, is_step_free=True
    )
    at_weekend = nobody_is_there(clinician=outside, starts_at=VISIT + 5 * DAY)
    assert found("nobody-there") == []
    TimeOff.objects.create(clinician=away, starts_at=VISIT + HOUR / 2, ends_at=VISIT + DAY)
    outside.working_hours.all().delete()
    Clinician.objects.filter(pk=left.pk).update(is_active=False)
    assert found("nobody-there") == requests
    extra.delete()
    ExtraSession.objects.create(clinician=outside, starts_at=NOON, ends_at=NOON + HOUR, is_step_free=True)
    assert found("nobody-there") == [*requests, at_weekend]
    Appointment.objects.filter(request=requests[0]).update(starts_at=NOON - HOUR)
    Appointment.objects.filter(request=requests[1]).update(status=AppointmentStatus.CANCELLED)
    assert found("nobody-there") == [requests[2], at_weekend]


def test_a_time_to_choose_from_is_named_too_and_one_that_has_run_out_is_not() -> None:
    gone = ClinicianFactory(is_active=False)
    request = nobody_is_there(offered=True, clinician=gone)
    nobody_is_there(offered=True, clinician=gone, starts_at=VISIT + DAY, expires_at=NOON - HOUR)
    assert found("nobody-there") == [request]


def test_the_start_page_and_the_request_say_why_nobody_is_there(at_noon: Any, desk: Client) -> None:
    doctor = ClinicianFactory(working=True, name="Dr Example Ruiz")
    request = nobody_is_there(clinician=doctor)
    off = TimeOff.objects.create(clinician=doctor, starts_at=VISIT - DAY, ends_at=VISIT + DAY)
    start = desk.get("/admin/").content.decode()
    assert "Visits nobody is there for" in start
    assert "Dr Example Ruiz is away then." in start
    screen = f"{LIST}{request.pk}/change/"
    assert "Dr Example Ruiz is away then. Move the visit, call it off" in desk.get(screen).content.decode()
    off.delete()
    WorkingHours.objects.update(starts=time(14), break_starts=None, break_ends=None)
    assert "This is outside the hours of Dr Example Ruiz." in desk.get("/admin/").content.decode()
    Clinician.objects.update(is_active=False)
    assert "Dr Example Ruiz sees no patients now. Move the visit" in desk.get(screen).content.decode()
    Appointment.objects.update(status=AppointmentStatus.OFFERED, expires_at=NOON + HOUR)
    ConsultationRequest.objects.update(status=Status.OFFERED)
    assert "Withdraw the time, or change the hours." in desk.get(screen).content.decode()


@pytest.mark.parametrize("many", [2, 20])
def test_to_find_the_requests_nobody_is_there_for_costs_the_same_whatever_has_been(
    many: int, django_assert_num_queries: Any
) -> None:
    for day in range(many):
        nobody_is_there(starts_at=VISIT + day * DAY)
        nobody_is_there(starts_at=VISIT - (day + 9) * DAY)
    with django_assert_num_queries(5):
        assert len(requests_nobody_is_there_for(NOON)) == many
