"""What may happen to a request and to an appointment. The whole truth, as data; only `actions` act on it.

What holds between the two, and what `manage.py check_diary` checks:

- BOOKED has exactly one booked appointment. Times may be offered meanwhile, instead of it.
- OFFERED has at least one offered appointment, and none that is booked.
- Any other request has neither.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    """Where a request stands, in the words staff see."""

    NEW = "new", pgettext_lazy("request", "New")
    CONTACTED = "contacted", pgettext_lazy("request", "Contacted")
    OFFERED = "offered", pgettext_lazy("request", "Times offered")
    BOOKED = "booked", pgettext_lazy("request", "Booked")
    ATTENDED = "attended", pgettext_lazy("request", "Attended")
    MISSED = "missed", pgettext_lazy("request", "Did not come")
    DECLINED = "declined", pgettext_lazy("request", "Declined by the clinic")
    CANCELLED = "cancelled", pgettext_lazy("request", "Cancelled")
    SPAM = "spam", pgettext_lazy("request", "Spam")


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.NEW: frozenset(
        {Status.CONTACTED, Status.OFFERED, Status.BOOKED, Status.DECLINED, Status.CANCELLED, Status.SPAM}
    ),
    Status.CONTACTED: frozenset({Status.OFFERED, Status.BOOKED, Status.DECLINED, Status.CANCELLED, Status.SPAM}),
    Status.OFFERED: frozenset({Status.CONTACTED, Status.BOOKED, Status.DECLINED, Status.CANCELLED}),
    Status.BOOKED: frozenset({Status.CONTACTED, Status.OFFERED, Status.ATTENDED, Status.MISSED, Status.CANCELLED}),
    # A wrong button at the desk can be put right, and somebody who changed their mind can come back.
    Status.ATTENDED: frozenset({Status.MISSED}),
    Status.MISSED: frozenset({Status.ATTENDED, Status.CONTACTED}),
    Status.DECLINED: frozenset({Status.CONTACTED}),
    Status.CANCELLED: frozenset({Status.CONTACTED}),
    Status.SPAM: frozenset({Status.NEW}),
}

CLOSED = frozenset({Status.ATTENDED, Status.MISSED, Status.DECLINED, Status.CANCELLED, Status.SPAM})
OPEN = frozenset(Status) - CLOSED


class AppointmentStatus(TextChoices):
    """Where an appointment stands, in the words staff see."""

    OFFERED = "offered", pgettext_lazy("appointment", "Offered")
    BOOKED = "booked", pgettext_lazy("appointment", "Booked")
    RELEASED = "released", pgettext_lazy("appointment", "No longer offered")
    CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")
    ATTENDED = "attended", pgettext_lazy("appointment", "Attended")
    MISSED = "missed", pgettext_lazy("appointment", "Did not come")


APPOINTMENT_TRANSITIONS: dict[AppointmentStatus, frozenset[AppointmentStatus]] = {
    AppointmentStatus.OFFERED: frozenset({AppointmentStatus.BOOKED, AppointmentStatus.RELEASED}),
    AppointmentStatus.BOOKED: frozenset(
        {AppointmentStatus.CANCELLED, AppointmentStatus.ATTENDED, AppointmentStatus.MISSED}
    ),
    AppointmentStatus.RELEASED: frozenset(),
    AppointmentStatus.CANCELLED: frozenset(),
    AppointmentStatus.ATTENDED: frozenset({AppointmentStatus.MISSED}),
    AppointmentStatus.MISSED: frozenset({AppointmentStatus.ATTENDED}),
}

# What was kept keeps its place too: whoever is marked as here at 10:25 still fills the half hour from 10:30.
HOLDS_THE_DIARY = frozenset(AppointmentStatus) - {AppointmentStatus.RELEASED, AppointmentStatus.CANCELLED}
