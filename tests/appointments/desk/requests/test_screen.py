"""The screen of one request: what it shows for the call, and which moves it offers to whom."""

import re
from datetime import timedelta
from typing import Any, cast

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils.html import escape

from appointments import actions
from appointments.actions.details import Correction
from appointments.desk.moves import MOVES, Case
from appointments.desk.moves.slots import slot_of
from appointments.desk.requests.summary import possible
from appointments.lifecycle import AppointmentStatus, Status
from appointments.models import ConsultationRequest, Event, Message
from tests.appointments.stage import DAY, VISIT, accept, offer, request_in, staff
from tests.factories import (
    NOON,
    AppointmentFactory,
    ClinicianFactory,
    ConsultationRequestFactory,
    MessageFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LIST = "/admin/appointments/consultationrequest/"
MINUTES = timedelta(minutes=30)
HOSTILE = "<script>alert(1)</script>"


def screen(client: Client, request: ConsultationRequest) -> str:
    response = client.get(f"{LIST}{request.pk}/change/")
    assert response.status_code == 200
    return response.content.decode()


def member(*permissions: str) -> User:
    """A colleague who may do this much: `view`, `work`, `close`."""
    colleague = UserFactory(is_staff=True)
    codes = [f"{permission}_consultationrequest" for permission in permissions]
    colleague.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return colleague


def standing_at(status: Status) -> ConsultationRequest:
    """A request of that status, with the appointments that go with it; what is booked began half an hour ago."""
    request: ConsultationRequest = ConsultationRequestFactory(status=status)
    if status == Status.OFFERED:
        AppointmentFactory(request=request, status=AppointmentStatus.OFFERED, expires_at=NOON + timedelta(hours=2))
    elif status in {Status.BOOKED, Status.ATTENDED, Status.MISSED}:
        AppointmentFactory(request=request, status=status.value, starts_at=NOON - timedelta(minutes=30))
    return request


# What staff may do, by the status of the request, as `lifecycle` has it. Notes can be added to any.
ALWAYS = {"note", "send-link"}
OPEN = {*ALWAYS, "call", "assign", "correct", "cancel"}
GRID = {
    Status.NEW: OPEN | {"offer", "book", "answer", "decline", "mark-spam"},
    Status.CONTACTED: OPEN | {"offer", "book", "ask-other-times", "decline", "mark-spam"},
    Status.OFFERED: OPEN | {"offer", "book", "accept", "withdraw", "withdraw-all", "ask-other-times", "decline"},
    Status.BOOKED: OPEN | {"offer", "reschedule", "ask-other-times", "call-off", "attend", "miss"},
    Status.ATTENDED: {*ALWAYS, "call", "miss"},
    Status.MISSED: {*ALWAYS, "call", "attend", "reopen"},
    Status.DECLINED: {*ALWAYS, "call", "reopen"},
    Status.CANCELLED: {*ALWAYS, "call", "reopen"},
    Status.SPAM: {"note", "unmark-spam"},
}


@pytest.mark.parametrize("status", Status)
def test_the_screen_offers_exactly_what_the_lifecycle_allows(at_noon: Any, desk: Client, status: Status) -> None:
    request = standing_at(status)
    page = screen(desk, request)
    assert set(re.findall(rf'action="{LIST}{request.pk}/([a-z-]+)/"', page)) == GRID[status]


@pytest.mark.parametrize("status", Status)
def test_what_is_offered_and_what_is_refused_are_the_two_halves_of_all_moves(
    at_noon: Any, receptionist: User, status: Status
) -> None:
    """Each move of `MOVES` that needs another status is possible exactly where `lifecycle` has it."""
    desk = Case(standing_at(status), NOON)
    names = {move.name for move in possible(desk, receptionist)}
    leads_to = {
        "offer": Status.OFFERED,
        "book": Status.BOOKED,
        "decline": Status.DECLINED,
        "cancel": Status.CANCELLED,
        "attend": Status.ATTENDED,
        "miss": Status.MISSED,
        "mark-spam": Status.SPAM,
    }
    stays = {"offer": {Status.OFFERED, Status.BOOKED}}
    for name, goal in leads_to.items():
        assert (name in names) == (desk.allows(goal) or status in stays.get(name, set())), name


def test_a_visit_is_not_marked_before_its_time(at_noon: Any, receptionist: User) -> None:
    request = AppointmentFactory(starts_at=NOON + timedelta(hours=2)).request
    assert {"attend", "miss"} & {move.name for move in possible(Case(request, NOON), receptionist)} == {"attend"}
    yesterday = Case(request, NOON - timedelta(days=1))
    assert not {"attend", "miss"} & {move.name for move in possible(yesterday, receptionist)}


def test_of_a_visit_that_is_over_it_is_first_said_whether_they_came(at_noon: Any, receptionist: User) -> None:
    visit = AppointmentFactory(starts_at=NOON - timedelta(hours=1))
    names = {move.name for move in possible(Case(visit.request, NOON), receptionist)}
    assert {"attend", "miss"} <= names
    assert not names & {"offer", "reschedule", "call-off", "cancel"}


def test_everyone_is_offered_what_they_may_do(at_noon: Any) -> None:
    request = standing_at(Status.BOOKED)
    offered = {
        who: {move.name for move in possible(Case(request, NOON), member(*who.split()))}
        for who in ("view", "view work", "view close")
    }
    assert offered == {
        "view": set(),
        "view work": GRID[Status.BOOKED] - {"attend", "miss"},
        "view close": {"attend", "miss", "note"},
    }


def test_the_screen_opens_only_to_those_who_may_see_requests(client: Client) -> None:
    request = ConsultationRequestFactory()
    client.force_login(member("work"))
    assert client.get(f"{LIST}{request.pk}/change/").status_code == 403
    client.force_login(member("view"))
    page = screen(client, request)
    assert "What you can do now" not in page
    assert request.spoken_reference in page


@pytest.mark.parametrize("pk", ["999999", "0", "x", "9" * 40])
def test_an_unknown_request_is_not_found(desk: Client, pk: str) -> None:
    assert desk.get(f"{LIST}{pk}/change/").status_code == 404


def test_all_that_a_call_needs_stands_at_the_top(at_noon: Any, desk: Client, receptionist: User) -> None:
    request = ConsultationRequestFactory(
        for_someone_else=True,
        full_name="Example Bruno",
        relationship="brother",
        phone="+34612345678;ext=12",
        email="bruno@example.org",
        contact_by="phone",
        days=["mon"],
        times=["morning"],
        topics=["fatigue"],
        message="She tires quickly.\nCall before noon.",
        access_needs=["wheelchair"],
        access_notes="Ramp at the back",
        visit_type="video",
        assigned_to=receptionist,
    )
    page = screen(desk, request)
    for words in (
        "<h1>Example Bruno for Example Carla</h1>",
        'href="tel:+34612345678;ext=12"',
        'href="mailto:bruno@example.org"',
        "brother",
        "The patient agrees, or the sender may decide",
        "Phone call; Monday, Morning",
        "By video",
        "Room for a wheelchair",
        "Ramp at the back",
        "She tires quickly.<br>Call before noon.",
        "Fatigue",
        "Looked after by reception",
        request.spoken_reference,
        "Contact them, or offer times right away.",
    ):
        assert words in page, words


NEXT = [
    (Status.OFFERED, "Wait for them to choose"),
    (Status.BOOKED, "Did they come?"),
    (Status.CANCELLED, "the request is closed"),
    (Status.SPAM, "put it back in the queue"),
]


@pytest.mark.parametrize(("status", "words"), NEXT)
def test_the_next_step_is_named(at_noon: Any, desk: Client, status: Status, words: str) -> None:
    assert words in screen(desk, standing_at(status))


def test_the_next_step_of_a_video_visit_is_its_link(at_noon: Any, desk: Client) -> None:
    words = "Write how the call is joined: the patient was told that it comes."
    for starts_at in (NOON + timedelta(days=1), NOON - timedelta(minutes=40)):
        assert words in screen(desk, AppointmentFactory(visit_type="video", starts_at=starts_at).request)
    for other in (
        {"visit_type": "video", "starts_at": NOON - timedelta(minutes=45)},
        {"visit_type": "video", "directions": "Open https://video.example.org/1"},
        {"visit_type": "phone"},
    ):
        assert words not in screen(desk, AppointmentFactory(**other).request)


def test_nobody_is_told_to_do_what_they_may_not(at_noon: Any, client: Client) -> None:
    begun = standing_at(Status.BOOKED)
    requests = [ConsultationRequestFactory(), AppointmentFactory(visit_type="video").request]
    client.force_login(member("view", "close"))
    assert "Did they come? Mark it." in screen(client, begun)
    for request in requests:
        assert "Next:" not in screen(client, request)
    client.force_login(member("view"))
    assert "Next:" not in screen(client, begun)


def test_the_page_it_was_sent_from_is_named_as_patients_read_it(desk: Client) -> None:
    request = ConsultationRequestFactory(source="speech-and-swallowing")
    assert "<dt>From the page</dt><dd>Speech and swallowing</dd>" in screen(desk, request)
    assert "From the page" not in screen(desk, ConsultationRequestFactory())


def test_a_suspect_can_be_cleared_where_the_notice_stands(desk: Client) -> None:
    request = ConsultationRequestFactory(suspect=True)
    page = screen(desk, request)
    assert "filled in the field that people do not see" in page
    assert f'action="{LIST}{request.pk}/clear-suspicion/"' in page
    assert "Check whether this is spam." in page


def test_times_are_shown_in_full_with_what_can_be_done(at_noon: Any, desk: Client) -> None:
    offered = AppointmentFactory(offered=True, directions="Room 4")
    gone = AppointmentFactory(
        request=offered.request, status=AppointmentStatus.OFFERED, starts_at=NOON + timedelta(days=3), expires_at=NOON
    )
    page = screen(desk, offered.request)
    for words in (
        "Wednesday 25 November 2026, 12:00 (clinic time, UTC)",
        "Held until Thursday 26 November 2026, 12:00",
        "Room 4",
        f"{LIST}{offered.request_id}/letter/",
    ):
        assert words in page, words
    assert page.count("They accept this time") == 1
    assert page.count("Withdraw this time") == 2
    assert page.count("Ran out:") == 1
    assert f'value="{gone.pk}"' in page


def test_news_since_the_last_reading_stands_out_once(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory()
    screen(desk, request)
    at_noon.move_to(NOON + timedelta(hours=1))
    actions.note(request=request, note="The lift is broken", by=None, now=NOON + timedelta(hours=1))
    at_noon.move_to(NOON + timedelta(hours=2))
    assert "News since you last read it" in screen(desk, request)
    assert "News since you last read it" not in screen(desk, request)


def test_opening_changes_nothing_but_that_it_was_read(at_noon: Any, desk: Client) -> None:
    request = AppointmentFactory(offered=True).request
    before = ConsultationRequest.objects.filter(pk=request.pk).values().get()
    screen(desk, request)
    after = ConsultationRequest.objects.filter(pk=request.pk).values().get()
    assert before | {"read_at": NOON} == after
    assert not Event.objects.exists()
    assert desk.head(f"{LIST}{request.pk}/change/").status_code == 200


def test_the_timeline_is_newest_first_with_who_and_when(at_noon: Any, desk: Client, receptionist: User) -> None:
    request = ConsultationRequestFactory()
    actions.note(request=request, note="First line\nsecond line", by=receptionist, now=NOON)
    actions.note(request=request, note="Newer", by=None, now=NOON + timedelta(minutes=1))
    page = screen(desk, request).split('id="timeline"')[1]
    assert page.index("Newer") < page.index("First line<br>second line")
    assert "reception, " in page
    assert "Monday 23 November 2026, 12:00 (clinic time, UTC)" in page


WHO = [
    (Event.Kind.SUBMITTED, "Request received", "the site"),
    (Event.Kind.EXPIRED, "Offer ran out", "the site"),
    (Event.Kind.ASKED_OTHER_TIMES, "Other times wanted", "the patient"),
]


@pytest.mark.parametrize(("kind", "words", "who"), WHO)
def test_the_timeline_tells_the_patient_from_the_site(desk: Client, kind: str, words: str, who: str) -> None:
    request = ConsultationRequestFactory()
    Event.objects.create(request=request, kind=kind, at=NOON)
    assert f"<b>{words}</b> – {who}, " in screen(desk, request)


def test_the_timeline_tells_what_was_before_and_what_is_now(at_noon: Any, desk: Client, receptionist: User) -> None:
    visit = AppointmentFactory(request__phone="+34612345678")
    slot = slot_of(visit)._replace(starts_at=visit.starts_at + timedelta(days=1))
    actions.reschedule(request=visit.request, slot=slot, by=receptionist, now=NOON)
    correction = dict.fromkeys(Correction.__annotations__, "") | {
        "email": visit.request.email,
        "access_needs": [],
        "days": [],
        "times": [],
    }
    actions.correct(request=visit.request, correction=cast("Correction", correction), by=None, now=NOON)
    page = screen(desk, visit.request)
    assert "<b>Rescheduled</b> – reception, " in page
    assert (
        f"Before: Wednesday 25 November 2026, 12:00 (clinic time, UTC); {visit.clinician}; At the clinic<br>"
        f"Now: Thursday 26 November 2026, 12:00 (clinic time, UTC); {visit.clinician}; At the clinic" in page
    )
    assert "<b>Corrected</b> – the patient, " in page
    assert "Phone before: +34612345678" in page


def test_what_no_email_says_is_told_by_phone(at_noon: Any, desk: Client) -> None:
    offered = AppointmentFactory(offered=True, request__email="", request__phone="+34612345678")
    MessageFactory(request=offered.request, kind=Message.Kind.OFFERED, to="")
    page = screen(desk, offered.request)
    assert "Tell them by phone" in page
    assert "Which one suits you?" in page
    assert "Call them: below is what to say." in page


def test_possible_duplicates_are_shown_and_bounded(desk: Client) -> None:
    request = ConsultationRequestFactory(email="Amparo@example.org", phone="+34612345678")
    same_mail = ConsultationRequestFactory(email="amparo@example.org", cancelled=True)
    same_phone = ConsultationRequestFactory(email="", phone="+34612345678")
    stranger = ConsultationRequestFactory(email="amparo2@example.org")
    page = screen(desk, request)
    for twin in (same_mail, same_phone):
        assert f'href="{LIST}{twin.pk}/change/"' in page
        assert twin.spoken_reference in page
    assert f"{LIST}{stranger.pk}/" not in page
    assert "There are more" not in page
    for _ in range(5):
        ConsultationRequestFactory(email="AMPARO@example.org")
    assert "There are more" in screen(desk, request)


def test_two_without_a_phone_are_no_duplicates(desk: Client) -> None:
    ConsultationRequestFactory(phone="")
    assert "Maybe the same people" not in screen(desk, ConsultationRequestFactory(phone=""))
    nobody = ConsultationRequestFactory(email="", phone="+34612345678")
    ConsultationRequestFactory(email="", phone="+34612345679")
    assert "Maybe the same people" not in screen(desk, nobody)


def test_hostile_text_is_text_in_every_place(at_noon: Any, desk: Client, receptionist: User) -> None:
    receptionist.first_name = HOSTILE
    receptionist.save()
    request = ConsultationRequestFactory(
        for_someone_else=True,
        status=Status.OFFERED,
        full_name=HOSTILE,
        patient_name=HOSTILE,
        relationship=HOSTILE,
        email=f'"{HOSTILE}"@example.org',
        phone=HOSTILE,
        message=HOSTILE,
        access_notes=HOSTILE,
        access_needs=[HOSTILE],
        topics=[HOSTILE],
        source=HOSTILE,
        declined_because=HOSTILE,
        assigned_to=receptionist,
    )
    clinician = ClinicianFactory(working=True, name=HOSTILE)
    AppointmentFactory(
        request=request, offered=True, clinician=clinician, directions=HOSTILE, request__status="offered"
    )
    actions.note(request=request, note=HOSTILE, by=receptionist, now=NOON)
    ConsultationRequestFactory(full_name=HOSTILE, phone=HOSTILE)
    MessageFactory(request=request, to=HOSTILE, last_error=HOSTILE, gave_up_at=NOON)
    page = screen(desk, request)
    assert HOSTILE not in page
    assert page.count(escape(HOSTILE)) > 15
    refused = desk.post(f"{LIST}{request.pk}/note/", {"note": HOSTILE}).content.decode()
    assert HOSTILE not in refused
    assert HOSTILE not in desk.get(f"{LIST}{request.pk}/letter/").content.decode()


def test_the_screen_has_no_script_style_or_handler_of_its_own(at_noon: Any, desk: Client) -> None:
    page = screen(desk, standing_at(Status.OFFERED)).split('id="content"')[1].split("base-svgs")[0]
    assert not re.findall(r"<script|<style|\sstyle=|\son[a-z]+=", page)


def test_names_of_fields_are_told_apart(at_noon: Any, desk: Client) -> None:
    ClinicianFactory(working=True)
    offered = AppointmentFactory(offered=True)
    AppointmentFactory(
        request=offered.request,
        status=AppointmentStatus.OFFERED,
        starts_at=NOON + timedelta(days=3),
        expires_at=NOON + timedelta(days=1),
    )
    page = screen(desk, offered.request)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'\sfor="([^"]+)"', page)) <= set(ids)


