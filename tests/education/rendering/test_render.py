import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from education.content.red_flags import Level, RedFlag
from education.content.sources import Source
from education.rendering import Calls, Passage, Rendering, Section, Surroundings, outline, read_terms, render
from education.rendering.red_flags import unfold
from education.rendering.safety import ATTRIBUTES, TAGS, VALUES, clean

TRIAL = Source("trial-2020", "Trial & others.", "A trial.", "https://www.example.org/trial")
REVIEW = Source("review-2021", "Review.", "A review.")
TERMS = read_terms("Spasticity (spastic; spasms)\n: Muscles that stay tight.\n\nMRI\n: A scan.\n\nK (İ; s)\n: Odd.")


def flag(key: str, level: Level, about: str = "Breathing") -> RedFlag:
    return RedFlag(key, level, about, f"someone has {key}", f"Because of {key}.", TRIAL.key)


CLINIC = Calls(emergency="112")
FLAGS = (flag("fever", Level.TODAY), flag("choking", Level.EMERGENCY), flag("cough", Level.WEEK))


def shown(body: str, calls: Calls = CLINIC) -> Rendering:
    return render(body, Surroundings((TRIAL, REVIEW), TERMS, calls, FLAGS))


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("Good evidence", "good"),
        ("Some evidence", "some"),
        ("Uncertain evidence", "uncertain"),
        ("No benefit shown", "none"),
    ],
)
def test_a_paragraph_that_opens_with_a_label_is_one(words: str, strength: str) -> None:
    html = shown(f"**{words}** for a **short** time.\n\nAs ever.").html
    place = words.lower().replace(" ", "-")
    label = f'<span><a href="/spms/sources/#{place}">{words}</a></span>'
    assert html.startswith(f'<p class="ev {strength}">{label} for a <strong>short</strong> time.</p>')
    assert "<p>As ever.</p>" in html


@pytest.mark.parametrize(
    "body", ["**Good news** for you.", "There is **good evidence**.", "- **Good evidence** for it"]
)
def test_other_bold_words_are_no_label(body: str) -> None:
    assert "<strong>" in shown(body).html
    assert 'class="ev' not in shown(body).html


@pytest.mark.parametrize(
    ("kind", "number", "heading"),
    [
        ("emergency", "112", '<span class="vh">Emergency: </span>Call 112 now if:'),
        ("emergency", "", '<span class="vh">Emergency: </span>Call your emergency number now if:'),
        ("today", "112", '<span class="vh">Urgent: </span>Get medical help today if:'),
        ("week", "112", "Call your team this week if:"),
        ("visit", "112", "Ask at your visit if:"),
    ],
)
def test_a_care_card_says_how_urgent_it_is_in_words(kind: str, number: str, heading: str) -> None:
    html = shown(f"::: {kind}\n- someone is choking\n:::", Calls(number)).html
    card = f'<div class="care {kind}"><h3>{heading}</h3><div><ul><li>someone is choking</li></ul></div></div>'
    assert re.sub(r"\n", "", html) == card


def test_keys_of_red_flags_become_a_card_for_each_level_the_most_urgent_first() -> None:
    html = shown("::: red-flags\n- cough\n- fever\n- choking\n- unknown\n:::").html
    assert re.findall(r'class="care (\w+)"', html) == ["emergency", "today", "week"]
    assert re.findall(r"<li>(.*?)</li>", html) == ["someone has choking", "someone has fever", "someone has cough"]


def test_every_red_flag_of_a_level_is_listed_in_groups_with_its_reason_and_its_source() -> None:
    page = shown("::: all-today\n:::")
    assert "<strong>Breathing</strong>" in page.html
    assert "someone has fever.<br />\n<em>Because of fever.</em>" in page.html.replace("<br>", "<br />")
    assert "choking" not in page.html
    assert [line.source for line in page.sources] == [TRIAL]


def test_a_text_without_red_flags_in_it_stays_as_it_is() -> None:
    assert unfold("Text.\n\n- choking", FLAGS) == "Text.\n\n- choking"


