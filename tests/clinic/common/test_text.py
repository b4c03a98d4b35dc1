"""Canonical text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.joiners import JOINERS
from clinic.common.text import folded, one_line, paragraphs


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
    kept = one_line(text) + paragraphs(text).replace("\n", "")
    left = {unicodedata.category(char) for char in kept if char not in JOINERS}
    assert not left & {"Cc", "Cf", "Cs"}


@pytest.mark.parametrize(
    "name",
    [
        "علی\u200cرضا",  # Persian: two parts that do not join
        "امیر\u200cحسین",
        "عَلیّ\u200cرضا",  # with its vowels written
        "അന്\u200d",  # Malayalam: a letter of its own, at the end of a word
        "ക്ര\u0d4d\u200cക",
        "ප්\u200dරියා",  # Sinhala
        "র\u200d্যাচেল",  # Bengali: before the virama
        "क्\u200dष",
    ],
)
def test_a_joiner_that_a_script_is_spelled_with_is_kept(name: str) -> None:
    assert one_line(name) == unicodedata.normalize("NFC", name)
    assert paragraphs(f"{name}\n{name}").splitlines() == [one_line(name)] * 2


@pytest.mark.parametrize("joiner", JOINERS)
@pytest.mark.parametrize(
    ("before", "after"),
    [("An", "a"), ("", "علی"), ("علی", ""), ("علی", " رضا"), ("علی", "Ana"), ("А", "нна"), ("नम", "स"), ("7", "8")],
)
def test_a_joiner_that_does_nothing_is_left_out(joiner: str, before: str, after: str) -> None:
    assert one_line(before + joiner + after) == one_line(before + after)


def test_of_many_joiners_one_is_kept() -> None:
    assert one_line("علی\u200d\u200c\u200d\u200cرضا") == "علی\u200cرضا"
    assert one_line("علی\u200dرضا") == "علیرضا"


def test_a_mark_finds_its_letter_once_an_idle_joiner_is_gone() -> None:
    assert one_line("Ame\u200d\u0301lie") == "Amélie"


@given(st.text("aé\u0301\u0323\u094d\u093c\u200c\u200dعلीक "))
def test_joiners_are_settled_at_once(text: str) -> None:
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "o'brien"),
        ("O´Brien", "OBrien"),
        ("D`Angelo", "Dʼangelo"),
        ("Søren Kierkegård", "soren kierkegard"),
        ("Wałęsa", "Walesa"),
        ("Strauß", "STRAUSS"),
        ("Đặng", "Dang"),
        ("Işık İnan", "isik inan"),
        ("Þór Æsir", "Thor Aesir"),
        ("Jean-Luc", "jean‐luc"),
        ("Gal·la", "galla"),
        ("علی\u200cرضا", "علیرضا"),
        ("Müller, Hans", "muller hans"),
        ("St. John", "St John"),
    ],
)
def test_names_that_are_said_the_same_fold_to_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_vowels_of_scripts_that_write_them_as_marks_are_no_accents() -> None:
    assert folded("सीता") != folded("सता")


# One letter with many marks: of two classes in turn, of class 0 that are marks once taken apart, and of both at once.
HOSTILE = ["\u0301\u0323", "\u0f73", "\uff9e\u0301", "\u0344\u0f81\u0323"]


@pytest.mark.parametrize("marks", HOSTILE)
def test_no_run_of_marks_that_is_put_in_order_is_longer_than_thirty(
    marks: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ordering a run takes time that grows with its square; the longest one that Python is given is counted."""
    longest = 0
    normalize = unicodedata.normalize

    def counting(form: str, text: str) -> str:
        nonlocal longest
        parts = "".join(normalize("NFKD" if "K" in form else "NFD", char) for char in text)
        kinds = "".join("m" if unicodedata.combining(char) else " " for char in parts)
        longest = max(longest, *map(len, kinds.split(" ")))
        return normalize(form, text)  # type: ignore[arg-type]

    monkeypatch.setattr(unicodedata, "normalize", counting)
    for clean in (one_line, paragraphs, folded):
        clean("e" + marks * 500)
    assert 0 < longest <= 30


@pytest.mark.parametrize("marks", HOSTILE)
def test_a_run_of_marks_is_cut_once_and_for_all(marks: str) -> None:
    cut = one_line("e" + marks * 500 + " and more")
    assert cut.endswith(" and more")
    assert one_line(cut) == cut


@pytest.mark.parametrize("word", ["Nguyễn", "שָׁלוֹם", "ที่นี่", "བོད་སྐད", "각", "क़लम"])
def test_what_languages_write_keeps_its_marks(word: str) -> None:
    assert one_line(unicodedata.normalize("NFD", word)) == unicodedata.normalize("NFC", word)
