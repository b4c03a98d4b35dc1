"""Canonical text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.text import one_line, paragraphs


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Example \t Amparo\n", "Example Amparo"),
        ("Ame\u0301lie", "Amélie"),
        ("Ame\u200b\u0301lie", "Amélie"),
        ("nul\x00byte", "nulbyte"),
        ("\u202egnp.exe", "gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("two\u2028lines", "two lines"),
        ("wide\u3000space", "wide space"),
        ("\u3164\u2800\uffa0", ""),
    ],
)
def test_a_line_is_canonical(typed: str, stored: str) -> None:
    assert one_line(typed) == stored


def test_paragraphs_keep_their_lines_and_at_most_one_blank_one() -> None:
    assert paragraphs("First  line\r\nsecond\r\n\r\n\r\n\r\nthird \n") == "First line\nsecond\n\nthird"


@given(st.text())
def test_canonical_text_is_its_own_canonical_text(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)
    assert paragraphs(paragraphs(text)) == paragraphs(text)


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in one_line(text) + paragraphs(text).replace("\n", "")}
    assert not left & {"Cc", "Cf", "Cs"}
