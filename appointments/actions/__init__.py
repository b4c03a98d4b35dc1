"""What happens: the only writers of requests and of the diary. Each action is one transaction, with its event and mail.

Keyword-only. `by` is the member of staff who acts, and None where the patient does. `now` is read once, by the caller.
What cannot be done raises a Refused, and nothing of it was done.
"""

from appointments.actions.access import forget_looks, log_export, log_feed, log_look, log_search
from appointments.actions.base import (
    Closed,
    NotPossible,
    OfferGone,
    Overtaken,
    Refused,
    TimeTaken,
    TimeUnfit,
    as_seen,
)
from appointments.actions.erasing import erase, erase_what_is_due
from appointments.actions.limits import TooManyRequests, count_refused, forget_senders
from appointments.actions.links import answer_link_wishes, ask_for_link, give_feed, stop_feed
from appointments.actions.offers import accept, ask_other_times, expire_offers, offer, withdraw, withdraw_all
from appointments.actions.patient import cancel, correct, note
from appointments.actions.staff import (
    answer,
    assign,
    call,
    clear_suspicion,
    decline,
    mark_read,
    mark_spam,
    reopen,
    send_link,
    unmark_spam,
)
from appointments.actions.submitting import enter_by_phone, submit
from appointments.actions.visits import attend, book, call_off, keep, miss, reschedule
from appointments.models.choices import CallOutcome

__all__ = [
    "CallOutcome",
    "Closed",
    "NotPossible",
    "OfferGone",
    "Overtaken",
    "Refused",
    "TimeTaken",
    "TimeUnfit",
    "TooManyRequests",
    "accept",
    "answer",
    "answer_link_wishes",
    "as_seen",
    "ask_for_link",
    "ask_other_times",
    "assign",
    "attend",
    "book",
    "call",
    "call_off",
    "cancel",
    "clear_suspicion",
    "correct",
    "count_refused",
    "decline",
    "enter_by_phone",
    "erase",
    "erase_what_is_due",
    "expire_offers",
    "forget_looks",
    "forget_senders",
    "give_feed",
    "keep",
    "log_export",
    "log_feed",
    "log_look",
    "log_search",
    "mark_read",
    "mark_spam",
    "miss",
    "note",
    "offer",
    "reopen",
    "reschedule",
    "send_link",
    "stop_feed",
    "submit",
    "unmark_spam",
    "withdraw",
    "withdraw_all",
]
