"""A time that could be offered or booked."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from appointments.models import Clinician


class Slot(NamedTuple):
    """A visit that could be: who, when (an aware moment on five minutes), how long, of which kind, where or how."""

    clinician: Clinician
    starts_at: datetime
    minutes: int
    visit_type: str
    directions: str = ""

    @property
    def ends_at(self) -> datetime:
        return in_utc(self.starts_at) + timedelta(minutes=self.minutes)


def in_utc(at: datetime) -> datetime:
    """The same moment where minutes can be added: on a local clock that would skip or repeat an hour twice a year."""
    return at.astimezone(UTC)


def overlap(slot: Slot, other: Slot) -> bool:
    """Whether one diary cannot hold both, each with the pause behind it."""
    pause = timedelta(minutes=slot.clinician.buffer_minutes)
    is_apart = slot.ends_at + pause <= other.starts_at or other.ends_at + pause <= slot.starts_at
    return slot.clinician == other.clinician and not is_apart
