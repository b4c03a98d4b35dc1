"""What happens: the only writers of requests. Each action is one transaction, with its event and the mail it owes.

Keyword-only. `by` is the member of staff who acts, and None where the patient does. `now` is read once, by the caller.
"""

from appointments.actions.links import answer_link_wishes, ask_for_link
from appointments.actions.patient import Closed, add_note, cancel, correct
from appointments.actions.staff import clear_suspicion, mark_read
from appointments.actions.submission import TooManyRequests, submit

__all__ = [
    "Closed",
    "TooManyRequests",
    "add_note",
    "answer_link_wishes",
    "ask_for_link",
    "cancel",
    "clear_suspicion",
    "correct",
    "mark_read",
    "submit",
]
