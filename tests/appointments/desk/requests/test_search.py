"""What finds whom at the desk."""

from typing import Any

import pytest
from django.db import connection

from appointments.apps import keep_search
from appointments.desk.requests import search
from appointments.desk.requests.search import found_by, matching
from appointments.models import ConsultationRequest
from tests.factories import ConsultationRequestFactory

pytestmark = pytest.mark.django_db


def names(typed: str) -> list[str]:
    """Row by row, and by the index where it knows the words: both are to find the same."""
    found = sorted(ConsultationRequest.objects.filter(matching(typed)).values_list("full_name", flat=True))
    numbers = found_by(typed)
    if numbers is not None:
        by_index = ConsultationRequest.objects.filter(pk__in=numbers).values_list("full_name", flat=True)
        assert sorted(by_index) == found
    return found


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


def test_words_too_short_for_an_index_are_found_all_the_same() -> None:
    ConsultationRequestFactory(full_name="Bo Li")
    ConsultationRequestFactory(full_name="王伟")
    assert found_by("Li") is None
    assert names("li bo") == ["Bo Li"]
    assert names("王伟") == ["王伟"]
    assert found_by("Zoltan Bo") == []  # the longer word says that there is nobody


def test_of_more_than_can_be_put_in_order_row_by_row_is_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    for _ in range(2):
        ConsultationRequestFactory()
    assert len(found_by("example") or []) == 2
    ConsultationRequestFactory()
    assert found_by("example") is None


@pytest.mark.parametrize("typed", ["K7M3-92QF", "+34612345678", "0034 612 345 678", "ANA@example.org"])
def test_a_whole_reference_number_or_address_comes_before_those_that_hold_it(typed: str) -> None:
    wanted = ConsultationRequestFactory(email="ana@example.org", phone="+34612345678", reference="K7M392QF")
    ConsultationRequestFactory(email="diana@example.org", phone="+346123456789", reference="K7M392QG")
    assert found_by(typed) == [wanted.pk]


def test_whatever_changes_a_request_the_index_knows() -> None:
    request = ConsultationRequestFactory(full_name="Example Amparo")
    assert found_by("amparo") == [request.pk]
    request.full_name, request.email = "Example Dolores", "dolores@example.org"
    request.save()
    assert (found_by("amparo"), found_by("dolores")) == ([], [request.pk])
    ConsultationRequest.objects.update(phone="+34600111222")
    assert found_by("111222") == [request.pk]
    ConsultationRequest.objects.all().delete()
    assert found_by("dolores") == []
    made = ConsultationRequest.objects.bulk_create([ConsultationRequestFactory.build(reference="K7M392QF")])
    assert found_by("92QF") == [made[0].pk]


def test_the_index_outlives_a_table_that_a_migration_makes_anew() -> None:
    """SQLite makes a table anew to change a column, and forgets its triggers; what migrates puts them right."""
    request = ConsultationRequestFactory(full_name="Example Amparo")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER appointments_search_changed")
        ConsultationRequest.objects.update(folded_names="example dolores")
    else:
        ConsultationRequest.objects.update(folded_names="example dolores")
    keep_search(connection.alias)
    assert (found_by("amparo"), found_by("dolores")) == ([], [request.pk])
