"""Signing in and out: nothing that was typed is lost on the way, and nothing is sent that nobody pressed."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client

from appointments.desk.moves.slots import code
from appointments.diary.slots import Slot
from appointments.models import ConsultationRequest
from tests.factories import NOON, AppointmentFactory, ClinicianFactory, ConsultationRequestFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-invented-password"
OURS = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
LIST = "/admin/appointments/consultationrequest/"
TYPED = 'Called at noon, "tired"\n<b>likes</b> afternoons ’ä'


@pytest.fixture
def browser(receptionist: User) -> Client:
    """A browser whose forms carry tokens, as real ones do."""
    return Client(enforce_csrf_checks=True)


def inputs(page: HttpResponse, form: str = "") -> dict[str, str]:
    """The hidden fields of the page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {html.unescape(name): html.unescape(value) for name, value in found}


def log_in(browser: Client, page: HttpResponse, **more: str) -> HttpResponse:
    answers = inputs(page) | {"username": "reception", "password": PASSWORD} | more
    return browser.post("/admin/login/", answers, headers=OURS)  # type: ignore[return-value]


def token_of(browser: Client, address: str) -> str:
    return inputs(browser.get(address))["csrfmiddlewaretoken"]  # type: ignore[arg-type]


def note_of(request: ConsultationRequest) -> str:
    return f"{LIST}{request.pk}/note/"


def opened(browser: Client, request: ConsultationRequest) -> dict[str, str]:
    """A note that is typed on an open screen."""
    log_in(browser, browser.get("/admin/login/"))  # type: ignore[arg-type]
    screen = browser.get(f"{LIST}{request.pk}/change/")
    return {"seen": "0", "note": TYPED, "csrfmiddlewaretoken": inputs(screen)["csrfmiddlewaretoken"]}  # type: ignore[arg-type]


def test_a_note_sent_after_the_sessions_end_is_kept_and_sent_by_one_press(browser: Client) -> None:
    request = ConsultationRequestFactory()
    typed = opened(browser, request)
    browser.cookies.pop("session")
    asked = browser.post(note_of(request), typed, headers=OURS)
    assert 'id="login-form"' in asked.content.decode()
    assert "This field is required" not in asked.content.decode()
    wrong = log_in(browser, asked, password="wrong")  # type: ignore[arg-type]
    shown = log_in(browser, wrong)
    assert html.escape("<b>likes</b> afternoons ’ä") in shown.content.decode()
    assert not request.events.exists()
    again = inputs(shown)
    assert again["note"] == TYPED
    done = browser.post(note_of(request), again, headers=OURS)
    assert (done.status_code, done["Location"]) == (303, f"{LIST}{request.pk}/change/")
    assert request.events.get().note == TYPED


def shown_after_signing_in(browser: Client, address: str, typed: dict[str, Any]) -> str:
    """The page that asks whether to send what was sent to this address after the session had ended, in words."""
    token = token_of(browser, "/admin/login/")
    asked = browser.post(address, typed | {"csrfmiddlewaretoken": token}, headers=OURS)
    shown = log_in(browser, asked).content.decode()  # type: ignore[arg-type]
    assert "Not sent yet" in shown
    said = re.findall(r"<h2>(.+?)</h2>|<dt>(.+?)</dt><dd>(.+?)</dd>", shown)
    return html.unescape("\n".join(": ".join(filter(None, line)) for line in said))


HOURS = {"weekday": "0", "starts": "09:00", "ends": "13:00", "visit_type": "video", "is_step_free": "on", "id": ""}
OFF = {"starts_at_0": "2026-12-24", "starts_at_1": "00:00", "ends_at_0": "2026-12-27", "ends_at_1": "00:00"}