def test_a_long_story_costs_no_more_queries(
    at_noon: Any, desk: Client, receptionist: User, django_assert_max_num_queries: Any
) -> None:
    clinician = ClinicianFactory(working=True)
    request = AppointmentFactory(offered=True, clinician=clinician).request

    def queries() -> int:
        with django_assert_max_num_queries(25) as counted:
            screen(desk, request)
        return len(counted)

    screen(desk, request)
    short = queries()
    for number in range(12):
        actions.note(request=request, note=str(number), by=receptionist, now=NOON)
        MessageFactory(request=request, occasion=str(number))
        ConsultationRequestFactory(email=request.email)
        UserFactory(is_staff=True)
    for day in range(4, 8):
        AppointmentFactory(
            request=request,
            clinician=clinician,
            status=AppointmentStatus.OFFERED,
            starts_at=NOON + timedelta(days=day),
            expires_at=NOON + timedelta(hours=9),
        )
    assert queries() == short


def test_every_move_has_its_words_and_an_address_of_its_own() -> None:
    assert len({move.name for move in MOVES}) == len(MOVES)
    assert not {"change", "delete", "history", "letter", "add", "by-phone"} & {move.name for move in MOVES}
    request = ConsultationRequestFactory()
    for move in MOVES:
        form = move(Case(request, NOON))
        assert form.legend, move
        assert form.button, move
        assert form.done, move


