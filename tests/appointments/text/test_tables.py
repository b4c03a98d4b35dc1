"""No cell of a table is taken for a formula or an amount."""

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appointments.text.tables import cell

FORMULA = "=1+1"


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "＝", "＋", "－", "＠", " =", "\u200b=", "\u00a0=", "−"]
)
def test_a_formula_is_only_text(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)").startswith("'")


@pytest.mark.parametrize(
    "text",
    [
        "0301234567",
        "030 1234567",
        "007",
        "(030) 12 34",
        "612345678901",
        "12345678",
        "1234-5678",
        "1E234567",
        "12e3",
        "612345678",
        "1,5E8",
        "612 34 56 78",
        "\uff10\uff11\uff12",
    ],
)
def test_digits_that_are_no_amount_stay_as_they_are_written(text: str) -> None:
    """A spreadsheet drops leading zeros, writes long numbers as powers of ten, and reads `1E234567` as one."""
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["0", "45", "365", "2026-11-23 12:00", "K7M3-92QF", "12 Monday", "0x1F"])
def test_amounts_and_moments_stay_what_a_spreadsheet_counts_with(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("text", ["Example Amparo", "K7M3-92QF", "amparo@example.org", "", "O'Brien", "Monday, Friday"])
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize(
    "text", [f"a;{FORMULA}", f'a";{FORMULA}', f"a\t{FORMULA}", f"a\n{FORMULA}", f"a, {FORMULA}", f"|{FORMULA}"]
)
def test_no_formula_starts_where_a_program_may_split_a_cell(text: str) -> None:
    assert "'=" in cell(text) or cell(text) == f"a {FORMULA}"


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6), st.sampled_from(["=", "+1", "-", "@A1", ";", ",", "\t", "\n", '"', "'", " ", "＝", "|"])
    ),
    max_size=8,
)


@given(PIECES.map("".join))
def test_no_cell_can_start_a_formula_however_it_is_split(text: str) -> None:
    """Read back by the rules of the format, and by programs that split at another sign, quotes or not."""
    line = io.StringIO()
    csv.writer(line, quoting=csv.QUOTE_ALL).writerow([cell(text), "next"])
    assert next(csv.reader(io.StringIO(line.getvalue()))) == [cell(text), "next"]
    for separator in ",;\t|\n\r":
        for part in line.getvalue().split(separator):
            seen = part.strip().lstrip('"').strip()
            assert unicodedata.normalize("NFKC", seen[:1])[:1] not in {*"=+-@"}