def test_a_clinicians_hours_are_shown_in_the_words_of_their_page(browser: Client) -> None:
    rows = {f"working_hours-0-{name}": value for name, value in HOURS.items()}
    rows |= {f"time_off-0-{name}": value for name, value in OFF.items()} | {"time_off-0-reason": "Congress"}
    typed = {"name": "Dr Example", "is_active": "on", "notice_hours": "24", "time_off-TOTAL_FORMS": "1", "seen": "3"}
    told = shown_after_signing_in(
        browser, f"/admin/appointments/clinician/{ClinicianFactory().pk}/change/", typed | rows
    )
    assert told.splitlines() == [
        "Clinician",
        "Name: Dr Example",
        "Sees patients: Yes",
        "Shortest notice: 24",
        "Stretch of hours 1: Day of the week: Monday",
        "Stretch of hours 1: From: 09:00",
        "Stretch of hours 1: To: 13:00",
        "Stretch of hours 1: For visits: By video",
        "Stretch of hours 1: Room without steps: Yes",
        "Time off 1: From: 2026-12-24",
        "Time off 1: From: 00:00",
        "Time off 1: To: 2026-12-27",
        "Time off 1: To: 00:00",
        "Time off 1: Reason: Congress",
    ]


def test_of_an_account_nothing_secret_is_shown_and_groups_have_their_names(browser: Client) -> None:
    group = Group.objects.get(name="Manager")
    typed = {
        "username": "ana",
        "is_active": "on",
        "groups": str(group.pk),
        "password1": "secret",
        "usable_password": "x",
    }
    told = shown_after_signing_in(browser, f"/admin/auth/user/{User.objects.get().pk}/change/", typed)
    assert told.splitlines() == ["User", "Username: ana", "Active: Yes", "Groups: Manager"]
    told = shown_after_signing_in(Client(enforce_csrf_checks=True), "/admin/auth/user/add/", {"username": "ana"})
    assert told.splitlines() == ["User", "Username: ana"]


def test_offered_times_are_shown_as_they_are_read(browser: Client, at_noon: Any) -> None:
    request, clinician = ConsultationRequestFactory(), ClinicianFactory()
    time = code(Slot(clinician, NOON + timedelta(days=2), 45, "video"))
    told = shown_after_signing_in(
        browser, f"{LIST}{request.pk}/offer/", {"seen": "0", "times": [time], "directions": "3"}
    )
    assert told.splitlines()[0] == f"Offer times: {request.spoken_reference}"
    assert told.splitlines()[1].startswith("Suggested times: Wednesday 25 November 2026, 12:00")
    assert told.splitlines()[2] == "Where or how: 3"
    offered = AppointmentFactory(offered=True)
    typed = {"seen": "0", "appointment": str(offered.pk)}
    told = shown_after_signing_in(Client(enforce_csrf_checks=True), f"{LIST}{offered.request.pk}/withdraw/", typed)
    assert told.startswith(
        f"Withdraw this time: {offered.request.spoken_reference}\nAppointment: Wednesday 25 November"
    )


def test_a_request_by_phone_is_shown_with_its_questions_and_answers(browser: Client) -> None:
    typed = {"requested_for": "self", "full_name": "Example Amparo", "topics": ["pain"], "entry": "4", "consent": "on"}
    told = shown_after_signing_in(browser, f"{LIST}by-phone/", typed)
    assert "The caller\n" in told
    assert "Full name of the caller: Example Amparo" in told
    assert "entry" not in told.lower()
    assert ": pain" not in told


def test_what_has_gone_meanwhile_is_shown_all_the_same(browser: Client) -> None:
    told = shown_after_signing_in(browser, f"{LIST}999/note/", {"note": "Rang twice", "seen": "7"})
    assert told == "Note: Rang twice"


def test_a_note_from_a_page_older_than_the_last_sign_in_is_kept_too(browser: Client) -> None:
    request = ConsultationRequestFactory()
    typed = opened(browser, request)
    browser.cookies.pop("session")
    log_in(browser, browser.get("/admin/login/"))  # type: ignore[arg-type]
    shown = browser.post(note_of(request), typed, headers=OURS)
    assert not request.events.exists()
    browser.post(note_of(request), inputs(shown), headers=OURS)  # type: ignore[arg-type]
    assert request.events.get().note == TYPED