def test_the_list_tells_who_looks_after_what(desk: Client, receptionist: User) -> None:
    mine = ConsultationRequestFactory(assigned_to=receptionist)
    wishing = ConsultationRequestFactory(status=Status.CONTACTED, wants_times_at=NOON)
    for query, wanted in (("of=me", mine), ("queue=other-times", wishing), ("of=nobody", wishing)):
        page = desk.get(f"{LIST}?{query}").content.decode()
        assert page.count('class="field-spoken') == 1
        assert wanted.spoken_reference in page
    page = desk.get(LIST).content.decode()
    assert "Wants other times" in page
    assert f'href="{LIST}by-phone/"' in page


def test_many_colleagues_cost_the_list_nothing(desk: Client, django_assert_max_num_queries: Any) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(20) as counted:
            desk.get(LIST)
        return len(counted)

    ConsultationRequestFactory(assigned_to=UserFactory())
    one = queries()
    for _ in range(20):
        ConsultationRequestFactory(assigned_to=UserFactory())
    assert queries() == one


def test_letters_are_for_times_that_stand(at_noon: Any, desk: Client, client: Client) -> None:
    booked = AppointmentFactory(request__full_name="Example Amparo").request
    letter = desk.get(f"{LIST}{booked.pk}/letter/").content.decode()
    assert "Wednesday 25 November 2026, 12:00" in letter
    assert booked.spoken_reference in letter
    assert "Example Amparo" in letter
    offered = AppointmentFactory(offered=True).request
    assert "Wednesday 25 November 2026" in desk.get(f"{LIST}{offered.pk}/letter/").content.decode()
    new = ConsultationRequestFactory()
    assert desk.get(f"{LIST}{new.pk}/letter/").status_code == 404
    client.force_login(member("work"))
    assert client.get(f"{LIST}{booked.pk}/letter/").status_code == 403


