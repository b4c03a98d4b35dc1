"""What the desk does not offer, the action refuses, too: a form may be sent from an old screen, or by a program."""

from itertools import product

import pytest

from appointments.desk.moves import MOVES, Case, Move
from tests.appointments.stage import HOUR, VISIT, clinician
from tests.appointments.test_lifecycle import MOMENTS, STARTS, WAYS, everything, refuses, undone
from tests.factories import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("move", MOVES)
def test_what_is_not_offered_is_not_done(move: type[Move]) -> None:
    ways = [way for name, way in WAYS.items() if name.split(":")[0] == move.action.__name__]
    stranger = AppointmentFactory(offered=True, clinician=clinician(), starts_at=VISIT + 5 * HOUR)
    done = []
    for start, now in product(STARTS, MOMENTS):
        with undone():
            request = start()
            request.refresh_from_db()
            if move.is_possible(Case(request, now)):
                continue
            before = everything()
            for way, time in product(ways, [*request.appointments.all(), stranger]):
                with undone():
                    if not refuses(way, request, time, now) and everything() != before:
                        done.append((request.status, now))
    assert ways
    assert done == []