def test_whom_to_call_is_what_the_clinic_entered_and_never_nothing() -> None:
    assert re.findall(r"<strong>(.*?)</strong>", shown("::: whom-to-call\n:::", Calls()).html) == [
        "your emergency number"
    ]
    told = shown("::: whom-to-call\n:::", Calls("112", "113", "061", "024")).html
    assert re.findall(r"<strong>(.*?)</strong>", told) == ["112", "113", "024", "061"]


def test_a_card_for_today_names_urgent_care_if_the_clinic_has_entered_it() -> None:
    body = "::: red-flags\n- fever\n- choking\n:::"
    assert shown(body, Calls(urgent_care="061")).html.count("call urgent care: 061") == 1
    assert "urgent care" not in shown(body).html


def test_citations_are_numbered_in_the_order_of_first_citing() -> None:
    page = shown("One.[^review-2021] Two.[^trial-2020] Three.[^review-2021]")
    assert [(line.number, line.source, line.backs) for line in page.sources] == [
        (1, REVIEW, ("cite-1", "cite-1-2")),
        (2, TRIAL, ("cite-2",)),
    ]
    link = '<sup class="cite"><a href="#source-2" id="cite-2"><span class="vh">Source </span>2</a></sup>'
    assert f"Two.{link}" in page.html
    assert 'id="cite-1-2"' in page.html


def test_a_text_may_bring_a_source_of_its_own() -> None:
    page = shown("One.[^mine]\n\n[^mine]: Example, *2024*.\n    <https://example.org/a>\n\nTwo.")
    (line,) = page.sources
    assert (line.source.cite, line.source.url) == ("Example, 2024. https://example.org/a", "https://example.org/a")
    assert page.html.count("Example") == 0
    assert "<p>Two.</p>" in page.html


def test_a_citation_of_nothing_stays_as_it_was_written() -> None:
    page = shown("One.[^none]")
    assert page.html == "<p>One.[^none]</p>\n"
    assert page.sources == ()


def test_sections_have_readable_ids_that_nothing_else_has() -> None:
    page = shown(
        "## Saving energy\n\n### Saving energy\n\n## Sources\n\n## Source 2\n\n## ¿?\n\n## A **b** `c`[^trial-2020]"
    )
    assert [(section.id, section.title) for section in page.contents] == [
        ("saving-energy", "Saving energy"),
        ("section-sources", "Sources"),
        ("section-source-2", "Source 2"),
        ("section", "¿?"),
        ("a-b-c", "A b c"),
    ]
    assert '<h3 id="saving-energy-2">' in page.html
    assert all(f'<h2 id="{section.id}">' in page.html for section in page.contents)


def test_links_elsewhere_say_nothing_of_us_and_links_here_are_plain() -> None:
    html = shown("[a](https://example.org/) [b](/spms/pain/) [c](mailto:a@example.org) [d](//example.org/)").html
    assert '<a href="https://example.org/" rel="noopener noreferrer">a</a>' in html
    assert '<a href="/spms/pain/">b</a> <a href="mailto:a@example.org">c</a>' in html
    assert '<a href="//example.org/" rel="noopener noreferrer">d</a>' in html


def test_all_sources_lists_the_registry() -> None:
    html = shown("::: all-sources\n:::").html
    assert html.count("<li>") == 2
    assert "Trial &amp; others. <a " in html
    assert 'href="https://www.example.org/trial"' in html
    assert "Read it at example.org</a>" in html


def test_a_simple_table_is_shown() -> None:
    assert "<td>b</td>" in shown("| a |\n|---|\n| b |").html


def test_html_and_pictures_are_shown_as_they_were_written() -> None:
    html = shown("<b>a</b>\n\n<script>b</script>\n\n![c](/d.png)").html
    assert "&lt;b&gt;a&lt;/b&gt;" in html
    assert "&lt;script&gt;" in html
    assert "<img" not in html


