from pathlib import Path

import pytest

from education.content.sources import Source, read_sources, registry


def test_every_source_we_ship_is_read() -> None:
    assert "nice-ng220" in {source.key for source in registry()}


def test_the_host_of_a_source_is_its_address_as_people_say_it() -> None:
    assert Source("a", "A.", url="https://www.nice.org.uk/guidance/ng220").host == "nice.org.uk"
    assert Source("a", "A.").host == ""


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[a]\ncite = none\n", "sources.toml:2: expected TOML"),
        ('[a]\ncite = "C."\n', "sources.toml:1: expected a text for about of [a], found None."),
        ('[a]\ncite = 1\nabout = "A."\n', "expected a text for cite of [a], found 1."),
        ('[a]\ncite = " "\nabout = "A."\n', "expected a text for cite of [a], found ' '."),
        ('\n[A_b]\ncite = "C."\nabout = "A."\n', "sources.toml:2: expected a key of small letters"),
        ('[a]\ncite = "C."\nabout = "A."\nurl = "http://example.org/"\n', "expected an https address for url of [a]"),
        ('[a]\ncite = "C."\nabout = "A."\nurl = "javascript:alert(1)"\n', "expected an https address for url of [a]"),
        ('[a]\ncite = "C."\nabout = "A."\nlink = "x"\n', "expected only cite, about and url in [a], found link."),
        ("a = 1\n", "sources.toml:1: expected a table [a], found 1."),
    ],
)
def test_a_malformed_registry_is_told_with_its_line(tmp_path: Path, toml: str, message: str) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(ExceptionGroup) as raised:
        read_sources(path)
    assert message in str(raised.value.exceptions[0])


def test_a_registry_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as raised:
        read_sources(tmp_path / "sources.toml")
    assert "expected a file in UTF-8" in str(raised.value.exceptions[0])
