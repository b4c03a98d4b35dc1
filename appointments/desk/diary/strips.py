"""The shape of a day at a glance: a nerve fiber along the hours, with a segment of myelin for each visit."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils.safestring import SafeString

from appointments.desk.diary.lines import DiaryWords
from appointments.desk.diary.window import Window
from appointments.diary.entries import Diary, DiaryDay
from appointments.diary.hours import local

WIDTH = 240
DAY_MINUTES = 24 * 60


class Segment(NamedTuple):
    """A stretch of the fiber, in units of the drawing."""

    kind: str
    x: int
    width: int


class Strip(NamedTuple):
    """A clinician's day with its drawing, and its lines."""

    diary: Diary
    hours: list[Segment]
    segments: list[Segment]
    lines: SafeString

    @property
    def rects(self) -> SafeString:
        """Of the drawing. In Python: there are a thousand in a week."""
        hours = (f'<rect class="hours" x="{each.x}" y="0" width="{each.width}" height="16"/>' for each in self.hours)
        visits = (
            f'<rect class="is-{each.kind}" x="{each.x}" y="2" width="{each.width}" height="12" rx="4"/>'
            for each in self.segments
        )
        return SafeString("".join([*hours, '<path class="axon" d="M0 8h240"/>', *visits]))


class Column(NamedTuple):
    """A day of the calendar, ready to be shown."""

    day: DiaryDay
    address: str
    strips: list[Strip]


def draw(days: list[DiaryDay], window: Window, *, with_names: bool) -> list[Column]:
    """Every day on one scale: from the first minute in any of them to the last."""
    words = DiaryWords(with_names=with_names)
    spans = [_minutes(start, end) for day in days for diary in day.diaries for start, end in _used(diary)]
    first = min((start for start, _end in spans), default=9 * 60)
    last = max((end for _start, end in spans), default=17 * 60)
    scale = _Scale(first, last)
    return [
        Column(day, window.on(day.date).address, [_strip(diary, scale, words.of(day, diary)) for diary in day.diaries])
        for day in days
    ]


class _Scale(NamedTuple):
    first: int
    last: int

    def segment(self, kind: str, start: datetime, end: datetime) -> Segment:
        begins, ends = (min(max(minute, self.first), self.last) for minute in _minutes(start, end))
        x = self._at(begins)
        return Segment(kind, x, max(self._at(ends) - x, 1))

    def _at(self, minute: int) -> int:
        return round(WIDTH * (minute - self.first) / max(self.last - self.first, 1))


def _strip(diary: Diary, scale: _Scale, lines: SafeString) -> Strip:
    hours = [scale.segment("hours", opening.starts_at, opening.ends_at) for opening in diary.hours]
    drawn = [entry for entry in diary.entries if entry.appointment or entry.kind == "away"]
    segments = [scale.segment(entry.kind.value, entry.starts_at, entry.ends_at) for entry in drawn]
    return Strip(diary, hours, segments, lines)


def _used(diary: Diary) -> Iterator[tuple[datetime, datetime]]:
    yield from ((opening.starts_at, opening.ends_at) for opening in diary.hours)
    yield from ((entry.starts_at, entry.ends_at) for entry in diary.entries if entry.appointment)


def _minutes(start: datetime, end: datetime) -> tuple[int, int]:
    """Minutes since midnight as the clock shows them; what reaches into the next day ends with this one."""
    begins, ends = local(start), local(end)
    past_midnight = ends.date() > begins.date()
    return begins.hour * 60 + begins.minute, DAY_MINUTES if past_midnight else ends.hour * 60 + ends.minute
