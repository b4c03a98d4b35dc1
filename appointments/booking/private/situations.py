"""Where a request can stand, as its patient reads it, and the words for each. Plain data; `standing` finds which."""

from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from appointments.forms.base import Notice


class Situation(StrEnum):
    NEW = "new"
    NOT_REACHED = "not_reached"  # new, and a call found nobody
    CONTACTED = "contacted"
    WANTS_TIMES = "wants_times"  # the patient asked for other times than those offered
    RAN_OUT = "ran_out"
    WITHDRAWN = "withdrawn"
    CALLED_OFF = "called_off"  # the clinic cannot keep the appointment
    OFFERED = "offered"
    BOOKED = "booked"
    BOOKED_WANTS_TIMES = "booked_wants_times"
    BOOKED_OFFERED = "booked_offered"  # other times are offered, instead of what is booked
    PAST = "past"  # the time of the appointment is over, and nobody has written down what came of it
    PAST_WANTS_TIMES = "past_wants_times"
    ATTENDED = "attended"
    MISSED = "missed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    VISIT_CANCELLED = "visit_cancelled"  # the request, with an appointment that was booked


class SituationWords(NamedTuple):
    """A heading and what happens next. Where someone asked for another person, those words that name the patient."""

    title: StrOrPromise
    text: StrOrPromise
    title_of_other: StrOrPromise = ""
    text_of_other: StrOrPromise = ""


_YOURS, _THEIRS = _("Your appointment is booked"), _("The appointment for %(name)s is booked")
_PASSED, _THEIRS_PASSED = (
    _("The time of your appointment has passed"),
    _("The time of the appointment for %(name)s has passed"),
)
_AGAIN = _("You need do nothing more. If you want to see us after all, send a new request.")

WORDS: dict[Situation, SituationWords] = {
    Situation.NEW: SituationWords(
        _("We have your request"), _("Someone from the clinic will read it and contact you to agree on a time.")
    ),
    Situation.NOT_REACHED: SituationWords(
        _("We could not reach you"),
        _("We tried to call. We try again; it helps to tell us below when and how we can reach you. Or call us."),
    ),
    Situation.CONTACTED: SituationWords(_("We have been in touch"), _("We are finding a time with you.")),
    Situation.WANTS_TIMES: SituationWords(
        _("We know that you need another time"),
        _("Someone from the clinic looks for times that suit you and contacts you. You need do nothing more."),
    ),
    Situation.RAN_OUT: SituationWords(
        _("The times that we offered have run out"),
        _("We could not hold them any longer. Nothing is lost: tell us here which times suit you, and we look again."),
    ),
    Situation.WITHDRAWN: SituationWords(
        _("The times that we offered are no longer free"),
        _("We are sorry. Someone from the clinic looks for other times and contacts you."),
    ),
    Situation.CALLED_OFF: SituationWords(
        _("We cannot keep your appointment"),
        _("We are sorry. Someone from the clinic looks for another time and contacts you."),
        _("We cannot keep the appointment for %(name)s"),
    ),
    Situation.OFFERED: SituationWords(
        _("Choose a time for your appointment"),
        _("Nothing is booked until you choose. If no time suits you, tell us below."),
        _("Choose a time for %(name)s"),
    ),
    Situation.BOOKED: SituationWords(
        _YOURS, _("We look forward to seeing you."), _THEIRS, _("We look forward to seeing %(name)s.")
    ),
    Situation.BOOKED_WANTS_TIMES: SituationWords(
        _YOURS,
        _("We know that you need another time, and look for one. Until we have agreed on it, this one stays yours."),
        _THEIRS,
        _("We know that another time is needed, and look for one. Until we have agreed on it, this one stays."),
    ),
    Situation.BOOKED_OFFERED: SituationWords(
        _YOURS,
        _("You can choose another time instead. If you choose none, this one stays yours."),
        _THEIRS,
        _("You can choose another time instead. If you choose none, this one stays."),
    ),
    Situation.PAST: SituationWords(
        _PASSED, _("If the visit took place: thank you. If it did not, ask for another time below."), _THEIRS_PASSED
    ),
    Situation.PAST_WANTS_TIMES: SituationWords(
        _PASSED, _("We know that you need another time. Someone from the clinic contacts you."), _THEIRS_PASSED
    ),
    Situation.ATTENDED: SituationWords(
        _("You have been to your appointment"),
        _("Thank you for coming. If you need to see us again, send a new request."),
        _("%(name)s has been to the appointment"),
        _("Thank you both. If %(name)s needs to see us again, send a new request."),
    ),
    Situation.MISSED: SituationWords(
        _("We missed you"),
        _("We hope that nothing bad has happened. If you still want to see us, call us or send a new request."),
        _("We missed %(name)s"),
    ),
    Situation.DECLINED: SituationWords(
        _("We cannot offer an appointment"), _("We are sorry. You can send a new request at any time.")
    ),
    Situation.CANCELLED: SituationWords(_("This request is cancelled"), _AGAIN),
    Situation.VISIT_CANCELLED: SituationWords(
        _("Your appointment is cancelled"), _AGAIN, _("The appointment for %(name)s is cancelled")
    ),
}

