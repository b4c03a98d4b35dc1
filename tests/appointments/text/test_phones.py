"""Phone numbers as people write them."""

from typing import Any

import pytest

from appointments.text.phones import NotAPhoneNumber, canonical, example, readable


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
