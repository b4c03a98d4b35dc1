"""The forms of the request screen: what they ask, and what they make of the answers."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from appointments.desk.moves import Case
from appointments.desk.moves.booking import Book, Offer, Reschedule
from appointments.desk.moves.contact import Assign, Correct
from appointments.desk.moves.slots import code, decoded, is_taken, slot_of
from appointments.desk.requests.by_phone import PhoneEntryForm
from appointments.diary.slots import Slot
from tests.factories import (
    NOON,
    AppointmentFactory,
    ClinicianFactory,
    ConsultationRequestFactory,
    UserFactory,
    answers,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_with_times(at_noon: Any) -> Case:
    """A new request, and one clinician with free times."""
    ClinicianFactory(working=True)
    return Case(ConsultationRequestFactory(), NOON)


def typed(**changed: str) -> dict[str, Any]:
    """Another time, as the browser sends it: Thursday at ten, with the only clinician."""
    return {"on": "2026-11-26", "at": "10:00", "minutes": "", "visit_type": "video"} | changed


def test_the_usual_offer_is_ticked_from_the_start(desk_with_times: Case) -> None:
    form = Offer(desk_with_times)
    codes = [value for value, _label in form.fields["times"].choices]  # type: ignore[attr-defined]
    assert codes == [code(slot) for slot in desk_with_times.suggestions]
    assert len(codes) == 6
    assert form["times"].value() == [codes[0], codes[1], codes[3]]  # the third lies on Wednesday, as the second does


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_whichever_are_ticked_the_button_says_whether_a_typed_time_goes_alone_or_with_them(
    desk_with_times: Case, count: int
) -> None:
    clinician = desk_with_times.clinicians[0]
    sent = typed(clinician=str(clinician.pk), visit_type="in_person", at="16:00")
    sent |= {"times": [code(slot) for slot in desk_with_times.suggestions[:count]]}
    assert list(Offer(desk_with_times, sent).errors) == ["also_ticked"]
    alone = Offer(desk_with_times, sent | {"alone": ""})
    assert alone.is_valid(), alone.errors
    assert [slot.starts_at for slot in alone.chosen] == [datetime(2026, 11, 26, 16, tzinfo=UTC)]
    together = Offer(desk_with_times, sent | {"also_ticked": "on"})
    assert together.is_valid(), together.errors
    assert len(together.chosen) == count + 1


@pytest.mark.parametrize("pressed", [{"alone": ""}, {"also_ticked": "on"}])
def test_what_was_to_be_typed_and_was_not_is_asked_for(desk_with_times: Case, pressed: dict[str, str]) -> None:
    sent = {"times": [code(desk_with_times.suggestions[0])]} | pressed
    assert {"on", "at"} <= Offer(desk_with_times, sent).errors.keys()


def test_where_no_time_is_suggested_there_is_one_button(at_noon: Any) -> None:
    form = Offer(Case(ConsultationRequestFactory(), NOON))
    assert (str(form.send.value), form.tucked_away) == ("Offer this time", [])


def test_ticked_times_and_a_typed_one_are_offered_together(desk_with_times: Case) -> None:
    best = desk_with_times.suggestions[0]
    sent = typed(directions="Second floor", clinician=str(best.clinician.pk), visit_type=best.visit_type)
    sent |= {"times": [code(best)], "also_ticked": "on"}
    form = Offer(desk_with_times, sent)
    assert form.is_valid(), form.errors
    assert [slot.starts_at for slot in form.chosen] == [best.starts_at, datetime(2026, 11, 26, 10, tzinfo=UTC)]
    assert form.chosen[1].minutes == 45
    assert form.with_directions(form.chosen[0]).directions == "Second floor"


def test_one_room_is_not_written_on_a_video_visit(desk_with_times: Case) -> None:
    best = desk_with_times.suggestions[0]
    other = "video" if best.visit_type != "video" else "in_person"
    sent = typed(directions="Second floor", clinician=str(best.clinician.pk), visit_type=other)
    form = Offer(desk_with_times, sent | {"times": [code(best)], "also_ticked": "on"})
    assert [problem.message for problem in form.problems] == [
        "These times are of different kinds: offer those by video separately"
    ]


def test_an_offer_needs_a_time(desk_with_times: Case) -> None:
    form = Offer(desk_with_times, {})
    assert [problem.message for problem in form.problems] == ["Choose at least one time, or enter another one"]
    assert form.problems[0].anchor == "offer-times_0"


def test_where_nothing_is_free_another_time_stands_open(at_noon: Any) -> None:
    form = Offer(Case(ConsultationRequestFactory(), NOON))
    assert form.is_folded_open
    assert "No free time" in str(form.fields["times"].help_text)
    sent = Offer(form.case, {})
    assert sent.problems[0].anchor == "offer-on"


MISTAKES = [
    ({"at": ""}, "at", "Enter the time"),
    ({"on": ""}, "on", "Enter the date"),
    ({"at": "half ten"}, "at", "Enter the time, such as 10:30"),
    ({"on": "tomorrow"}, "on", "Enter the date, such as 2026-11-24"),
    ({"on": "2026-11-22"}, "on", "Enter a date from today on, and within two years"),
    ({"on": "9999-12-31"}, "on", "Enter a date from today on, and within two years"),
    ({"on": "0001-01-01"}, "on", "Enter a date from today on, and within two years"),
    ({"minutes": "an hour"}, "minutes", "Enter how many minutes, such as 45"),
    ({"minutes": "1"}, "minutes", "A visit lasts at least 5 minutes"),
    ({"minutes": "99999999999"}, "minutes", "A visit lasts at most 240 minutes"),
    ({"visit_type": "any"}, "visit_type", "Choose one kind of visit from the list"),
    ({"clinician": "999"}, "clinician", "Choose whose diary it is"),
    ({"clinician": ""}, "clinician", "Choose whose diary it is"),
]


@pytest.mark.parametrize(("changed", "field", "words"), MISTAKES)
@pytest.mark.parametrize("form_class", [Offer, Book])
def test_a_mistake_in_another_time_is_named_at_its_field(
    desk_with_times: Case, form_class: type[Offer | Book], changed: dict[str, str], field: str, words: str
) -> None:
    clinician = str(desk_with_times.clinicians[0].pk)
    form = form_class(desk_with_times, typed(clinician=clinician) | changed)
    assert form.errors[field] == [words]
    assert form.is_folded_open


@pytest.mark.parametrize(
    "sent", ["", "x", "1.2", "1.99999999999999999.45.video", "1.1.45.any", "1.1.9999.video", "1.1.45.video\n"]
)
def test_what_is_no_time_is_not_taken_for_one(db: None, sent: str) -> None:
    ClinicianFactory(pk=1)
    assert decoded([sent]) == {}


def test_a_time_survives_its_code(db: None) -> None:
    slot = Slot(ClinicianFactory(), NOON, 45, "video")
    assert decoded([code(slot), "7.1.45.video"]) == {code(slot): slot}


def test_a_time_that_was_taken_meanwhile_says_so(desk_with_times: Case) -> None:
    best = desk_with_times.suggestions[0]
    AppointmentFactory(clinician=best.clinician, starts_at=best.starts_at)
    later = Case(desk_with_times.request, NOON)
    form = Offer(later, {"times": [code(best)]})
    labels = dict(form.fields["times"].choices)  # type: ignore[attr-defined]
    assert "taken meanwhile" in labels[code(best)]
    assert form["times"].value() == [code(best)]
    assert not any("taken" in label for key, label in labels.items() if key != code(best))


def test_its_own_offers_do_not_stand_against_a_booking(at_noon: Any) -> None:
    offered = AppointmentFactory(offered=True)
    assert is_taken(slot_of(offered), None)
    assert not is_taken(slot_of(offered), offered.request)


def test_a_booking_needs_one_time_and_takes_no_two(desk_with_times: Case) -> None:
    best = desk_with_times.suggestions[0]
    assert Book(desk_with_times, {}).errors["times"] == ["Choose a time, or enter another one"]
    both = Book(desk_with_times, typed(clinician=str(best.clinician.pk)) | {"times": code(best)})
    assert "choose “Another time”" in both.errors["times"][0]
    other = Book(desk_with_times, typed(clinician=str(best.clinician.pk)) | {"times": "another"})
    assert other.is_valid()
    assert other.agreed.starts_at == datetime(2026, 11, 26, 10, tzinfo=UTC)
    assert Book(desk_with_times, {"times": "another"}).errors["on"] == ["Enter the date"]


def test_only_where_a_visit_is_can_change(at_noon: Any) -> None:
    booked = AppointmentFactory(directions="Room 1")
    desk = Case(booked.request, NOON)
    form = Reschedule(desk)
    assert form["directions"].value() == "Room 1"
    sent = Reschedule(desk, {"times": form["times"].value(), "directions": "Room 2"})
    assert sent.is_valid(), sent.errors
    assert (sent.agreed.starts_at, sent.agreed.directions) == (booked.starts_at, "Room 2")


def test_a_typed_time_goes_before_the_one_that_was_kept(at_noon: Any) -> None:
    booked = AppointmentFactory()
    desk = Case(booked.request, NOON)
    kept = Reschedule(desk)["times"].value()
    sent = Reschedule(desk, typed(clinician=str(booked.clinician_id)) | {"times": kept})
    assert sent.is_valid(), sent.errors
    assert sent.agreed.starts_at == datetime(2026, 11, 26, 10, tzinfo=UTC)


def test_a_longer_visit_is_proposed_to_those_who_need_one(at_noon: Any) -> None:
    clinician = ClinicianFactory(working=True)
    request = ConsultationRequestFactory(access_needs=["longer_visit"], visit_type="phone")
    desk = Case(request, NOON)
    assert {(slot.minutes, slot.visit_type) for slot in desk.suggestions} == {(60, "phone")}
    form = Book(desk, typed(clinician=str(clinician.pk)))
    assert form["visit_type"].value() == "video"
    assert form.is_valid()
    assert form.agreed.minutes == 60


def test_a_typed_time_is_on_the_clinics_clock(at_noon: Any, settings: Any) -> None:
    settings.TIME_ZONE = "America/New_York"
    clinician = ClinicianFactory()
    form = Book(Case(ConsultationRequestFactory(), NOON), typed(clinician=str(clinician.pk)))
    assert form.is_valid(), form.errors
    assert form.agreed.starts_at == datetime(2026, 11, 26, 15, tzinfo=UTC)
    assert timezone.localtime(form.agreed.starts_at).hour == 10


def test_only_staff_can_look_after_a_request(at_noon: Any) -> None:
    request = ConsultationRequestFactory()
    nurse = UserFactory(is_staff=True, first_name="Example", last_name="Nurse")
    gone = UserFactory(is_staff=True, is_active=False)
    form = Assign(Case(request, NOON))
    assert "Example Nurse" in str(form["to"])
    assert Assign(Case(request, NOON), {"to": str(nurse.pk)}).is_valid()
    assert Assign(Case(request, NOON), {"to": ""}).is_valid()
    assert Assign(Case(request, NOON), {"to": str(gone.pk)}).errors["to"] == ["Choose a colleague from the list"]


def test_the_public_questions_are_asked_in_words_for_staff(at_noon: Any) -> None:
    for form in (PhoneEntryForm(), Correct(Case(ConsultationRequestFactory(), NOON))):
        page = str(form.as_p())
        for words in (
            "Your ",
            "your own",
            "your email",
            "your phone",
            "care for",
            'autocomplete="email"',
            'autocomplete="name"',
        ):
            assert words not in page, words


def caller(**changed: Any) -> dict[str, Any]:
    return answers(entry="one") | changed


CALLERS = [
    ({"email": ""}, "email", "Enter an email address, or a phone number and another way to be contacted"),
    ({"email": "", "contact_by": "phone"}, "email", "Enter an email address, or a phone number"),
    ({"contact_by": "phone"}, "phone", "Enter the phone number, or choose another way to be contacted"),
    ({"full_name": ""}, "full_name", "Enter the full name of the caller"),
    ({"requested_for": "other"}, "patient_name", "Enter the name of the patient"),
    ({"requested_for": "other"}, "has_permission", "Tick the box if the patient agrees"),
    ({"consent": ""}, "consent", "Ask the caller"),
    ({"email": "amparo"}, "email", "Enter an email address such as name@example.com"),
]


@pytest.mark.parametrize(("changed", "field", "words"), CALLERS)
def test_a_mistake_on_the_phone_form_is_told_to_staff(changed: dict[str, Any], field: str, words: str) -> None:
    assert PhoneEntryForm(caller(**changed)).errors[field][0].startswith(words)


def test_each_filling_in_of_the_phone_form_has_a_name_of_its_own() -> None:
    assert PhoneEntryForm()["entry"].value() != PhoneEntryForm()["entry"].value()
    form = PhoneEntryForm(caller(entry=""))
    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["entry"]) == 36
