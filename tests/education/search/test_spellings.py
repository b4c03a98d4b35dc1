"""What is fast here finds what difflib finds."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.search import Index
from education.search.spellings import Spellings, nearest

WORD = st.text("abcdeé’ \U0001f600ÿ", max_size=12)


@given(word=WORD, others=st.lists(WORD, max_size=30), cutoff=st.sampled_from([0.0, 0.5, 0.75, 0.8, 1.0]))
def test_the_nearest_words_are_those_of_difflib(word: str, others: list[str], cutoff: float) -> None:
    once = list(dict.fromkeys(others))
    expected = get_close_matches(word, once, n=8, cutoff=cutoff)
    assert nearest(word, [Spellings(others)], most=8, cutoff=cutoff) == expected
    half = len(once) // 2
    assert nearest(word, [Spellings(once[:half]), Spellings(once[half:])], most=8, cutoff=cutoff) == expected


@pytest.mark.parametrize("slip", ["fatige", "spastisity", "blader", "depresion", "qwxz", "physioterapy", "anxeity"])
def test_so_are_those_of_the_words_on_our_pages(shipped: Index, slip: str) -> None:
    expected = get_close_matches(slip, shipped.stems, n=8, cutoff=0.8)
    assert nearest(slip, [shipped.spellings], most=8, cutoff=0.8) == expected


@pytest.mark.parametrize("beginning", ["spas", "fatigue", "z", "qwxz", "é"])
def test_what_begins_so_is_found_by_its_place_in_the_alphabet(shipped: Index, beginning: str) -> None:
    expected = {stem for spelling, stem in shipped.stems.items() if spelling.startswith(beginning)}
    assert shipped.begun_by(beginning) == expected
