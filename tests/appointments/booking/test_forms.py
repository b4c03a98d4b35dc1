"""What the form asks, accepts and answers."""

from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.booking.forms import ConsultationForm
from appointments.models import ConsultationRequest
from appointments.models.choices import AccessNeed, ContactBy, Day, RequestedFor, TimeOfDay, Topic, VisitType
from clinic.common.text import one_line, paragraphs
from tests.factories import answers


def form(typed: dict[str, Any]) -> ConsultationForm:
    lists = {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
    return ConsultationForm(MultiValueDict(lists))


def messages(typed: dict[str, Any]) -> dict[str, list[str]]:
    return dict(form(typed).errors)


def test_four_answers_are_enough(patient_answers: dict[str, Any]) -> None:
    assert form(patient_answers).is_valid()


def test_an_empty_form_says_what_to_do_in_the_order_of_the_page() -> None:
    assert [tuple(problem) for problem in form({}).problems] == [
        ("id_requested_for_0", "Choose who the appointment is for"),
        ("id_full_name", "Enter your full name"),
        ("id_email", "Enter an email address or a phone number, so that we can answer"),
        ("id_consent", "Tick the box if you agree. Without it we may not keep your details."),
    ]


def test_a_phone_number_is_enough_to_be_reached(patient_answers: dict[str, Any]) -> None:
    typed = form(patient_answers | {"email": "", "phone": "612 34 56 78"})
    assert typed.is_valid()
    assert typed.details()["phone"] == "+34612345678"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"phone": "call me"}, "phone"),
        ({"contact_by": "phone"}, "phone"),
        ({"contact_by": "text"}, "phone"),
        ({"contact_by": "email", "email": "", "phone": "612345678"}, "email"),
        ({"contact_by": "pigeon"}, "contact_by"),
        ({"requested_for": "everyone"}, "requested_for"),
        ({"topics": ["weather"]}, "topics"),
        ({"full_name": "x" * 121}, "full_name"),
        ({"message": "x" * 2001}, "message"),
        ({"full_name": "Jos\ufffd"}, "full_name"),
    ],
)
def test_one_mistake_gets_one_message_at_its_field(changed: dict[str, Any], field: str) -> None:
    found = messages(answers(**changed))
    assert list(found) == [field]
    assert len(found[field]) == 1


@pytest.mark.parametrize("words", ["invalid", "this field", "required"])
def test_no_message_blames(words: str) -> None:
    typed = dict.fromkeys(ConsultationForm.base_fields, "�")
    found = messages(typed) | messages({}) | messages(answers(full_name="x" * 999))
    assert not [message for lines in found.values() for message in lines if words in message.lower()]


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    assert messages(answers(message="x" * 2001))["message"] == ["Shorten this to 2000 characters. It has 2001."]


def test_someone_else_needs_a_name_and_permission(carer_answers: dict[str, Any]) -> None:
    assert form(carer_answers).is_valid()
    found = messages(carer_answers | {"patient_name": " ", "has_permission": ""})
    assert set(found) == {"patient_name", "has_permission"}


def test_answers_about_someone_else_are_left_out_when_it_is_for_oneself(carer_answers: dict[str, Any]) -> None:
    typed = form(carer_answers | {"requested_for": "self", "relationship": "x" * 999})
    assert typed.is_valid()
    assert typed.details()["patient_name"] == ""
    assert typed.details()["has_permission"] is False


def test_the_domain_of_an_email_address_is_written_small() -> None:
    typed = form(answers(email=" Amparo@EXAMPLE.org "))
    assert typed.is_valid()
    assert typed.details()["email"] == "Amparo@example.org"


def test_a_made_up_source_is_dropped() -> None:
    typed = form(answers(source="<script>"))
    assert typed.is_valid()
    assert typed.cleaned_data["source"] == ""


def test_only_what_is_optional_says_so() -> None:
    empty = ConsultationForm()
    said = {field.name for field in empty if field.note}
    needed = {"requested_for", "full_name", "consent", "email", "phone", "patient_name", "has_permission"}
    assert not said & needed
    assert said > {
        "topics",
        "message",
        "visit_type",
        "days",
        "times",
        "access_needs",
        "access_notes",
        "contact_by",
        "relationship",
    }


ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)
ANY_ANSWERS = st.fixed_dictionaries(
    {name: st.one_of(st.lists(ANY_TEXT, max_size=3), st.just([])) for name in ConsultationForm.base_fields}
)


@given(ANY_ANSWERS)
@settings(deadline=None)
def test_any_text_in_any_field_is_answered_with_words(typed: dict[str, list[str]]) -> None:
    found = ConsultationForm(MultiValueDict(typed))
    assert found.is_valid() or found.problems


def some(choices: Any) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(choices.values), unique=True)


@given(
    name=ANY_TEXT.filter(lambda text: one_line(text) and "\ufffd" not in text),
    message=ANY_TEXT.filter(lambda text: "\ufffd" not in text),
    topics=some(Topic),
    days=some(Day),
    times=some(TimeOfDay),
    needs=some(AccessNeed),
    visit_type=st.sampled_from(VisitType.values),
    contact_by=st.sampled_from(["", ContactBy.EMAIL.value]),
)
@settings(deadline=None)
def test_what_would_be_stored_is_the_canonical_text(
    name: str,
    message: str,
    topics: list[str],
    days: list[str],
    times: list[str],
    needs: list[str],
    visit_type: str,
    contact_by: str,
) -> None:
    typed = form(
        answers(
            full_name=name,
            message=message,
            topics=topics,
            days=days,
            times=times,
            access_needs=needs,
            visit_type=visit_type,
            contact_by=contact_by,
        )
    )
    assert typed.is_valid(), typed.errors
    details = typed.details()
    assert details["full_name"] == one_line(name)
    assert details["message"] == paragraphs(message)
    assert (set(details["topics"]), set(details["days"]), set(details["times"])) == (set(topics), set(days), set(times))


def test_every_answer_has_a_column() -> None:
    columns = {field.name for field in ConsultationRequest._meta.get_fields()}
    assert set(ConsultationForm.base_fields) - {"consent", "website"} <= columns


def test_the_form_is_for_me_or_for_someone_i_care_for() -> None:
    assert RequestedFor.values == ["self", "other"]
