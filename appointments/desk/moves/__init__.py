"""What staff can do with a request: one small form for each move, in the order in which the screen shows them."""

from appointments.desk.access import CLOSE, WORK
from appointments.desk.moves.base import Move, PlaceOnScreen
from appointments.desk.moves.booking import Book, Offer, Reschedule
from appointments.desk.moves.case import Case
from appointments.desk.moves.closing import (
    Answer,
    Attend,
    CallOff,
    Cancel,
    ClearSuspicion,
    Decline,
    Keep,
    MarkSpam,
    Miss,
    Reopen,
    UnmarkSpam,
)
from appointments.desk.moves.contact import Assign, Call, Correct, Note, SendLink
from appointments.desk.moves.offers import Accept, AskOtherTimes, Withdraw, WithdrawAll

MOVES: tuple[type[Move], ...] = (
    ClearSuspicion,
    UnmarkSpam,
    Attend,
    Miss,
    Call,
    Offer,
    Book,
    Reschedule,
    Accept,
    Withdraw,
    AskOtherTimes,
    Keep,
    Note,
    Assign,
    Correct,
    SendLink,
    Answer,
    WithdrawAll,
    Reopen,
    CallOff,
    Cancel,
    Decline,
    MarkSpam,
)

__all__ = ["CLOSE", "MOVES", "WORK", "Case", "Move", "PlaceOnScreen"]