_CONTACTS_YOU = _("Tell us what suits you. Someone from the clinic looks for times and contacts you.")
_YOU_KEEP = _("You keep this appointment until we have agreed on another.")

# The button that opens “other times are wanted”, and what comes of it. Where it is missing, it cannot be asked for.
OTHER_TIMES: dict[Situation, Notice] = {
    Situation.CONTACTED: Notice(_("Tell us which times suit you"), _("It helps the clinic to find a time with you.")),
    Situation.WANTS_TIMES: Notice(
        _("Change which times suit you"), _("We have what you told us. If it has changed, tell us here.")
    ),
    Situation.RAN_OUT: Notice(_("Ask for other times"), _CONTACTS_YOU),
    Situation.WITHDRAWN: Notice(_("Tell us which times suit you"), _CONTACTS_YOU),
    Situation.CALLED_OFF: Notice(_("Tell us which times suit you"), _CONTACTS_YOU),
    Situation.OFFERED: Notice(
        _("None of these times work"),
        _("We then no longer hold these times for you, and look for others. Someone from the clinic contacts you."),
    ),
    Situation.BOOKED: Notice(_("Ask for another time"), _YOU_KEEP),
    Situation.BOOKED_WANTS_TIMES: Notice(_("Change which times suit you"), _YOU_KEEP),
    Situation.BOOKED_OFFERED: Notice(
        _("None of these other times work"),
        _("We then look for more times. You keep your appointment until we have agreed on another."),
    ),
    Situation.PAST: Notice(_("Ask for another time"), _CONTACTS_YOU),
    Situation.PAST_WANTS_TIMES: Notice(_("Change which times suit you"), _CONTACTS_YOU),
}


class Step(NamedTuple):
    """One segment of the way from request to visit. `state` is done, now or ahead."""

    label: StrOrPromise
    state: str


_WITHOUT_TIMES = {
    Situation.CONTACTED,
    Situation.WANTS_TIMES,
    Situation.RAN_OUT,
    Situation.WITHDRAWN,
    Situation.CALLED_OFF,
}
_WAY = (
    (pgettext_lazy("step", "Received"), {Situation.NEW, Situation.NOT_REACHED}),
    (_("We contact you"), _WITHOUT_TIMES),
    (pgettext_lazy("step", "Times offered"), {Situation.OFFERED}),
    (pgettext_lazy("step", "Booked"), {Situation.BOOKED, Situation.BOOKED_WANTS_TIMES, Situation.BOOKED_OFFERED}),
)


def steps_at(situation: Situation) -> list[Step]:
    """The way, with what is done and what happens next. Empty once the visit is over or the request is closed."""
    reached = next((place for place, (_label, there) in enumerate(_WAY) if situation in there), None)
    if reached is None:
        return []
    # The step that is going on now is the one after the last that was reached; behind the last there is none.
    done = reached + 1
    states = [*["done"] * done, "now", *["ahead"] * len(_WAY)][: len(_WAY)]
    return [Step(label, state) for (label, _there), state in zip(_WAY, states, strict=True)]
