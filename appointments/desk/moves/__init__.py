"""What staff can do with a request: one small form for each move, in the order in which the screen shows them."""

from appointments.desk.access import CLOSE, WORK
from appointments.desk.moves.base import Case, Move, PlaceOnScreen
from appointments.desk.moves.booking import Book, Offer, Reschedule
from appointments.desk.moves.closing import (
    Attend,
    CallOff,
    Cancel,
    Clear,
    Contacted,
    Decline,
    Keep,
    Miss,
    NotSpam,
    Spam,
)
from appointments.desk.moves.contact import Assign, Call, Correct, Note, SendLink
from appointments.desk.moves.offers import Accept, OtherTimes, Withdraw

MOVES: tuple[type[Move], ...] = (
    Clear,
    NotSpam,
    Attend,
    Miss,
    Call,
    Offer,
    Book,
    Reschedule,
    Accept,
    Withdraw,
    OtherTimes,
    Keep,
    Note,
    Assign,
    Correct,
    SendLink,
    Contacted,
    CallOff,
    Cancel,
    Decline,
    Spam,
)

__all__ = ["CLOSE", "MOVES", "WORK", "Case", "Move", "PlaceOnScreen"]