def test_news_of_a_new_wish_says_what_is_wished_now_and_what_was_before(at_noon: Any, desk: Client) -> None:
    request = ConsultationRequestFactory(status=Status.CONTACTED, days=["mon"], read_at=NOON - timedelta(hours=1))
    actions.ask_other_times(request=request, days=[], times=["afternoon"], note="", by=None, now=NOON)
    page = screen(desk, request)
    said = "Days now: –<br>Times now: Afternoon<br>Days before: Monday<br>Times before: –"
    news = page.split("News since you last read it")[1].split("</ol>")[0]
    wish = page.split("Wants other times</strong>")[1].split("</div>")[0]
    assert said in news
    assert said in wish


SAME = [
    ({"phone": "+34612345678"}, {"phone": "+34612345678", "full_name": "Example Other"}),
    ({"email": "amparo@example.org"}, {"email": "AMPARO@example.org", "full_name": "Example Other"}),
    ({"full_name": "Álvaro Example"}, {"full_name": "alvaro  example"}),
    (
        {"full_name": "Álvaro Example"},
        {"for_someone_else": True, "full_name": "Wife", "patient_name": "Alvaro Example"},
    ),
]
OTHERS = [
    ({"full_name": "Ana Example"}, {"full_name": "Ana Example Ruiz"}),
    (
        {"full_name": "Ana Example"},
        {"for_someone_else": True, "full_name": "Ana Example", "patient_name": "Example Bo"},
    ),
    ({"email": "", "phone": "+34612345678"}, {"email": "", "phone": "+34612345679"}),
]


