"""Phone numbers as people write them."""

from typing import Any

import pytest

from appointments.text.phones import MoreThanANumber, NotAPhoneNumber, TwoNumbers, canonical, example, readable


@pytest.mark.parametrize(
    "typed", ["612 34 56 78", "612-345-678", "(612) 345678", "+34 612 345 678", "0034612345678", "+34612345678"]
)
def test_one_number_in_many_spellings_is_stored_in_one(typed: str) -> None:
    assert canonical(typed) == "+34612345678"


def test_a_number_from_another_country_keeps_its_country() -> None:
    assert canonical("+44 20 7946 0958") == "+442079460958"


def test_an_extension_is_kept_and_shown() -> None:
    stored = canonical("+34 912 345 678 ext. 12")
    assert stored == "+34912345678;ext=12"
    assert "12" in readable(stored).split()[-1]


@pytest.mark.parametrize("typed", ["12", "call me", "6123456789012345678", "+999 123 456 789"])
def test_what_cannot_be_called_is_not_a_number(typed: str) -> None:
    with pytest.raises(NotAPhoneNumber):
        canonical(typed)


def test_without_a_region_bare_digits_are_kept_for_a_person_to_dial(settings: Any) -> None:
    settings.PHONE_REGION = ""
    assert canonical("612 34 56 78") == "612345678"
    assert readable("612345678") == "612345678"
    with pytest.raises(NotAPhoneNumber):
        canonical("612 mornings")


def test_a_stored_number_is_shown_in_groups() -> None:
    assert readable("+34612345678") == "+34 612 34 56 78"


def test_the_example_is_a_number_that_is_accepted() -> None:
    assert canonical(example()).startswith("+34")


@pytest.mark.parametrize(
    "typed",
    [
        "+49 30 901820 Anna",
        "0170 1234567 (Mama)",
        "+34 612 345 678 after 6 pm",
        "ask for Ana, 612 345 678",
        "612 345 678 home",
    ],
)
@pytest.mark.parametrize("region", ["ES", "DE", ""])
def test_words_around_a_number_are_neither_dialed_nor_dropped(typed: str, region: str, settings: Any) -> None:
    settings.PHONE_REGION = region
    with pytest.raises(MoreThanANumber):
        canonical(typed)


@pytest.mark.parametrize(
    "typed", ["1-800-FLOWERS", "+1 800 GET HELP", "0800 KLINIK", "650 253 CALL", "650 253 0000 x 600123456"]
)
def test_letters_are_no_digits(typed: str, settings: Any) -> None:
    settings.PHONE_REGION = "US"
    with pytest.raises(NotAPhoneNumber):
        canonical(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "+34912345678; 600123456",
        "600 123 456 / 601 123 456",
        "600123456/601123456",
        "600 123 456 or 601 123 456",
        "030 901820 oder 0170 1234567",
        "600 123 456 y 601 123 456",
        "600 123 456, 601 123 456",
        "+34 600 123 456 +34 601 123 456",
        "+34 600 123 456 - 601 123 456",
        "600 123 456 & 601 123 456",
    ],
)
@pytest.mark.parametrize("region", ["ES", "DE", ""])
def test_two_numbers_are_not_one(typed: str, region: str, settings: Any) -> None:
    settings.PHONE_REGION = region
    with pytest.raises(TwoNumbers):
        canonical(typed)


def test_a_second_ending_is_a_second_number(settings: Any) -> None:
    settings.PHONE_REGION = "DE"
    with pytest.raises(TwoNumbers):
        canonical("030 901820/21")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("030/901820", "+4930901820"),
        ("0170 / 1234567", "+491701234567"),
        ("033203/12345", "+493320312345"),
        ("030 901820 - 12", "+493090182012"),
        ("Tel.: 030 901820", "+4930901820"),
        ("tel:+49-30-901820", "+4930901820"),
        ("０３０ ９０１８２０", "+4930901820"),
        ("030 901820.", "+4930901820"),
        ("(+49) 30 901820", "+4930901820"),
    ],
)
def test_strokes_labels_and_full_width_digits_belong_to_one_number(typed: str, stored: str, settings: Any) -> None:
    settings.PHONE_REGION = "DE"
    assert canonical(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("+34 (0) 612 345 678", "+34612345678"),
        ("+34 0 612 345 678", "+34612345678"),
        ("0034 (0)612345678", "+34612345678"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+49 (0)30 901820", "+4930901820"),
        ("+39 (0)6 6982 1234", "+390669821234"),
        ("+351 (0) 912 345 678", "+351912345678"),
    ],
)
def test_a_zero_between_country_and_number_is_kept_only_where_it_is_dialed(typed: str, stored: str) -> None:
    assert canonical(typed) == stored


@pytest.mark.parametrize("typed", ["ext. 12", "x12", "#12", "Durchwahl 12", "extension 12", ";ext=12", ", ext 12"])
def test_an_extension_is_written_as_one(typed: str) -> None:
    stored = canonical(f"+34 912 345 678 {typed}")
    assert stored == "+34912345678;ext=12"
    assert canonical(stored) == canonical(readable(stored)) == stored
