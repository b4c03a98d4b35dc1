"""The registry of red flags, and that pages say no sign in words of their own."""

import re
from pathlib import Path

import pytest

from education.content.red_flags import Level, RedFlag, by_level, read_red_flags, registry
from education.rendering.red_flags import keys_in
from education.writing.documents import CONTENT, Document, read_documents
from education.writing.readability import longer_than, words

PAGES = {document.slug: document for document in read_documents("en", CONTENT)}
SOUND = {"level": "today", "about": "A", "words": "a", "why": "Why.", "source": "trial-2020"}


def test_every_red_flag_we_ship_is_read_and_each_level_has_some() -> None:
    assert {flag.level for flag in registry()} == set(Level)


def test_no_two_red_flags_say_the_same() -> None:
    said = [" ".join(words(flag.words.casefold())) for flag in registry()]
    assert sorted(said) == sorted(set(said))


def test_every_red_flag_completes_its_heading_and_its_reason_is_short() -> None:
    assert [flag.key for flag in registry() if not re.fullmatch(r"(?!I\b)[a-z].*[^.]", flag.words)] == []
    assert [flag.key for flag in registry() if not flag.why.endswith(".")] == []
    assert list(longer_than(25, [flag.words for flag in registry()])) == []


def test_every_red_flag_stands_on_a_page_besides_the_full_list() -> None:
    named = {key for page in PAGES.values() for key in keys_in(page.body)}
    assert [flag.key for flag in registry() if flag.key not in named] == []


def test_the_full_list_has_every_level_and_so_every_red_flag() -> None:
    assert re.findall(r"^::: all-(\w+)$", PAGES["urgent-help"].body, re.MULTILINE) == list(Level)


def test_no_page_has_a_card_in_words_of_its_own() -> None:
    own = re.compile(rf"^:::+ *({'|'.join(Level)})\b", re.MULTILINE)
    assert [slug for slug, page in PAGES.items() if own.search(page.body)] == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_running_text_leaves_it_to_the_cards_how_soon_to_get_help(page: Document) -> None:
    told = re.compile(r"[^.\n]*\b(?:the same day|call the emergency|is an emergency)\b[^.\n]*")
    assert page.slug == "urgent-help" or told.findall(page.body) == []


def test_levels_come_from_the_most_urgent_on() -> None:
    flags = [RedFlag(key, Level(key), "", "", "", "") for key in ("visit", "today", "emergency")]
    assert [level for level, _found in by_level(flags)] == ["emergency", "today", "visit"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"words": ""}, "red_flags.toml:1: expected a text for words of [a], found ''."),
        ({"why": " "}, "expected a text for why of [a], found ' '."),
        ({"level": "soon"}, "expected a level of [a]: emergency, today, week, visit, found 'soon'."),
        ({"source": "none"}, "expected a key of sources.toml for source of [a], found 'none'."),
        ({"more": "x"}, "expected only level, source, about, words, why in [a], found more."),
    ],
)
def test_a_malformed_red_flag_is_told_with_its_line(tmp_path: Path, changed: dict[str, str], message: str) -> None:
    path = tmp_path / "red_flags.toml"
    path.write_text("[a]\n" + "".join(f'{name} = "{value}"\n' for name, value in (SOUND | changed).items()))
    with pytest.raises(ExceptionGroup) as raised:
        read_red_flags(path, {"trial-2020"})
    assert message in str(raised.value.exceptions[0])
