"""What may happen to a consultation request. The whole truth, as data; `actions` are the only ones who act on it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a request stands, in the words staff see."""

    NEW = "new", _("New")
    CONTACTED = "contacted", _("Contacted")
    OFFERED = "offered", _("Times offered")
    BOOKED = "booked", _("Booked")
    ATTENDED = "attended", _("Attended")
    NO_SHOW = "no_show", _("Did not come")
    DECLINED = "declined", _("Declined by the clinic")
    CANCELLED = "cancelled", _("Cancelled")
    SPAM = "spam", _("Spam")


MOVES: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(
        {Status.CONTACTED, Status.OFFERED, Status.BOOKED, Status.DECLINED, Status.CANCELLED, Status.SPAM}
    ),
    Status.CONTACTED: frozenset({Status.OFFERED, Status.BOOKED, Status.DECLINED, Status.CANCELLED, Status.SPAM}),
    Status.OFFERED: frozenset({Status.CONTACTED, Status.BOOKED, Status.DECLINED, Status.CANCELLED}),
    Status.BOOKED: frozenset({Status.CONTACTED, Status.OFFERED, Status.ATTENDED, Status.NO_SHOW, Status.CANCELLED}),
    Status.ATTENDED: frozenset(),
    Status.NO_SHOW: frozenset({Status.CONTACTED}),
    Status.DECLINED: frozenset(),
    Status.CANCELLED: frozenset(),
    Status.SPAM: frozenset({Status.NEW}),
}

CLOSED = frozenset({Status.ATTENDED, Status.NO_SHOW, Status.DECLINED, Status.CANCELLED, Status.SPAM})
OPEN = frozenset(Status) - CLOSED
