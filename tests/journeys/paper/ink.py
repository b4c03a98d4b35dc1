"""Where the ink of a printed page lies: the lines of text in a PDF as Chromium writes it."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import NamedTuple, TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

STREAM = re.compile(rb"<<(?P<head>[^<>]*(?:<<[^<>]*>>[^<>]*)*)>>\s*stream\r?\n")
LENGTH = re.compile(rb"/Length (\d+)")
TOKEN = re.compile(r"<[0-9A-F]*>|[^\s<>]+")
NARROWEST = 0.22  # of its size, for a letter or a blank
SAME_LINE = 0.6  # of its size: what begins nearer to the line above is printed into it
TOUCHES = 1.5  # points


class Ink(NamedTuple):
    """A piece of a line of text, in points from the lower left corner of its sheet."""

    sheet: int
    left: float
    right: float  # at the least
    baseline: float
    size: float


def overprinted(pdf: bytes) -> list[tuple[Ink, Ink]]:
    """Pieces of text that are printed over each other."""
    by_sheet = defaultdict(list)
    for ink in inks(pdf):
        by_sheet[ink.sheet].append(ink)
    return [pair for sheet in by_sheet.values() for pair in combinations(sheet, 2) if _overlap(*pair)]


def _overlap(one: Ink, other: Ink) -> bool:
    is_beside = min(one.right, other.right) - max(one.left, other.left) < TOUCHES
    return not is_beside and abs(one.baseline - other.baseline) < SAME_LINE * min(one.size, other.size)


def inks(pdf: bytes) -> Iterator[Ink]:
    """Every piece of text that is printed; what is cut off whole, as words for the ear alone are, is left out."""
    contents = [content for content in _streams(pdf) if "BT" in content.split()]
    for sheet, content in enumerate(contents):
        yield from _Printer(sheet).print(content)


def _streams(pdf: bytes) -> Iterator[str]:
    for found in STREAM.finditer(pdf):
        length = LENGTH.search(found["head"])
        if length and b"/FlateDecode" in found["head"]:
            yield zlib.decompress(pdf[found.end() : found.end() + int(length[1])]).decode("latin-1")


class _Printer:
    """Does what a content stream says, as far as text and what cuts it off are concerned."""

    def __init__(self, sheet: int) -> None:
        self.sheet = sheet
        self.to_sheet: Matrix = (1, 0, 0, 1, 0, 0)
        self.clip = (-1e9, -1e9, 1e9, 1e9)
        self.box = self.clip
        self.kept: list[tuple[Matrix, tuple[float, float, float, float]]] = []
        self.text: Matrix = self.to_sheet
        self.size = 0.0
        self.line: list[Ink] = []  # pieces of what was shaped at once: they follow each other

    def print(self, content: str) -> Iterator[Ink]:
        given: list[str] = []
        for token in TOKEN.findall(content):
            if token[0] in "<+-.0123456789/":
                given.append(token)
                continue
            if token == "Tj":
                self.line += self._ink(given[-1])
            elif token == "ET":
                yield from _joined(self.line)
                self.line = []
            else:
                self._obey(token, given)
            given = []

    def _obey(self, operator: str, given: list[str]) -> None:
        numbers = [float(each) for each in given if each[0] not in "/<"]
        if operator == "q":
            self.kept.append((self.to_sheet, self.clip))
        elif operator == "Q":
            self.to_sheet, self.clip = self.kept.pop()
        elif operator == "cm":
            self.to_sheet = _after(_matrix(numbers), self.to_sheet)
        elif operator in {"re", "W", "W*"}:
            self._cut(numbers)
        elif operator in {"Tf", "Tm", "Td"}:
            self._go_to(operator, numbers)

    def _cut(self, numbers: list[float]) -> None:
        """A rectangle is drawn, and then maybe what comes is cut to it."""
        if not numbers:
            self.clip = _both(self.clip, self.box)
            return
        left, low, width, height = numbers
        corners = [_point(self.to_sheet, x, y) for x in (left, left + width) for y in (low, low + height)]
        across, up = zip(*corners, strict=True)
        self.box = (min(across), min(up), max(across), max(up))

    def _go_to(self, operator: str, numbers: list[float]) -> None:
        if operator == "Tf":
            self.size = numbers[-1]
        else:
            self.text = (
                _matrix(numbers) if operator == "Tm" else _after((1, 0, 0, 1, numbers[0], numbers[1]), self.text)
            )

    def _ink(self, glyphs: str) -> Iterator[Ink]:
        there = _after(self.text, self.to_sheet)
        letters = (len(glyphs) - 2) // 4
        left, baseline = there[4], there[5]
        right = _point(there, letters * NARROWEST * self.size, 0)[0]
        ink = Ink(self.sheet, left, right, baseline, self.size * abs(there[3]))
        low, high = baseline - TOUCHES, baseline + ink.size / 2
        if right > self.clip[0] and left < self.clip[2] and high > self.clip[1] and low < self.clip[3]:
            is_slit = min(self.clip[2] - self.clip[0], self.clip[3] - self.clip[1]) < TOUCHES
            if not is_slit:
                yield ink


def _joined(pieces: list[Ink]) -> Iterator[Ink]:
    for baseline in sorted({piece.baseline for piece in pieces}):
        these = [piece for piece in pieces if piece.baseline == baseline]
        yield these[0]._replace(left=min(each.left for each in these), right=max(each.right for each in these))


def _matrix(numbers: list[float]) -> Matrix:
    a, b, c, d, e, f = numbers
    return a, b, c, d, e, f


def _after(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    k, l, m, n, o, p = then  # noqa: E741 - as the standard writes matrices
    return a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    found = _after((1, 0, 0, 1, x, y), matrix)
    return found[4], found[5]


def _both(
    one: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
