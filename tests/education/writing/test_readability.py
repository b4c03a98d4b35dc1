"""The pages that we ship are easy to read. What is not must say why, here, in REASONS."""

import pytest

from education.writing.documents import CONTENT, Document, read_documents
from education.writing.readability import longer_than, reading_age, sentences, syllables, words

MOST_WORDS = 25
OLDEST = 14
PAGES = {page.slug: page for page in read_documents("en", CONTENT)}

# A sentence, or the slug of a page, and why it must stay as hard to read as it is.
REASONS: dict[str, str] = {}

every_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def text_of(page: Document) -> list[str]:
    return [*sentences([page.summary], ""), *sentences(page.in_short, page.body)]


def too_long(page: Document) -> list[str]:
    return list(longer_than(MOST_WORDS, text_of(page)))


@every_page
def test_no_sentence_is_too_long_without_a_reason(page: Document) -> None:
    found = [f"{len(words(sentence))} words: {sentence}" for sentence in too_long(page) if sentence not in REASONS]
    assert not found, f"{page.slug}.md: cut these in two, or say why not in REASONS"


@every_page
def test_no_page_is_too_hard_without_a_reason(page: Document) -> None:
    age = reading_age(text_of(page))
    assert age <= OLDEST or page.slug in REASONS, f"{page.slug}.md: reading age {age:.1f}"


def test_every_reason_is_still_needed_and_says_something() -> None:
    needed = {sentence for page in PAGES.values() for sentence in too_long(page)}
    needed |= {page.slug for page in PAGES.values() if reading_age(text_of(page)) > OLDEST}
    assert not REASONS.keys() - needed
    assert all(len(reason) > 20 for reason in REASONS.values())


def test_what_is_hard_to_read_is_found_to_be() -> None:
    hard = [
        "Notwithstanding neurodegenerative accumulation, immunomodulatory pharmacotherapy demonstrates attenuation."
    ]
    assert reading_age(hard) > OLDEST
    assert reading_age(["Rest before you are tired.", "Sit down to cook."]) < 8
    assert list(longer_than(5, ["One two three four five.", "One two three four five six."])) == [
        "One two three four five six."
    ]


def test_the_reading_age_is_the_flesch_kincaid_grade_and_five() -> None:
    # Six words of one syllable each in one sentence: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45.
    assert reading_age(["The cat sat on the mat."]) == pytest.approx(3.55)
    assert reading_age([]) == 0


def test_sentences_are_those_that_readers_read() -> None:
    body = "One.[^a] “Two.” Is it three? Dash – four\n\n## Not this\n\n- five\n- **Six.** Seven\n\nTerm\n: Eight."
    assert sentences(["Zero."], body) == [
        "Zero.",
        "One.",
        "“Two.",
        "Is it three?",
        "Dash – four",
        "five",
        "Six.",
        "Seven",
        "Eight.",
    ]


# Counted by ear, by number of syllables.
HEARD = {
    1: "age the be tired used helps asked eyes times stopped treats help through years nerve pain rules",
    2: "table treated needed doses changes being doing people questions social simple doctor weakness bladder walking",
    3: "medicine progressive multiple baclofen therapist physical hospital evidence serious family",
    4: "spasticity medication siponimod neurologist emergency",
    5: "disability",
}


def test_syllables_are_counted_nearly_right() -> None:
    heard = {word: count for count, spoken in HEARD.items() for word in spoken.split()}
    wrong = {word: syllables(word) for word, count in heard.items() if syllables(word) != count}
    assert len(wrong) <= len(heard) / 20, wrong