class Wall(HTMLParser):
    """Fails on whatever may not leave."""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        for name, value in attributes:
            assert name in ATTRIBUTES.get(tag, set()) | {"class"} or value in VALUES[tag][name]
            if name == "href":
                assert re.match(r"(https?:|mailto:|tel:|[^:]*$|[/#?.])", value or "", re.IGNORECASE)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    handle_comment = handle_pi = unknown_decl = handle_decl


PIECES = st.sampled_from(
    [
        *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</p>", "<style>"),
        *('<a href="x" onclick="y">', "<!-- ", "-->", "&lt;", "&#0;", "<https://example.org>", "<javascript:alert(1)>"),
        *("[a](javascript:alert(1))", "[a](JaVaScRiPt&#58;alert(1))", "[a]: data:text/html,x", "[a]", "![a](b)"),
        *(
            "[^trial-2020]",
            "[^mine]",
            "[^mine]: <b>a</b>",
            "::: red-flags\n",
            "- choking\n",
            "::: all-today\n",
            "::: whom-to-call\n",
            "::: all-sources\n",
            "\n:::\n",
        ),
        *("- ", "1. ", "# ", "## ", "### sources", "**Good evidence**", "spasticity", "MRI", "İ", "ſ"),
        *("term (a; b)", "\n: meaning", "> ", "    ", "\t", "\n", "\n\n", "| a | b |\n|---|---|\n"),
        *"`*_[]()<>\"'|~^\\",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES | st.text(max_size=3)).map("".join)))
def test_whatever_is_written_something_harmless_is_shown(body: str) -> None:
    wall = Wall(convert_charrefs=True)
    wall.feed(shown(body).html)
    wall.close()


@given(st.lists(PIECES).map("".join))
def test_no_two_things_on_a_page_have_one_id(body: str) -> None:
    ids = re.findall(r' id="([^"]*)"', shown(body).html)
    assert len(ids) == len(set(ids))
    assert not set(ids) & {"sources", "book", "main", "in-short", "on-this-page"}


@given(st.lists(PIECES).map("".join))
def test_the_chapters_of_a_page_are_whole_and_make_the_page(body: str) -> None:
    page = shown(body)
    assert "".join(chapter.html for chapter in page.chapters) == page.html
    assert all(clean(chapter.html) == chapter.html for chapter in page.chapters)
    assert [chapter.section is None for chapter in page.chapters][1:] == [False] * (len(page.chapters) - 1)


def test_a_chapter_is_a_heading_and_what_stands_under_it() -> None:
    first, second, third = shown("An opening.\n\n## One\n\n### Part\n\n> ## Quoted\n\n## Two").chapters
    assert first.section is None
    assert (second.section, third.section) == (Section("one", "One"), Section("two", "Two"))
    assert '<h2 id="quoted">' in second.html


def test_no_button_leaves_but_those_that_open_and_close_a_meaning() -> None:
    html = '<button type="submit" onclick="a" formaction="b" popovertarget="c" popovertargetaction="show">d</button>'
    assert clean(html) == '<button popovertarget="c">d</button>'
    assert clean('<span popover="manual" style="a" id="b">c</span>') == '<span id="b">c</span>'


def test_the_outline_has_the_same_places_as_the_page() -> None:
    body = "Opening.[^trial-2020]\n\n## One\n\n- a\n- *b*\n\n### Part\n\nTerm\n: Meaning.\n\n[^mine]: Away."
    assert outline(body) == (
        Passage("", "", ("Opening.",)),
        Passage("one", "One", ("a", "b")),
        Passage("part", "Part", ("Meaning.",)),
    )
    assert all(f'id="{passage.id}"' in shown(body).html for passage in outline(body) if passage.id)


def test_a_numbered_list_begins_at_the_number_that_was_written() -> None:
    assert '<ol start="4">' in shown("4. four\n5. five").html
    assert "<ol>" in shown("1. one\n2. two").html
