import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.search import Index, build, find
from education.search.asking import MOST_WORDS, is_urgent, understand
from education.search.ranking import MOST_HITS
from education.search.vocabulary import OUR_WORDS, URGENT
from education.search.words import words_of
from tests.education.search.conftest import text

PLACES = build(
    [
        text("in-text", "A", "## Heading\n\nSome words on walrus here."),
        text("in-short", "B", "Nothing.", in_short=("A walrus.", "Two.", "Three.")),
        text("in-heading", "C", "Nothing.\n\n## A walrus\n\nNothing."),
        text("glossary", "D", "Walrus (walruses)\n: A large animal."),
        text("in-title", "Walrus", "Nothing."),
    ]
)


def urls(query: str, index: Index) -> list[str]:
    return [hit.url for hit in find(query, index).hits]


def test_a_title_goes_before_a_word_explained_a_heading_in_short_and_text() -> None:
    assert urls("walrus", PLACES) == [
        "/spms/in-title/",
        "/spms/glossary/#walrus",
        "/spms/in-heading/#a-walrus",
        "/spms/in-short/",
        "/spms/in-text/#heading",
    ]


def test_whole_words_go_before_beginnings() -> None:
    index = build(
        [text("a", "Painkillers", "Nothing."), text("b", "B", "## Pain\n\nNothing."), text("c", "Pain", "A.")]
    )
    assert urls("pain", index) == ["/spms/c/", "/spms/a/", "/spms/b/#pain"]
    assert urls("paink", index) == ["/spms/a/"]


def test_near_spellings_are_found_only_for_want_of_the_word() -> None:
    index = build([text("pain", "Pain", "Nothing."), text("plan", "Plan", "Nothing.")])
    assert urls("plan", index) == ["/spms/plan/"]
    assert not find("plan", index).is_by_spelling
    assert urls("pian", index) == ["/spms/pain/"]
    assert find("pian", index).is_by_spelling


def test_who_answers_every_word_goes_before_a_heading_that_answers_one() -> None:
    both = text("both", "A", "## Animals\n\nA walrus. An otter.")
    index = build([text("b", "B", "## An otter\n\nA."), text("c", "C", "## A walrus\n\nA."), both])
    assert urls("otter walrus", index)[0] == "/spms/both/#animals"
    assert len(urls("otter walrus", index)) == 3


@pytest.mark.parametrize(
    ("query", "telling"),
    [
        ("tired all the time", "tired"),
        ("always so tired every day", "tired"),
        ("my legs really hurt a lot", "legs hurt"),
        ("I still want to know about botox please", "botox"),
        ("help, I need something for spasms now", "spasms"),
    ],
)
def test_fillers_find_nothing_beside_a_word_that_tells(query: str, telling: str, shipped: Index) -> None:
    assert urls(query, shipped) == urls(telling, shipped)


@pytest.mark.parametrize("query", ["time", "every day", "help"])
def test_fillers_count_when_there_is_nothing_else(query: str, shipped: Index) -> None:
    assert urls(query, shipped)


def test_an_excerpt_marks_the_words_and_keeps_the_text() -> None:
    index = build([text("a", "A", "## Part\n\nFirst. The <b>stiff</b> leg, and stiffness. Last.")])
    (hit,) = find("stiff", index).hits
    assert (hit.title, hit.section, hit.url) == ("A", "Part", "/spms/a/#part")
    assert [piece.text for piece in hit.excerpt if piece.is_marked] == ["stiff", "stiffness"]
    assert "".join(piece.text for piece in hit.excerpt) == "The <b>stiff</b> leg, and stiffness."


def test_a_long_sentence_is_cut_around_the_word() -> None:
    index = build([text("a", "A", "## Part\n\n" + "many words " * 40 + "walrus " + "and more " * 40)])
    shown = "".join(piece.text for piece in find("walrus", index).hits[0].excerpt)
    assert "walrus" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 200


