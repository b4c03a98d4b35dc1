"""What staff can do has one stem each: in the action, in the class of its form, in its address and in its event."""

import pytest
from django.urls import reverse

from appointments import actions
from appointments.desk.moves import MOVES, Move
from appointments.models import Event
from tests.appointments.desk.requests.test_act import EVERY

IRREGULAR = {"cancel": "cancelled", "keep": "kept", "send": "sent", "withdraw": "withdrawn"}


def participle(stem: str) -> str:
    """`send_link` was `sent_link`."""
    verb, *rest = stem.split("_")
    return "_".join([IRREGULAR.get(verb, f"{verb.removesuffix('e')}ed"), *rest])


@pytest.mark.parametrize("move", MOVES)
def test_a_form_is_called_what_its_action_is(move: type[Move]) -> None:
    stem = move.action.__name__
    assert getattr(actions, stem) is move.action
    assert move.__name__ == stem.title().replace("_", "")
    address = reverse(f"admin:appointments_consultationrequest_{move.name}", args=[7])
    assert address.endswith(f"/7/{stem.replace('_', '-')}/")


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, *_, kind in EVERY])
def test_the_line_of_the_timeline_is_called_what_was_done(name: str, kind: Event.Kind) -> None:
    assert kind.value == kind.name.lower() == participle(name.replace("-", "_"))
