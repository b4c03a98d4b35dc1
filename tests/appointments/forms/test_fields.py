"""What a field accepts, and what it says about the rest."""

import pytest
from django.core.exceptions import ValidationError

from appointments.forms.fields import Email, Phone


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("+49 30 901820 Anna", "Write only the number here, such as +34 810 12 34 56, without words"),
        ("+34912345678; 600123456", "Write one number here, such as +34 810 12 34 56: the one we should call first"),
        (
            "mornings",
            (
                "Enter a phone number such as +34 810 12 34 56. "
                "A number from another country starts with + and the country’s code."
            ),
        ),
    ],
)
def test_a_number_that_cannot_be_called_says_what_to_do(typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Phone().clean(typed)
    assert caught.value.messages == [said]


@pytest.mark.parametrize(
    "typed",
    [
        "ana@[127.0.0.1]",
        "ana@[IPv6:::1]",
        "ana@localhost",
        "ana@10.0.0.12",
        "ana@intranet",
        '"ana"@example.org',
        '"ana maria"@example.org',
        "ana@example.1x",
        "ana@",
    ],
)
def test_an_address_that_no_mail_from_outside_reaches_is_none(typed: str) -> None:
    with pytest.raises(ValidationError):
        Email().clean(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "ana@example.org",
        "o'brien+ms@mail.example.org",
        "ana@bücher.example",
        "ana@example.xn--p1ai",
        "ana@3com.example",
    ],
)
def test_any_public_address_is_taken(typed: str) -> None:
    assert Email().clean(typed) == typed


def test_the_domain_is_kept_in_small_letters() -> None:
    assert Email().clean("Ana@Example.ORG") == "Ana@example.org"
