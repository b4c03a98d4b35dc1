"""Making moves on the request screen, through the web."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from appointments import actions
from appointments.actions import CallOutcome
from appointments.desk.moves import CLOSE, MOVES, Case, Move
from appointments.desk.moves.booking import Offer
from appointments.desk.moves.contact import Note
from appointments.desk.moves.slots import code, slot_of
from appointments.diary.check import broken_invariants
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import Appointment, Clinician, ConsultationRequest, Event
from tests.appointments.desk.requests.test_screen import LIST, member, standing_at
from tests.appointments.test_lifecycle import undone
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory, UserFactory

pytestmark = pytest.mark.django_db

Kind = Event.Kind


def seen(request: ConsultationRequest) -> int:
    """What somebody who looks now has seen."""
    last = request.events.order_by("-pk").first()
    return last.pk if last else 0


def press(client: Client, request: ConsultationRequest, move: str, **sent: Any) -> HttpResponse:
    """Press the button of a move on a screen that was opened just now."""
    answers = {"seen": seen(request)} | sent
    return client.post(f"{LIST}{request.pk}/{move}/", answers)  # type: ignore[return-value]


def test_the_usual_offer_is_two_clicks(at_noon: Any, desk: Client) -> None:
    """Open the request, and press the button: three times are ticked."""
    ClinicianFactory(working=True)
    request = ConsultationRequestFactory()
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    ticked = re.findall(r'name="times" value="([0-9][^"]+)"[^>]*checked', page)
    assert len(ticked) == 3
    response = press(desk, request, "offer", times=ticked)
    assert response.status_code == 303
    request.refresh_from_db()
    assert request.status == Status.OFFERED
    assert {code(slot_of(found)) for found in request.appointments.offered()} == set(ticked)


def thursday(clinician: Any = None) -> dict[str, Any]:
    clinician = clinician or ClinicianFactory()
    return {"clinician": clinician.pk, "on": "2026-11-26", "at": "10:00", "minutes": "", "visit_type": "video"}


def offered_pk(request: ConsultationRequest) -> dict[str, Any]:
    return {"appointment": request.appointments.offered().get().pk}


Answers = Callable[[ConsultationRequest], dict[str, Any]]

# Each move: from which status, what is typed, the status and the event it leads to.
EVERY: list[tuple[str, Status, Answers, Status, Event.Kind]] = [
    ("call", Status.NEW, lambda r: {"outcome": "reached", "note": "Tired"}, Status.CONTACTED, Kind.CALLED),
    ("offer", Status.CONTACTED, lambda r: thursday(), Status.OFFERED, Kind.OFFERED),
    ("book", Status.NEW, lambda r: thursday(), Status.BOOKED, Kind.BOOKED),
    ("accept", Status.OFFERED, offered_pk, Status.BOOKED, Kind.ACCEPTED),
    ("withdraw", Status.OFFERED, offered_pk, Status.CONTACTED, Kind.WITHDRAWN),
    (
        "ask-other-times",
        Status.OFFERED,
        lambda r: {"days": ["fri"], "note": "Fridays"},
        Status.CONTACTED,
        Kind.ASKED_OTHER_TIMES,
    ),
    ("reschedule", Status.BOOKED, lambda r: thursday(), Status.BOOKED, Kind.RESCHEDULED),
    ("keep", Status.BOOKED, lambda r: {}, Status.BOOKED, Kind.KEPT),
    ("call-off", Status.BOOKED, lambda r: {"reason": "Ill"}, Status.CONTACTED, Kind.CALLED_OFF),
    ("cancel", Status.BOOKED, lambda r: {"reason": "Well again"}, Status.CANCELLED, Kind.CANCELLED),
    ("attend", Status.BOOKED, lambda r: {}, Status.ATTENDED, Kind.ATTENDED),
    ("miss", Status.BOOKED, lambda r: {}, Status.MISSED, Kind.MISSED),
    ("decline", Status.NEW, lambda r: {"reason": "Ask your doctor"}, Status.DECLINED, Kind.DECLINED),
    ("answer", Status.NEW, lambda r: {"note": "By email"}, Status.CONTACTED, Kind.ANSWERED),
    ("withdraw-all", Status.OFFERED, lambda r: {"note": "Ill"}, Status.CONTACTED, Kind.WITHDRAWN_ALL),
    ("reopen", Status.CANCELLED, lambda r: {"note": "Called again"}, Status.CONTACTED, Kind.REOPENED),
    ("send-link", Status.NEW, lambda r: {}, Status.NEW, Kind.SENT_LINK),
    ("note", Status.NEW, lambda r: {"note": "Nice"}, Status.NEW, Kind.NOTED),
    ("assign", Status.NEW, lambda r: {"to": UserFactory(is_staff=True).pk}, Status.NEW, Kind.ASSIGNED),
    ("correct", Status.NEW, lambda r: {"phone": "+34612345678", "email": r.email}, Status.NEW, Kind.CORRECTED),
    ("mark-spam", Status.NEW, lambda r: {}, Status.SPAM, Kind.MARKED_SPAM),
    ("unmark-spam", Status.SPAM, lambda r: {}, Status.NEW, Kind.UNMARKED_SPAM),
    ("clear-suspicion", Status.NEW, lambda r: {}, Status.NEW, Kind.CLEARED_SUSPICION),
]


def test_every_move_is_tried_here() -> None:
    assert {name for name, *_ in EVERY} == {move.name for move in MOVES}


@pytest.mark.parametrize(("move", "before", "typed", "after", "kind"), EVERY, ids=[row[0] for row in EVERY])
def test_a_move_is_made_and_written_down(
    at_noon: Any,
    desk: Client,
    receptionist: User,
    move: str,
    before: Status,
    typed: Answers,
    after: Status,
    kind: Event.Kind,
) -> None:
    request = standing_at(before)
    if move == "clear-suspicion":
        ConsultationRequest.objects.filter(pk=request.pk).update(suspicion="trap")
    if move == "keep":
        ConsultationRequest.objects.filter(pk=request.pk).update(wants_times_at=NOON)
    response = press(desk, request, move, **typed(request))
    assert response.status_code == 303
    assert response["Location"] == f"{LIST}{request.pk}/change/"
    request.refresh_from_db()
    assert request.status == after
    event = request.events.get()
    assert (event.kind, event.by, event.at) == (kind, receptionist, NOON)
    page = desk.get(response["Location"]).content.decode()
    assert 'class="messagelist"' in page
    assert not list(broken_invariants())


def test_what_is_said_afterwards_is_what_was_done(at_noon: Any, desk: Client) -> None:
    wanted = {
        Status.NEW: ("answer", "The request is contacted."),
        Status.OFFERED: ("withdraw-all", "The offered times are withdrawn."),
        Status.CANCELLED: ("reopen", "The request is open again."),
    }
    for status, (move, words) in wanted.items():
        request = standing_at(status)
        press(desk, request, move)
        assert words in desk.get(f"{LIST}{request.pk}/change/").content.decode()


@pytest.mark.parametrize("move", MOVES, ids=lambda move: str(move.name))
def test_looking_at_the_address_of_a_move_does_nothing(desk: Client, move: type[Move]) -> None:
    request = ConsultationRequestFactory()
    for method in ("get", "head", "put"):
        response = getattr(desk, method)(f"{LIST}{request.pk}/{move.name}/")
        assert (response.status_code, response["Location"]) == (303, f"{LIST}{request.pk}/change/")
    assert not request.events.exists()


@pytest.mark.parametrize("move", MOVES, ids=lambda move: str(move.name))
def test_nobody_makes_a_move_that_is_not_theirs(client: Client, move: type[Move]) -> None:
    request = ConsultationRequestFactory(suspect=True)
    others = ["view", "work"] if move.permission == CLOSE else ["view", "close"]
    for permissions in (["view"], others if move is not Note else ["view"], ["work", "close"]):
        client.force_login(member(*permissions))
        assert client.post(f"{LIST}{request.pk}/{move.name}/", {"note": "x", "outcome": "reached"}).status_code == 403
    client.logout()
    asked = client.post(f"{LIST}{request.pk}/{move.name}/")
    assert asked.status_code == 403
    assert 'id="login-form"' in asked.content.decode()
    assert not request.events.exists()


def test_another_site_cannot_press_a_button(receptionist: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(receptionist)
    request = ConsultationRequestFactory()
    assert browser.post(f"{LIST}{request.pk}/mark-spam/").status_code == 403
    assert not request.events.exists()


@pytest.mark.parametrize("pk", [999_999, 10**30])
def test_a_move_on_nothing_is_not_found(desk: Client, pk: int) -> None:
    assert desk.post(f"{LIST}{pk}/note/", {"note": "x"}).status_code == 404


def test_a_form_with_a_mistake_comes_back_open_with_what_was_typed(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory()
    response = press(desk, request, "call", note="She said\nmornings")
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert 'href="#call-outcome_0"' in page
    assert page.count("Choose what came of the call") == 2
    assert "She said\nmornings</textarea>" in page
    assert re.search(r'<details class="move" open>\s*<summary>Record a call', page)
    assert "<title>Error: " in re.sub(r">\s+", ">", page)
    assert not request.events.exists()


def test_a_mistake_in_another_time_stands_open_too(at_noon: Any, desk: Client) -> None:
    request = standing_at(Status.BOOKED)
    page = press(desk, request, "reschedule", **thursday() | {"at": "late"}).content.decode()
    assert "Enter the time, such as 10:30" in page
    assert 'value="late"' in page
    assert '<details class="tucked" open>' in page


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"at": "22:00"}, "Thursday 26 November 2026, 22:00"),  # ten, twelve hours wrong
        ({"at": "03:30"}, "03:30"),
        ({"on": "2026-11-29"}, "Sunday 29 November 2026, 10:00"),
        ({"at": "13:15"}, "13:15"),  # in the break
        ({"at": "16:30"}, "16:30"),  # longer than the day
    ],
)
@pytest.mark.parametrize("move", ["offer", "book", "reschedule"])
def test_a_time_outside_the_hours_is_asked_about_once_more_and_then_done(
    at_noon: Any, desk: Client, move: str, changed: dict[str, str], words: str
) -> None:
    request = standing_at(Status.BOOKED) if move == "reschedule" else ConsultationRequestFactory()
    sent = thursday(ClinicianFactory(working=True)) | changed | {"times": [] if move == "offer" else "another"}
    refused = press(desk, request, move, **sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert re.search(rf"{words} [^<]*</b> <small>outside the hours of Dr Example", page)
    assert "mean? (optional)" not in re.sub("<[^>]*>", "", page)
    assert f'value="{sent["at"]}"' in page
    assert not request.events.exists()
    (box,) = re.findall(r'name="sure" value="([^"]+)"', page)
    other = press(desk, request, move, **sent | {"on": "2026-12-06", "at": "01:00"}, sure=[box])
    assert other.status_code == 422  # what was confirmed is another time
    assert press(desk, request, move, **sent, sure=[box]).status_code == 303
    assert request.events.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"on": "2027-11-26"}, "<small>more than half a year away<"),
        ({"minutes": "20"}, "<small>20 minutes, which is unusual<"),
        ({"minutes": "125"}, "<small>125 minutes, which is unusual<"),
        ({"on": "2026-11-23", "at": "12:15"}, "<small>in less than an hour<"),
        ({"on": "2027-11-27", "at": "22:00"}, "<small>outside the hours of Dr Example"),
    ],
)
@pytest.mark.parametrize("move", ["offer", "book", "reschedule"])
def test_a_time_a_year_or_a_digit_away_from_the_usual_is_asked_about_too(
    at_noon: Any, desk: Client, move: str, changed: dict[str, str], words: str
) -> None:
    request = standing_at(Status.BOOKED) if move == "reschedule" else ConsultationRequestFactory()
    kept = {"times": [] if move == "offer" else "another"}
    sent = thursday(ClinicianFactory(working=True)) | {"minutes": "45"} | changed | kept
    refused = press(desk, request, move, **sent)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert words in page
    sure = re.findall(r'name="sure" value="([^"]+)"', page)
    assert press(desk, request, move, **sent, sure=sure).status_code == 303


@pytest.mark.parametrize(
    "changed", [{"on": "2027-05-21"}, {"minutes": "25"}, {"minutes": "120"}, {"on": "2026-11-23", "at": "14:00"}]
)
def test_half_a_year_twice_the_length_and_the_same_day_are_usual(
    at_noon: Any, desk: Client, changed: dict[str, str]
) -> None:
    sent = thursday(ClinicianFactory(working=True)) | changed | {"times": "another"}
    assert press(desk, ConsultationRequestFactory(), "book", **sent).status_code == 303


@pytest.mark.parametrize(("at", "status"), [("10:00", 303), ("07:00", 303), ("22:00", 422), ("06:30", 422)])
def test_where_no_hours_are_known_a_time_by_night_is_asked_about(
    at_noon: Any, desk: Client, at: str, status: int
) -> None:
    assert press(desk, ConsultationRequestFactory(), "book", **thursday() | {"at": at}).status_code == status


def test_a_time_within_the_hours_is_booked_at_once(at_noon: Any, desk: Client) -> None:
    clinician = ClinicianFactory(working=True)
    assert press(desk, ConsultationRequestFactory(), "book", **thursday(clinician)).status_code == 303


def test_what_is_offered_is_told_by_number_and_by_time(at_noon: Any, desk: Client) -> None:
    ClinicianFactory(working=True)
    request = ConsultationRequestFactory()
    usual = Offer(Case(request, NOON))["times"].value()
    press(desk, request, "offer", **thursday(Clinician.objects.get()), times=usual, alone="")
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    assert "1 time is offered: Thursday 26 November 2026, 10:00 (clinic time, UTC). The patient gets an email." in page
    assert request.appointments.offered().count() == 1


def test_a_time_that_was_taken_is_refused_and_nothing_is_lost(at_noon: Any, desk: Client) -> None:
    clinician = ClinicianFactory(working=True)
    request = ConsultationRequestFactory()
    best = Case(request, NOON).suggestions[0]
    AppointmentFactory(clinician=clinician, starts_at=best.starts_at)
    response = press(desk, request, "book", times=code(best), directions="Room 9")
    page = response.content.decode()
    assert response.status_code == 409
    assert "That time was taken just now. Choose another one." in page
    assert "taken meanwhile: choose another" in page
    assert 'value="Room 9"' in page
    request.refresh_from_db()
    assert request.status == Status.NEW
    assert not list(broken_invariants())


def test_what_the_action_refuses_is_said_in_its_words(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory()
    response = press(desk, request, "book", **thursday() | {"on": "2026-11-23", "at": "09:00"})
    assert response.status_code == 409
    assert "That time has passed." in response.content.decode()
    early = AppointmentFactory(starts_at=NOON + timedelta(days=2)).request
    assert "The visit has not begun" in press(desk, early, "attend").content.decode()


def test_of_two_who_act_at_once_the_second_is_told_and_can_still_do_it(
    at_noon: Any, desk: Client, receptionist: User
) -> None:
    request = ConsultationRequestFactory()
    looked = seen(request)
    colleague = UserFactory(first_name="Example", last_name="Colleague")
    actions.call(request=request, outcome=CallOutcome.NO_ANSWER, note="Rang ten times", by=colleague, now=NOON)
    response = press(desk, request, "note", note="Call the sister", seen=looked)
    page = response.content.decode()
    assert response.status_code == 409
    new = page.split('id="overtaken"')[1].split("</section>")[0]
    for words in ("Called", "Example Colleague", "Monday 23 November 2026, 12:00", "No answer<br>Rang ten times"):
        assert words in new, words
    assert "Call the sister</textarea>" in page
    assert 'href="#do-note"' in page
    assert not request.events.filter(kind=Kind.NOTED).exists()
    shown = re.findall(r'name="seen" value="(\d+)"', page)
    assert set(shown) == {str(seen(request))}
    assert press(desk, request, "note", note="Call the sister", seen=shown[0]).status_code == 303
    assert request.events.filter(kind=Kind.NOTED, by=receptionist).count() == 1


def test_a_second_click_is_told_from_a_colleague(at_noon: Any, desk: Client) -> None:
    ClinicianFactory(working=True)
    request = ConsultationRequestFactory()
    looked = seen(request)
    best = code(Case(request, NOON).suggestions[0])
    assert press(desk, request, "offer", times=[best], seen=looked).status_code == 303
    again = press(desk, request, "offer", times=[best], seen=looked)
    assert again.status_code == 409
    assert "You did something here a moment ago" in again.content.decode()
    assert request.appointments.offered().count() == 1


@pytest.mark.parametrize("sent", ["", "x", "-1", "٣", "9" * 18 + "x"])
def test_who_says_not_what_they_saw_has_seen_nothing(at_noon: Any, desk: Client, receptionist: User, sent: str) -> None:
    request = ConsultationRequestFactory()
    actions.note(request=request, note="First", by=receptionist, now=NOON)
    assert press(desk, request, "note", note="Second", seen=sent).status_code == 409


def test_what_was_typed_is_kept_where_the_move_is_gone(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory()
    looked = seen(request)
    actions.cancel(request=request, reason="", by=None, now=NOON)
    response = press(desk, request, "decline", reason="Words that took long to write", seen=looked)
    page = response.content.decode()
    assert response.status_code == 409
    kept = page.split('id="kept"')[1].split("</section>")[0]
    assert "Words that took long to write" in kept
    assert "<button" not in kept
    assert page.count("Words that took long to write") == 1


def test_rescheduling_what_is_booked_no_more_is_explained(at_noon: Any, desk: Client) -> None:
    request = standing_at(Status.BOOKED)
    looked = seen(request)
    actions.cancel(request=request, reason="", by=UserFactory(), now=NOON)
    response = press(desk, request, "reschedule", seen=looked, **thursday())
    assert response.status_code == 409
    assert "what you typed" in response.content.decode()


def test_an_offer_of_somebody_else_cannot_be_accepted(at_noon: Any, desk: Client) -> None:
    mine, theirs = standing_at(Status.OFFERED), standing_at(Status.OFFERED)
    for sent in (offered_pk(theirs), {"appointment": "x"}, {}):
        response = press(desk, mine, "accept", **sent)
        assert response.status_code == 422
        assert "That time is no longer offered." in response.content.decode()
    assert Appointment.objects.offered().count() == 2


def test_an_offer_that_ran_out_is_refused(at_noon: Any, desk: Client) -> None:
    request = standing_at(Status.OFFERED)
    at_noon.move_to(NOON + timedelta(hours=3))
    response = press(desk, request, "accept", **offered_pk(request))
    assert response.status_code == 409
    assert "That time is no longer offered." in response.content.decode()


def test_another_time_may_be_offered_besides_what_is_booked(at_noon: Any, desk: Client) -> None:
    request = AppointmentFactory().request
    assert press(desk, request, "offer", **thursday()).status_code == 303
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    assert "Offered instead" in page
    chosen = offered_pk(request)
    assert press(desk, request, "accept", **chosen).status_code == 303
    assert request.appointments.get(status=AppointmentStatus.BOOKED).pk == chosen["appointment"]
    assert not list(broken_invariants())


def test_a_time_that_the_clocks_skip_is_not_moved_without_a_word(at_noon: Any, desk: Client, settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Madrid"
    request = standing_at(Status.CONTACTED)
    skipped = thursday() | {"on": "2027-03-28", "at": "02:30"}
    response = press(desk, request, "book", **skipped)
    assert response.status_code == 422
    assert "The clocks go forward over this time" in response.content.decode()
    assert not request.appointments.exists()
    night = skipped | {"at": "03:30"}  # a time of the clock, and yet at night and on a Sunday: it is asked about
    sure = re.findall(r'name="sure" value="([^"]+)"', press(desk, request, "book", **night).content.decode())
    assert press(desk, request, "book", **night, sure=sure).status_code == 303


def at_one_press(client: Client, request: ConsultationRequest) -> set[str]:
    """The moves whose buttons are in sight on the screen: nothing has to be unfolded first."""
    return in_sight(client.get(f"{LIST}{request.pk}/change/").content.decode(), request)


def in_sight(page: str, request: ConsultationRequest) -> set[str]:
    without_tucked = re.sub(r'<details class="tucked".*?</details>', "", page, flags=re.DOTALL)
    return buttons(re.sub(r"<details.*?</details>", "", without_tucked, flags=re.DOTALL), request)


def buttons(page: str, request: ConsultationRequest) -> set[str]:
    return set(re.findall(rf'action="{LIST}{request.pk}/([a-z-]+)/"', page))


@pytest.mark.parametrize(
    ("status", "suspicion"), [(Status.NEW, "trap"), (Status.NEW, "burst"), *((status, "") for status in Status)]
)
def test_what_was_just_done_is_not_undone_by_a_second_press(
    at_noon: Any, desk: Client, status: Status, suspicion: str
) -> None:
    """Where a button was, or anywhere in sight, none appears that was not there before."""
    request = standing_at(status)
    ConsultationRequest.objects.filter(pk=request.pk).update(suspicion=suspicion)
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    before = in_sight(page, request)
    one_press = {"attend", "miss", "keep", "clear-suspicion", "mark-spam", "unmark-spam", "cancel", "call-off"}
    for name in one_press & buttons(page, request):
        with undone():
            if press(desk, request, name).status_code == 303:
                assert at_one_press(desk, request) <= before, name


@pytest.mark.parametrize(("marked", "other"), [("attend", "Mark as did not come"), ("miss", "Mark as attended")])
def test_once_it_is_marked_whether_they_came_the_other_mark_stands_apart(
    at_noon: Any, desk: Client, marked: str, other: str
) -> None:
    request = standing_at(Status.BOOKED)
    assert {"attend", "miss"} <= at_one_press(desk, request)
    press(desk, request, marked)
    page = desk.get(f"{LIST}{request.pk}/change/").content.decode()
    usual, rare = page.split("Less often")
    assert other not in usual
    assert other in rare
    assert re.search(rf'<button[^>]*class="[^"]*calm[^"]*"[^>]*>\s*{other}', rare)
