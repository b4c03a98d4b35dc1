"""One pattern for every medicine: the rule, and the medicines that pages must tell by it."""

import re

import pytest

from education.writing.documents import CONTENT, read_documents
from education.writing.medicines import PATTERN
from education.writing.rules import Keys, problems_in_body

PAGES = {document.slug: document.body for document in read_documents("en", CONTENT)}
WHOLE = "\n\n".join(f"**{lead}** Words." for lead in PATTERN)


def problems(body: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.found) for problem in problems_in_body(body, keys=Keys(), slugs=())]


def test_a_medicine_that_is_told_whole_is_sound() -> None:
    assert problems(f"## A\n\nText.\n\n{WHOLE}\n\n## B\n\n{WHOLE}\n\n**Note.** More.") == []


@pytest.mark.parametrize("lead", PATTERN)
def test_each_part_that_is_missing_is_named_at_the_heading(lead: str) -> None:
    assert problems("Text.\n\n## A\n\n" + WHOLE.replace(f"**{lead}** Words.", "")) == [(3, f"without {lead}")]


def test_the_parts_stand_in_their_order() -> None:
    first, second, *rest = WHOLE.split("\n\n")
    assert problems("\n\n".join(["## A", second, first, *rest]))[0][0] == 1


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("disease-modifying-therapies", "Siponimod"),
        ("disease-modifying-therapies", "Ocrelizumab"),
        ("disease-modifying-therapies", "Tolebrutinib"),
        ("spasticity", "Baclofen"),
        ("spasticity", "Tizanidine"),
        ("spasticity", "The baclofen pump"),
        ("spasticity", "Cannabis spray (nabiximols)"),
        ("spasticity", "Botulinum toxin"),
        ("pain", "Gabapentin and pregabalin"),
        ("pain", "Amitriptyline and duloxetine"),
        ("fatigue", "Amantadine"),
        ("fatigue", "Modafinil"),
        ("fatigue", "Methylphenidate"),
        ("bladder-and-bowel", "Medicines for an overactive bladder"),
        ("emotional-wellbeing", "Medicines for depression"),
        ("walking-and-falls", "Fampridine"),
    ],
)
def test_every_medicine_of_the_site_is_told_by_the_pattern(slug: str, heading: str) -> None:
    section = re.search(rf"^###? {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGES[slug], re.MULTILINE | re.DOTALL)
    assert section
    assert re.findall(r"^\*\*([^*]+\.)\*\*", section[1], re.MULTILINE) == list(PATTERN)
