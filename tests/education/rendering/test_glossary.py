import pytest

from education.rendering import Surroundings, Term, besides, read_terms, render

BODY = """
An opening.

## A to Z

Active SPMS (active MS)
: SPMS with relapses.

Bladder infection (UTI; UTIs; bladder infections)
: Germs in the bladder.

MRI scan
: A picture.

Spasticity (spastic; spasms)
: Muscles that stay *tight*, or
  tighten.

  They may hurt.
"""
TERMS = read_terms(BODY)


def explained(body: str) -> list[str]:
    return [term.word for term in render(body, Surroundings(terms=TERMS)).terms]


def test_terms_are_read_from_the_definition_lists() -> None:
    assert TERMS[0] == Term("active-spms", "Active SPMS", ("active MS",), "SPMS with relapses.")
    assert TERMS[3].forms == ("Spasticity", "spastic", "spasms")
    assert TERMS[3].meaning == "Muscles that stay tight, or tighten. They may hurt."


def test_on_the_glossary_page_every_term_stands_where_links_lead() -> None:
    html = render(BODY, Surroundings()).html
    assert all(f'<dt id="{term.address.removeprefix("/spms/glossary/#")}">{term.word}' in html for term in TERMS)


def test_on_the_glossary_page_plain_plurals_are_not_shown() -> None:
    assert '<dt id="bladder-infection">Bladder infection (UTI)</dt>' in render(BODY, Surroundings()).html


def test_a_heading_never_takes_the_place_of_a_term() -> None:
    html = render("## Spasticity\n\nSpasticity\n: Tight muscles.", Surroundings()).html
    assert '<h2 id="spasticity-2">' in html
    assert '<dt id="spasticity">' in html


def test_a_term_is_explained_where_it_first_stands() -> None:
    page = render("So *spastic* muscles. Spasticity hurts.", Surroundings(terms=TERMS))
    assert page.html == (
        '<p>So <em><button type="button" class="term" popovertarget="word-spasticity">spastic</button>'
        '<span class="meaning" id="word-spasticity" popover="auto"><strong>Spasticity</strong> '
        "Muscles that stay tight, or tighten. They may hurt. "
        '<button type="button" popovertarget="word-spasticity" popovertargetaction="hide">Close</button></span></em>'
        " muscles. Spasticity hurts.</p>\n"
    )
    assert page.terms == (TERMS[3],)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("SPASTICITY", ["Spasticity"]),
        ("Spasms come with an MRI scan.", ["Spasticity", "MRI scan"]),
        ("An MRI Scan", ["MRI scan"]),
        ("an mri scan", []),
        ("a uti", []),
        ("UTIs", ["Bladder infection"]),
        ("active SPMS", ["Active SPMS"]),
        ("non-active SPMS", []),
        ("spasticityless, antispastic", []),
        ("(spasticity)", ["Spasticity"]),
        ("MRI\nscan", []),
        ("## Spasticity", []),
        ("[Spasticity](/spms/spasticity/)", []),
        ("[Spasticity](/spms/spasticity/) is spasticity", ["Spasticity"]),
        ("**Good evidence** for spasticity.", []),
        ("::: emergency\n- spasms\n:::", []),
        ("::: emergency\n- spasms\n:::\n\nSpasms.", ["Spasticity"]),
        ("::: today\n- spasms\n:::", ["Spasticity"]),
        ("`spasms`", []),
        ("**Good evidence** for it.\n\nSpasms.", ["Spasticity"]),
    ],
)
def test_terms_are_explained_in_running_text_as_whole_words(body: str, words: list[str]) -> None:
    assert explained(body) == words


@pytest.mark.parametrize(
    ("title", "slug", "left"),
    [
        ("Stiffness", "spasticity", ["Active SPMS", "Bladder infection", "MRI scan"]),
        ("Stiffness and spasms", "stiffness", ["Active SPMS", "Bladder infection", "MRI scan"]),
        ("Bladder infections", "bladder", ["Active SPMS", "MRI scan", "Spasticity"]),
        ("Pain", "pain", ["Active SPMS", "Bladder infection", "MRI scan", "Spasticity"]),
    ],
)
def test_a_page_does_not_explain_its_own_subject(title: str, slug: str, left: list[str]) -> None:
    assert [term.word for term in besides(TERMS, title, slug)] == left


def test_a_meaning_is_only_text() -> None:
    terms = read_terms("Odd\n: A <b>bold</b> & “odd” one.")
    html = render("Odd.", Surroundings(terms=terms)).html
    assert "<strong>Odd</strong> A &lt;b&gt;bold&lt;/b&gt; &amp; “odd” one. <button" in html


def test_no_heading_takes_the_place_of_a_meaning() -> None:
    html = render("Spasms.\n\n## Word spasticity", Surroundings(terms=TERMS)).html
    assert '<h2 id="section-word-spasticity">' in html
