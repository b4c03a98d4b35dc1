"""What staff can do with a request: one small form for each move, in the order in which the screen shows them."""

from appointments.desk_forms.base import Desk, Move, Place
from appointments.desk_forms.ending import Attend, CallOff, Cancel, Clear, Contacted, Decline, Keep, Miss, NotSpam, Spam
from appointments.desk_forms.offering import Book, Offer, Reschedule
from appointments.desk_forms.offers import Accept, OtherTimes, Withdraw
from appointments.desk_forms.talking import Assign, Call, Correct, Note, SendLink
from appointments.permissions import CLOSE, WORK

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

__all__ = ["CLOSE", "MOVES", "WORK", "Desk", "Move", "Place"]
