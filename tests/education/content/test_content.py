"""The pages that we ship keep the ground rules, beyond what load_pages refuses."""

import re

import pytest
from django.utils.text import slugify

from education.content import red_flags, sources
from education.content.hubs import Hub
from education.rendering import Calls, Surroundings, read_terms, render
from education.rendering.parser import EVIDENCE
from education.writing.documents import CONTENT, Document, read_documents

PAGES = {document.slug: document for document in read_documents("en", CONTENT)}
ABOUT_US = {"glossary"}  # explains words, claims nothing
TREATMENTS = {
    *("disease-modifying-therapies", "physical-therapy", "spasticity", "fatigue", "pain", "thinking-and-memory"),
    *("walking-and-falls", "relapse-or-progression", "vaccines-and-infections", "planning-ahead"),
    *("work-money-and-driving", "sex-and-relationships", "pregnancy-and-menopause", "skin-bones-and-clots"),
    *("tremor-and-coordination", "vision", "research-and-unproven-offers"),
}

every_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def shown(page: Document) -> str:
    around = Surroundings(sources.registry(), calls=Calls("112"), red_flags=red_flags.registry())
    return render(page.body, around).html


def test_all_thirty_one_pages_are_here() -> None:
    assert set(PAGES) == {
        *("what-is-spms", "symptoms", "causes", "diagnosis", "relapse-or-progression"),
        *("treatment", "disease-modifying-therapies", "physical-therapy"),
        *("vaccines-and-infections", "research-and-unproven-offers"),
        *("walking-and-falls", "tremor-and-coordination", "vision"),
        *("skin-bones-and-clots", "sex-and-relationships", "pregnancy-and-menopause"),
        *("work-money-and-driving", "planning-ahead"),
        *("spasticity", "fatigue", "pain", "thinking-and-memory", "speech-and-swallowing", "bladder-and-bowel"),
        *("healthy-living", "emotional-wellbeing", "family-and-carers"),
        *("prepare-for-your-visit", "urgent-help", "glossary", "sources"),
    }


def test_every_hub_has_pages() -> None:
    assert {page.hub for page in PAGES.values()} == set(Hub)


@every_page
def test_a_page_cites_its_sources(page: Document) -> None:
    assert ("[^" in page.body) is (page.slug not in ABOUT_US)


@every_page
def test_a_page_cites_what_it_says_of_the_evidence_and_every_page_on_treatments_says_it(page: Document) -> None:
    labels = re.findall(r'<p class="ev \w+">.*?</p>', shown(page), re.DOTALL)
    assert labels or page.slug not in TREATMENTS
    assert [label for label in labels if '<sup class="cite">' not in label] == []


@every_page
def test_every_citation_becomes_a_link(page: Document) -> None:
    assert "[^" not in shown(page)


@every_page
def test_no_emergency_number_is_written_into_a_page(page: Document) -> None:
    assert not re.search(r"\b(112|911|999|000)\b", page.body)


@every_page
def test_a_page_speaks_as_we_agreed(page: Document) -> None:
    text = " ".join((page.title, page.summary, *page.in_short, page.body))
    assert not re.search(r"\b(please|sufferers?|Miguel|Nacher)\b", text, re.IGNORECASE)
    assert not re.search(r"\b\d+\s?(mg|mcg|µg|ml)\b", text)


def test_words_are_explained_once() -> None:
    forms = [form.casefold() for term in read_terms(PAGES["glossary"].body) for form in term.forms]
    assert sorted(forms) == sorted(set(forms))


def test_each_label_leads_to_what_it_means() -> None:
    explained = shown(PAGES["sources"])
    assert [label for label in EVIDENCE if f'id="{slugify(label)}"' not in explained] == []
