"""What is known of this machine's clock from one run of the jobs to the next."""

import time
from contextlib import suppress
from pathlib import Path

from django.db import DatabaseError

from appointments.models import KnownClock
from clinic.common.clock import Reading, SteadyClock, running

START_ID = Path("/proc/sys/kernel/random/boot_id")  # Linux makes another at each start; elsewhere nothing is known


def remembered_clock() -> SteadyClock:
    """The clock, compared with how it was when the jobs last looked. A database that is away knows of nothing."""
    known = None
    with suppress(DatabaseError):
        known = KnownClock.objects.filter(pk=_start()).first()
    return SteadyClock(time.time, running, Reading(known.ahead, known.jumped_at) if known else None)


def remember(clock: SteadyClock) -> None:
    """Write down what changed by more than the slow drift that is made up for in any case."""
    if not (start := _start()):
        return
    known = KnownClock.objects.filter(pk=start).first()
    if not known or clock.reading.differs_from(Reading(known.ahead, known.jumped_at)):
        KnownClock(start=start, ahead=clock.reading.ahead, jumped_at=clock.reading.jumped_at).save()


def _start() -> str:
    with suppress(OSError):
        return START_ID.read_text().strip()
    return ""
