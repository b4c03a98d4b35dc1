import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.search.words import LONGEST_QUERY, canonical, words_of


def stems(text: str) -> list[str]:
    return [word.stem for word in words_of(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anaemia", "anemia"),
        ("oedema", "edema"),
        ("diarrhoea", "diarrhea"),
        ("fibres", "fiber"),
        ("centre", "center"),
        ("behaviour", "behavior"),
        ("counselling", "counseling"),
        ("recognise", "recognize"),
        ("tired", "tiredness"),
        ("Spasms", "spasm"),
        ("swallowing", "swallow"),
        ("memories", "memory"),
        ("doctor’s", "doctors"),
        ("naïve", "naive"),
        ("ＭＲＩ", "MRI"),
    ],
)
def test_forms_and_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("one", "other"), [("care", "car"), ("worse", "worry"), ("pain", "pan"), ("MS", "m")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_a_word_knows_where_it_stands() -> None:
    text = "Stiff, très stiff"
    assert [text[word.start : word.end] for word in words_of(text)] == ["Stiff", "très", "stiff"]


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("  pain \t\n relief ", "pain relief"),
        ("ｐａｉｎ", "pain"),
        ("pa\u200bin\u202e\x00", "pain"),
        ("\ud800pain", "pain"),
        ("", ""),
        ("a" * 500, "a" * LONGEST_QUERY),
        ("a" * 99 + " b", "a" * 99),
    ],
)
def test_a_query_is_one_short_line_of_visible_characters(typed: str, searched: str) -> None:
    assert canonical(typed) == searched


@given(st.text(alphabet=st.characters()))
def test_a_canonical_query_is_canonical_already(typed: str) -> None:
    once = canonical(typed)
    assert canonical(once) == once
    assert len(once) <= LONGEST_QUERY
    once.encode()
