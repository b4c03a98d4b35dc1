"""A hint for a slipped finger, and silence for what may be right."""

import pytest

from appointments.booking.private.email_typos import WELL_KNOWN, probably_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@hotmial.com", "a@hotmail.com"),
        ("a@yaho.com", "a@yahoo.com"),
        ("a@outlok.com", "a@outlook.com"),
        ("a@iclod.com", "a@icloud.com"),
    ],
)
def test_a_slip_is_pointed_out(typed: str, meant: str) -> None:
    assert probably_meant(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "a@example.org",
        "a@clinic.example.org",
        "a@mail.com",
        "a@gmx.net",
        "a@yahoo.de",
        "a@hotmail.com.ar",
        "a@email.com",
        "",
        "gmail.com",
    ],
)
def test_what_may_be_right_is_left_alone(typed: str) -> None:
    assert probably_meant(typed) == ""


def test_a_well_known_domain_is_right() -> None:
    assert [domain for domain in WELL_KNOWN if probably_meant(f"a@{domain}")] == []
