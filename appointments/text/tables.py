"""How a table leaves the desk: as CSV that no spreadsheet takes for anything but text."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django_stubs_ext import StrOrPromise

from clinic.common.text import one_line

BYTE_ORDER_MARK = "\ufeff"  # without it, spreadsheets take UTF-8 for something else
SHORTEST_CODE = 6  # digits
STARTS_A_FORMULA = "=+-@\u2212"
# Wherever a program may see a cell begin: some split at semicolons or tabs, even inside quotes.
BEGINNINGS = re.compile(r"(^|[,;|\t\"'])(\s*)(?=(\S))")


def table(name: str, titles: Sequence[StrOrPromise], rows: Iterable[Sequence[str]]) -> StreamingHttpResponse:
    """A file of that name, sent as its rows are read, and stored by nobody on the way."""
    response = StreamingHttpResponse(lines(titles, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def lines(titles: Sequence[StrOrPromise], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    line = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK + line.writerow([cell(str(title)) for title in titles])
    for row in rows:
        yield line.writerow([cell(text) for text in row])


def cell(text: str) -> str:
    """One line of text that stays text: an apostrophe stands before whatever would start a formula, and before digits
    that are no amount. Counts, minutes and moments have fewer than a phone number or a reference."""
    line = one_line(text)
    return f"'{line}" if _is_spoilt_as_number(line) else BEGINNINGS.sub(_escaped, line)


def _is_spoilt_as_number(line: str) -> bool:
    """`0301 2345`, `612345678901` and `1E234567` lose their zeros, their last digits or their sense as numbers."""
    plain = unicodedata.normalize("NFKC", line)
    digits = re.sub(r"\D", "", plain)
    is_code = re.fullmatch(r"[\d\s().,/\-]+", plain) and (len(digits) >= SHORTEST_CODE or re.match(r"\D*0\d", plain))
    return (
        bool(is_code or re.fullmatch(r"[\d.,]+e[+-]?\d+", plain, re.IGNORECASE)) and plain[:1] not in STARTS_A_FORMULA
    )


def _escaped(found: re.Match[str]) -> str:
    begins_formula = unicodedata.normalize("NFKC", found[3])[:1] in STARTS_A_FORMULA
    return f"{found[1]}{found[2]}'" if begins_formula else found[0]


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line
