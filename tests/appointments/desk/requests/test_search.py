"""What finds whom at the desk."""

from typing import Any

import pytest

from appointments.desk.requests.search import matching
from appointments.models import ConsultationRequest
from tests.factories import ConsultationRequestFactory

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    return sorted(ConsultationRequest.objects.filter(matching(typed)).values_list("full_name", flat=True))


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Ana García López", "Ana López"),
        ("Ana García López", "lopez ana"),
        ("Ana García López", "López, Ana"),
        ("Müller, Hans", "Hans Müller"),
        ("Hans Müller", "Mueller"),
        ("Hans Mueller", "Müller"),
        ("Hans Müller", "muller"),
        ("Siobhan O’Brien", "O'Brien"),
        ("Siobhan O'Brien", "O´Brien"),
        ("Siobhan O’Brien", "obrien"),
        ("Siobhan O’Brien", "O Brien"),
        ("Søren Kjær", "Soren"),
        ("Søren Kjær", "soeren kjaer"),
        ("Lech Wałęsa", "walesa lech"),
        ("Anne Strauß", "Strauss"),
        ("Đặng Thu", "dang"),
        ("Ayşe Işık", "isik"),
        ("Jean-Luc Marais", "jean luc"),
        ("Jean‑Luc Marais", "Jean-Luc"),
        ("Jean Luc Marais", "marais, jean-luc"),
        ("علی\u200cرضا", "علیرضا"),
    ],
)
def test_every_word_of_a_name_finds_it_in_any_order_and_spelling(stored: str, typed: str) -> None:
    ConsultationRequestFactory(full_name=stored)
    ConsultationRequestFactory(full_name="Example Zoe")
    assert names(typed) == [stored]


def test_a_word_that_nothing_answers_finds_nobody() -> None:
    ConsultationRequestFactory(full_name="Ana García")
    assert names("Ana Pérez") == []
    assert names("’ - ,") == []


def test_the_patient_is_found_with_the_sender() -> None:
    ConsultationRequestFactory(for_someone_else=True, full_name="Example Bruno", patient_name="Example Carla")
    assert names("carla bruno") == ["Example Bruno"]


@pytest.mark.parametrize(
    "typed", ["Ana 612 34 56 78", "612345678, Ana", "ana@ lópez", "López K7M3", "+34 (0) 612 345 678 Ana", "Ana 5678"]
)
def test_a_name_and_what_else_is_known_find_together(typed: str) -> None:
    ConsultationRequestFactory(
        full_name="Ana López", email="ana@example.org", phone="+34612345678", reference="K7M392QF"
    )
    ConsultationRequestFactory(full_name="Ana Ruiz", email="ruiz@example.org", phone="+34699999999")
    ConsultationRequestFactory(full_name="Eva López", email="eva@example.org", phone="+34699999998")
    assert names(typed) == ["Ana López"]


@pytest.mark.parametrize("typed", ["k7m3", "92QF", "-92QF", "K7 M3", "K, 7, M, 3", "7M39", "92QF K7M3", "K7M3 92"])
def test_half_a_reference_is_enough(typed: str) -> None:
    ConsultationRequestFactory(full_name="Wanted", reference="K7M392QF")
    ConsultationRequestFactory(full_name="Other", reference="ZZZZZZZZ")
    assert names(typed) == ["Wanted"]


def test_a_reference_of_digits_alone_is_found() -> None:
    ConsultationRequestFactory(full_name="Wanted", reference="12345678", phone="")
    assert names("1234-5678") == names("5678") == names("I234 5678") == ["Wanted"]


def test_words_around_a_number_are_no_digits_of_it(settings: Any) -> None:
    ConsultationRequestFactory(full_name="Anna Beispiel", phone="+4930901820")
    ConsultationRequestFactory(full_name="Someone Else", phone="+49309018202662")
    assert names("+49 30 901820 Anna") == ["Anna Beispiel"]


def test_a_number_is_found_as_it_is_dialed_in_its_country() -> None:
    ConsultationRequestFactory(full_name="Wanted", phone="+4930901820")
    assert names("030 901820") == names("0049 30 901820") == names("(030) 9018") == ["Wanted"]
