import pytest

from education.writing.rules import Keys, problems_in_body, problems_in_words

KEYS = Keys(sources={"trial-2020"}, red_flags={"choking", "fever"})


def problems(body: str) -> list[tuple[int, str]]:
    found = problems_in_body(body, keys=KEYS, slugs={"pain"}, places={"pain": {"medicines"}})
    return [(problem.line, problem.expected) for problem in found]


@pytest.mark.parametrize(
    "body",
    [
        "A paragraph with **bold** words and a source.[^trial-2020]",
        "A source of its own.[^mine]\n\n[^mine]: Example, 2024.",
        "[Pain](/spms/pain/), [a part](/spms/pain/#medicines), [all](/spms/), [book](/book/)",
        "[below](#below)\n\n## Below",
        "[one](/spms/#hub-treatment) [two](#book) [three](#sources) [four](#in-short)",
        "Term\n: Meaning. See [the term](#term).",
        "The price: 5 * 3 = 15 (see [1] (2020)). A – B. **Note:** this. snake_case is a word.",
        "A year.\n\n1) a\n2) b\n\n* c\n+ d\n- e\n\n> quoted\n\n| a | b |\n| --- | --- |\n| – | 2. |",
        "4. four\n5. five\n\n## Part\n\n### Of it\n\nWater. -5 °C. 1.5 liters. A. Nother wrote.",
        "[a](https://example.org/) [b](mailto:a@example.org) [c](tel:+34600000000) <https://example.org>",
        "::: red-flags\n- choking\n- fever\n:::\n\n::: red-flags\n* fever\n:::",
        "::: all-emergency\n:::\n\n::: all-visit\n:::\n\n::: whom-to-call\n:::",
        "::: all-sources\n:::",
        "**Good evidence** for it.\n\n**Some evidence** for it.\n\n**Uncertain evidence** for it.",
        "**No benefit shown** in it.",
        "**Evidence** is what studies show.\n\n**There is no good evidence that a diet changes the course of MS.**",
        "A sum: 1 < 2 and 3 > 2.",
    ],
)
def test_a_sound_text_has_no_problems(body: str) -> None:
    assert problems(body) == []