@pytest.mark.parametrize("headers", [{"origin": "https://elsewhere.example.org"}, {"sec-fetch-site": "cross-site"}, {}])
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_what_another_site_sends_is_neither_kept_nor_shown(
    browser: Client, headers: dict[str, str], is_signed_in: bool
) -> None:
    request = ConsultationRequestFactory()
    if is_signed_in:
        log_in(browser, browser.get("/admin/login/"))  # type: ignore[arg-type]
    refused = browser.post(note_of(request), {"note": "forged words"}, headers=headers)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert "forged words" not in page
    assert "kept" not in inputs(refused)  # type: ignore[arg-type]
    assert "its own pages" in page


def test_what_is_carried_cannot_be_made_by_hand(browser: Client) -> None:
    page = browser.get("/admin/login/")
    went_on = log_in(browser, page, kept="WyIvYWRtaW4vIixbXV0:1abc:forged")  # type: ignore[arg-type]
    assert went_on.status_code == 302


def test_passwords_are_not_carried(browser: Client) -> None:
    token = token_of(browser, "/admin/login/")
    new = {"csrfmiddlewaretoken": token, "username": "ana", "password1": "sesame-words", "usable_password": "x"}
    asked = browser.post("/admin/auth/user/add/", new, headers=OURS)
    shown = log_in(browser, asked)  # type: ignore[arg-type]
    assert inputs(shown)["username"] == "ana"
    assert "sesame" not in shown.content.decode()


def test_a_sign_in_page_in_a_second_tab_goes_on_to_what_it_asked_for(browser: Client) -> None:
    wanted = f"/admin/login/?next={LIST}"
    second = browser.get(wanted)
    log_in(browser, browser.get("/admin/login/"))  # type: ignore[arg-type]
    assert browser.get(wanted)["Location"] == LIST
    went_on = log_in(browser, second)  # type: ignore[arg-type]
    assert (went_on.status_code, went_on["Location"]) == (302, LIST)


def test_going_on_never_leaves_the_site(browser: Client) -> None:
    log_in(browser, browser.get("/admin/login/"))  # type: ignore[arg-type]
    assert browser.get("/admin/login/?next=https://elsewhere.example.org/")["Location"] == "/admin/"


def test_an_old_sign_in_page_asks_once_more(browser: Client) -> None:
    asked = log_in(browser, browser.get("/admin/login/"), csrfmiddlewaretoken="x" * 64)  # type: ignore[arg-type]
    assert 'id="login-form"' in asked.content.decode()
    assert log_in(browser, asked).status_code == 302


def test_the_address_of_an_act_leads_to_a_page(desk: Client, client: Client) -> None:
    assert desk.get("/admin/logout/")["Location"] == "/admin/"
    request = ConsultationRequestFactory()
    signed_out = client.get(note_of(request))
    assert signed_out["Location"] == f"/admin/login/?next={note_of(request)}"
    assert desk.get(note_of(request))["Location"] == f"{LIST}{request.pk}/change/"


@pytest.mark.parametrize(
    ("address", "words"),
    [("/admin/nowhere/", "nothing at this address"), ("/admin/?x__regex=1", "No page of the desk")],
)
def test_refusals_at_the_desk_speak_to_staff(desk: Client, address: str, words: str) -> None:
    page = desk.get(address).content.decode()
    assert words in page
    assert "start page" in page


def test_who_may_not_is_told_whom_to_ask(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert "whoever looks after the accounts" in client.get("/admin/auth/user/").content.decode()


def test_patients_keep_their_own_words() -> None:
    refused = Client(enforce_csrf_checks=True).post("/privacy/")
    assert "To ask for an appointment" in refused.content.decode()