@pytest.mark.parametrize(("mine", "theirs"), SAME)
def test_who_is_in_two_places_at_once_is_shown_and_not_suggested_and_not_refused(
    at_noon: Any, desk: Client, receptionist: User, mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    elsewhere = AppointmentFactory(request=ConsultationRequestFactory(status=Status.BOOKED, **theirs))
    ClinicianFactory(working=True)
    request = ConsultationRequestFactory(**mine)
    page = screen(desk, request)
    assert "Other visits of the same people, maybe" in page
    assert elsewhere.request.spoken_reference in page.split("same people, maybe")[1].split("</ul>")[0]
    times = Case(request, NOON).suggestions
    assert times
    assert not [at for at in times if at.starts_at < elsewhere.ends_at and elsewhere.starts_at < at.ends_at]
    slot = slot_of(elsewhere)._replace(clinician=ClinicianFactory(), starts_at=elsewhere.starts_at + MINUTES)
    actions.book(request=request, slot=slot, by=receptionist, now=NOON)
    assert "In two places at once" in screen(desk, request)
    assert "In two places at once" in screen(desk, elsewhere.request)


@pytest.mark.parametrize(("mine", "theirs"), OTHERS)
def test_others_are_not_taken_for_the_same_people(
    at_noon: Any, desk: Client, mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    AppointmentFactory(request=ConsultationRequestFactory(status=Status.BOOKED, **theirs))
    request = AppointmentFactory(request=ConsultationRequestFactory(status=Status.BOOKED, **mine)).request
    page = screen(desk, request)
    assert "same people, maybe" not in page
    assert "In two places" not in page


def test_a_visit_elsewhere_that_ends_as_this_one_begins_is_fine(at_noon: Any, desk: Client) -> None:
    one = AppointmentFactory(request__full_name="Ana Example")
    other = AppointmentFactory(request__full_name="Ana Example", starts_at=one.ends_at)
    AppointmentFactory(request__full_name="Ana Example", starts_at=NOON - timedelta(days=3))
    page = screen(desk, other.request)
    assert "In two places" not in page
    assert page.split("same people, maybe")[1].split("</ul>")[0].count("<li>") == 1


def test_a_time_that_was_withdrawn_keeps_its_place_for_ten_minutes(at_noon: Any, desk: Client) -> None:
    request = request_in(Status.NEW)
    first, second = offer(request, VISIT, VISIT + DAY)
    actions.withdraw(request=request, appointment=first, by=staff(), now=NOON)
    for later, is_shown in ((timedelta(minutes=9), True), (timedelta(minutes=10), False)):
        at_noon.move_to(NOON + later)
        page = screen(desk, request)
        assert ("No longer offered." in page) is is_shown
    at_noon.move_to(NOON)
    page = screen(desk, request)
    assert page.index("No longer offered.") < page.index("Held until")
    assert page.count("Withdraw this time") == 1
    actions.withdraw(request=request, appointment=second, by=staff(), now=NOON)
    assert screen(desk, request).count("No longer offered.") == 2


@pytest.mark.parametrize("end", [lambda request: book_one(request), lambda request: actions.expire_offers(now=LATER)])
def test_what_was_agreed_on_or_ran_out_leaves_no_trace_among_the_times(at_noon: Any, desk: Client, end: Any) -> None:
    request = request_in(Status.NEW)
    offer(request, VISIT, VISIT + DAY)
    at_noon.move_to(LATER)
    desk.force_login(User.objects.get(username="reception"))
    end(request)
    assert "No longer offered." not in screen(desk, request)


LATER = NOON + timedelta(hours=72)


def book_one(request: ConsultationRequest) -> None:
    request.appointments.offered().update(expires_at=LATER + DAY)
    accept(request, request.appointments.offered()[1], now=LATER)
