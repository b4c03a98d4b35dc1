"""The moves that there are."""

from appointments.lifecycle import CLOSED, MOVES, OPEN, Status


def test_every_status_says_what_may_follow_it() -> None:
    assert set(MOVES) == set(Status)


def test_every_status_can_be_reached_from_a_new_request() -> None:
    reached, before = {Status.NEW}, set()
    while reached != before:
        before = set(reached)
        reached |= {follower for status in before for follower in MOVES[status]}
    assert reached == set(Status)


def test_no_status_follows_itself() -> None:
    assert not [status for status in Status if status in MOVES[status]]


def test_an_open_request_can_always_go_on() -> None:
    assert not [status for status in OPEN if not MOVES[status]]


def test_spam_can_be_undone() -> None:
    assert Status.SPAM in CLOSED
    assert MOVES[Status.SPAM] == {Status.NEW}