@pytest.mark.parametrize(
    ("body", "line", "expected"),
    [
        ("", 1, "a text"),
        (" \n", 1, "a text"),
        ("a\n\n# b", 3, "a heading with ## or ###"),
        ("a\n=", 1, "a heading with ## or ###"),
        ("a\n\n#### b", 3, "a heading with ## or ###"),
        ("a\n\n<div>b</div>", 3, "no HTML"),
        ("a <br> c", 1, "no HTML"),
        ("a <!-- c -->", 1, "no HTML"),
        ("![b](/c.png)", 1, "no pictures"),
        ("a[^other]", 1, "a key of sources.toml"),
        ("[a](/spms/fatigue/)", 1, "a link to a page that exists"),
        ("[a](/spms/pain)", 1, "an address that starts with"),
        ("[a](pain/)", 1, "an address that starts with"),
        ("[a](//example.org/)", 1, "an address that starts with"),
        ("[a](ftp://example.org/)", 1, "an address that starts with"),
        ("::: urgent\n- a\n:::", 1, "one of ::: red-flags"),
        ("::: red-flags!\n- a\n:::", 1, "one of ::: red-flags"),
        ("a\n\n:::", 3, "one of ::: red-flags"),
        ("::: emergency\n- someone is choking\n:::", 1, "one of ::: red-flags"),
        ("::: red-flags\n- fever", 1, "::: to close"),
        ("::: red-flags\nfever\n:::", 1, "one list with -"),
        ("::: red-flags\n:::", 1, "one list with -"),
        ("::: red-flags\n- fever\n\nand more\n:::", 1, "one list with -"),
        ("::: red-flags\n1. fever\n:::", 1, "one list with -"),
        ("::: red-flags\n- fever\n- [choking](/spms/pain/)\n:::", 3, "a key of red_flags.toml"),
        ("::: red-flags\n- someone is choking\n:::", 2, "a key of red_flags.toml"),
        ("::: red-flags\n- fevers\n:::", 2, "a key of red_flags.toml, such as fever"),
        ("::: all-today\n- fever\n:::", 1, "nothing between"),
        ("::: all-sources\n- a\n:::", 1, "nothing between"),
        ("a\n\n**Good evidance** for it.", 3, "one of Good evidence"),
        ("**No benefits shown** in it.", 1, "one of Good evidence"),
        ("**good evidence** for it.", 1, "one of Good evidence"),
        ("**Strong evidence** for it.", 1, "one of Good evidence"),
        ("**Some evidence:** it helps.", 1, "one of Good evidence"),
        ("[a](#nope)", 1, "a link to a heading that is there"),
        ("## Part\n\n[a](#parts)", 3, "a link to a heading that is there"),
        ("[a](/spms/pain/#nope)", 1, "a link to a heading that is there"),
        ("[a](/spms/#nope)", 1, "a link to a heading that is there"),
        ("[a]()", 1, "an address that starts with"),
        ("a\n\n### b", 3, "a section with ## before"),
        ("## ", 1, "words in the heading"),
        ("##\xa0Heading", 1, "## or ###, one space"),
        ("a\n\n##Heading", 3, "## or ###, one space"),
        ("\xa0## Heading", 1, "## or ###, one space"),
        ("\uff03\uff03 Heading", 1, "## or ###, one space"),
        ("####### Heading", 1, "## or ###, one space"),
        ("**Note:**this", 1, "**bold** that closes"),
        ("a **bold", 1, "**bold** that closes"),
        ("a ** bold**", 1, "**bold** that closes"),
        ("a\nand **bold** and __bold", 2, "**bold** that closes"),
        ("an *emphasis", 1, "*emphasis* that closes"),
        ("an _emphasis_that goes on", 1, "*emphasis* that closes"),
        ("\uff0abold\uff0a", 1, "marks of usual width"),
        ("• a", 1, "- and one space"),
        ("– a", 1, "- and one space"),
        ("·\ta", 1, "- and one space"),
        ("-a", 1, "- and one space"),
        ("-\xa0a", 1, "- and one space"),
        ("\xa0- a", 1, "- and one space"),
        ("- • a", 1, "- and one space"),
        ("1)a", 1, "1. and one space"),
        ("1.Take", 1, "1. and one space"),
        ("1.\xa0a", 1, "1. and one space"),
        ("a) b", 1, "1. and one space"),
        ("So:\n2. a", 2, "1. and one space"),
        ("\ta", 1, "a line that begins without tabs"),
        ("    - a", 1, "a line that begins without tabs"),
        ("```\na\n```", 1, "a line that begins without tabs"),
        ("[text] (/spms/pain/)", 1, "[words](address)"),
        ("[text] (https://example.org/)", 1, "[words](address)"),
        ("[text](/spms/pain/ and more)", 1, "[words](address)"),
        ("(text)[/spms/pain/]", 1, "[words](address)"),
        ("a[ ^trial-2020]", 1, "[^key] for a source"),
        ("a[^ trial-2020]", 1, "[^key] for a source"),
        ("a `b", 1, "two ` around"),
        ("~~a~~", 1, "words without ~~"),
        ("| a | b |", 1, "a table, with a line"),
        ("Term\n:\xa0Meaning", 2, "a line with : below"),
        (":::\xa0today\n- a\n:::", 1, "one of ::: red-flags"),
        ("\uff1a\uff1a\uff1a today", 1, "::: and a kind of card"),
    ],
)
def test_each_rule_is_kept(body: str, line: int, expected: str) -> None:
    (found_line, found), *rest = problems(body)
    assert (found_line, rest) == (line, [])
    assert found.startswith(expected)


def test_a_card_inside_a_card_is_refused() -> None:
    assert (4, "::: to close “::: red-flags”") in problems("::: red-flags\n- fever\n\n::: red-flags\n- choking\n:::")


def test_problems_are_told_from_top_to_bottom() -> None:
    assert [line for line, _ in problems("a[^other]\n\n<br>\n\n# b\n\n::: none\n:::")] == [1, 3, 5, 7]


def test_every_line_that_is_no_item_is_told() -> None:
    assert [line for line, _ in problems("First:\n• a\n• b\n\n◦ c")] == [2, 3, 5]


def test_a_link_to_a_page_whose_places_nobody_knows_is_let_be() -> None:
    assert not problems_in_body("[a](/spms/pain/#any)", keys=Keys(), slugs={"pain"})


@pytest.mark.parametrize(
    ("title", "summary", "fields"),
    [
        (70, 155, []),
        (71, 155, ["title"]),
        (70, 156, ["summary"]),
        (1, 1, []),
        (0, 1, ["title"]),
        (1, 0, ["summary"]),
    ],
)
def test_a_title_has_up_to_70_characters_and_a_summary_up_to_155(title: int, summary: int, fields: list[str]) -> None:
    found = problems_in_words("a" * title, "a" * summary, ["One.", "Two.", "Three."])
    assert [problem.field for problem in found] == fields


@pytest.mark.parametrize(("sentences", "is_sound"), [(2, False), (3, True), (5, True), (6, False)])
def test_in_short_has_three_to_five_sentences(sentences: int, is_sound: bool) -> None:
    assert (list(problems_in_words("a", "a", ["One."] * sentences)) == []) is is_sound
