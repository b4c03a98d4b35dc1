from pathlib import Path

import pytest

from education.content.hubs import Hub
from education.content.problems import MalformedDocument
from education.writing.documents import digest_of, read_documents
from tests.education.texts import GLOSSARY, PAIN, write_content


def problems(content: Path) -> list[str]:
    with pytest.raises(ExceptionGroup) as raised:
        read_documents("en", content)
    assert all(isinstance(error, MalformedDocument) for error in raised.value.exceptions)
    return [str(error) for error in raised.value.exceptions]


def test_a_sound_page_is_read(content: Path) -> None:
    glossary, pain = read_documents("en", content)
    assert (pain.slug, pain.hub, pain.position, pain.title) == ("pain", Hub.MANAGING_SYMPTOMS, 1, "Pain")
    assert pain.in_short == ("One.", "Two.", "Three.")
    assert pain.body.startswith("Pain is real.")
    assert glossary.slug == "glossary"


@pytest.mark.parametrize(
    ("sound", "spoiled", "message"),
    [
        ("+++\ntitle", "title", "pain.md:1: expected front matter between two lines of +++"),
        ('title = "Pain"', "title = Pain", "pain.md:2: expected TOML"),
        ('title = "Pain"\n', "", "pain.md:1: expected a text for title, found nothing."),
        ('title = "Pain"', "title = 7", "pain.md:2: expected a text for title, found 7."),
        ('title = "Pain"', f'title = "{"a" * 71}"', "pain.md:2: expected one line of 1 to 70 characters for title"),
        ('title = "Pain"', 'title = " "', "pain.md:2: expected one line of 1 to 70 characters for title"),
        ('title = "Pain"', 'title = "Pain"\nmood = "low"', "pain.md:3: expected only the keys title, hub"),
        ('"managing-symptoms"', '"symptoms"', "pain.md:3: expected a hub: understanding-spms"),
        ("position = 1", "position = true", "pain.md:4: expected a whole number for position, found True."),
        ("position = 1", "position = 0", "pain.md:4: expected a position from 1 to 99, found 0."),
        ('"What helps."', f'"{"a" * 156}"', "pain.md:5: expected one line of 1 to 155 characters for summary"),
        ('"One.", "Two.", "Three."', '"One.", "Two."', "pain.md:6: expected 3 to 5 sentences"),
        ('"One.", "Two.", "Three."', '"1.", "2.", "3.", "4.", "5.", "6."', "pain.md:6: expected 3 to 5 sentences"),
        ('"One."', "1", "pain.md:6: expected sentences in in_short"),
        ('"One."', '"One.\\nMore."', "pain.md:6: expected a sentence on one line for in_short"),
        ("## Medicines", "# Medicines", "pain.md:11: expected a heading with ## or ###, found # Medicines."),
        ("[^trial-2020] See", "[^trial-2021] See", "pain.md:13: expected a key of sources.toml"),
        ("/spms/glossary/", "/spms/glossery/", "pain.md:13: expected a link to a page that exists"),
        (":::\n", "", "pain.md:15: expected ::: to close “::: red-flags”, found the end of the text."),
    ],
)
def test_a_malformed_page_is_told_with_its_line(content: Path, sound: str, spoiled: str, message: str) -> None:
    assert sound in PAIN
    write_content(content, pain=PAIN.replace(sound, spoiled, 1))
    assert problems(content)[0].startswith(message)


def test_all_problems_of_all_files_are_told_at_once(content: Path) -> None:
    spoiled = GLOSSARY.replace('"Words explained"', '""').replace("Muscles", "<b>Muscles</b>")
    write_content(content, pain=PAIN.replace("## Medicines", "#### Medicines"), glossary=spoiled)
    (content / "sources.toml").write_text("[trial-2020]\n", encoding="utf-8")
    told = problems(content)
    assert [line.split(":")[0] for line in told] == [
        *("sources.toml", "sources.toml"),
        *("glossary.md", "glossary.md", "glossary.md"),
        "pain.md",
    ]


def test_two_pages_cannot_stand_in_one_place(content: Path) -> None:
    write_content(content, fatigue=PAIN.replace('"Pain"', '"Fatigue"'))
    assert problems(content) == [
        "pain.md:1: expected a position of its own in managing-symptoms, found 1, which is that of fatigue.md."
    ]


def test_a_file_name_that_cannot_be_an_address_is_told(content: Path) -> None:
    write_content(content, Nerve_Pain=PAIN.replace("position = 1", "position = 2"))
    assert problems(content)[0].startswith("Nerve_Pain.md:1: expected a file name such as pain.md")


def test_a_file_that_is_not_utf_8_is_told(content: Path) -> None:
    (content / "en" / "pain.md").write_bytes(PAIN.replace("Pain", "D\xf6r").encode("latin-1"))
    assert problems(content)[0].startswith("pain.md:1: expected a file in UTF-8")


def test_an_empty_folder_is_told(content: Path) -> None:
    with pytest.raises(ExceptionGroup, match="content"):
        read_documents("xx", content)


def test_the_digest_changes_with_every_part_of_the_text() -> None:
    digests = {digest_of(*words) for words in ("abcd", "xbcd", "axcd", "abxd", "abcx")}
    assert len(digests) == 5
    assert digest_of("ab", "", "c", "d") != digest_of("a", "b", "c", "d")