@pytest.mark.parametrize(
    ("query", "url"),
    [
        ("tiredness", "/spms/fatigue/"),
        ("worn out", "/spms/fatigue/"),
        ("fatige", "/spms/fatigue/"),
        ("exausted", "/spms/fatigue/"),
        ("tierd", "/spms/fatigue/"),
        ("stiff", "/spms/spasticity/"),
        ("spasticity", "/spms/spasticity/"),
        ("spasticty", "/spms/spasticity/"),
        ("pee", "/spms/bladder-and-bowel/"),
        ("wee", "/spms/bladder-and-bowel/"),
        ("constipated", "/spms/bladder-and-bowel/"),
        ("choking", "/spms/speech-and-swallowing/"),
        ("ms hug", "/spms/pain/"),
        ("brain fog", "/spms/thinking-and-memory/"),
        ("physio", "/spms/physical-therapy/"),
        ("physiotherapy", "/spms/physical-therapy/"),
        ("oedema", "/spms/glossary/#macular-edema"),
        ("siponomod", "/spms/disease-modifying-therapies/#siponimod"),
        ("DMT", "/spms/disease-modifying-therapies/"),
        ("diagnosed", "/spms/diagnosis/"),
        ("feeling sad", "/spms/emotional-wellbeing/"),
        ("my husband", "/spms/family-and-carers/"),
        ("how do I get an appointment?", "/spms/prepare-for-your-visit/"),
        ("MRI", "/spms/glossary/#mri"),
    ],
)
def test_people_find_our_pages_in_their_own_words(shipped: Index, query: str, url: str) -> None:
    found = urls(query, shipped)[:2]
    assert url in [*found, *(address.split("#")[0] for address in found)]


def test_every_word_that_we_translate_to_stands_on_our_pages(shipped: Index) -> None:
    ours = {word.stem for words in OUR_WORDS for word in words_of(words)}
    assert ours <= set(shipped.stems.values())


@pytest.mark.parametrize("query", URGENT.split(", "))
def test_every_warning_of_the_vocabulary_is_urgent(query: str) -> None:
    assert is_urgent(f"help {query.upper()}!")


@pytest.mark.parametrize(
    "query",
    [
        "I can't breathe",
        "he cannot breathe properly",
        "chocking",
        "sucide",
        "suicidal thoughts",
        "I want to die",
        "stoke",
        "siezure",
        "what if I stop baclofen",
        "my baclofen has run out",
    ],
)
def test_what_may_be_an_emergency_is_urgent(query: str) -> None:
    assert is_urgent(query)


@pytest.mark.parametrize("query", ["fatigue", "pain", "strength", "baclofen", "walking", "", "stretching", "breakfast"])
def test_other_queries_are_not_urgent(query: str) -> None:
    assert not is_urgent(query)


@pytest.mark.parametrize("query", ["xyzzy", "😀", "🇪🇸", "?", "٣٤"])
def test_nothing_is_found_for_what_nobody_wrote(shipped: Index, query: str) -> None:
    assert find(query, shipped).is_empty


def test_a_blank_query_is_no_question(shipped: Index) -> None:
    found = find(" \n\u200b", shipped)
    assert (found.query, found.hits, found.is_empty) == ("", (), False)


def test_for_want_of_results_what_is_called_most_like_it_is_named() -> None:
    index = build([text("a", "Intrathecal baclofen", "Nothing.")])
    assert [hit.title for hit in find("trathec", index).nearest] == ["Intrathecal baclofen"]


def test_a_site_without_pages_is_searched_too() -> None:
    assert find("pain", build([])).is_empty


def test_a_question_in_common_words_is_answered_too(shipped: Index) -> None:
    assert find("what is it", shipped).hits


def test_a_query_costs_no_more_for_many_words(shipped: Index) -> None:
    assert len(understand("qwxz " * 20, shipped)) == MOST_WORDS
    assert len(find("the MS", shipped).hits) <= MOST_HITS


@given(
    st.text(alphabet=st.characters()) | st.lists(st.sampled_from([*URGENT.split(), "ms", "'", "-", "…"])).map(" ".join)
)
def test_any_text_at_all_is_answered(query: str) -> None:
    found = find(query, PLACES)
    assert len(found.hits) <= MOST_HITS
    assert not (found.hits and found.nearest)
