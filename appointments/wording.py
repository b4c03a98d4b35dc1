"""What patients are told: where a request stands, and what went wrong, in plain words."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from appointments.lifecycle import Status
from appointments.models import ConsultationRequest


class Notice(NamedTuple):
    """A heading and what to do next."""

    title: StrOrPromise
    text: StrOrPromise


class Step(NamedTuple):
    """One segment of the way from request to visit. `state` is done, now or ahead."""

    label: StrOrPromise
    state: str


FROM_ELSEWHERE = Notice(
    _("Send the form again from this page"),
    _(
        "Your browser told us that the form came from another website. Your answers are below. "
        "Check them and send them from here."
    ),
)
TOO_MANY = Notice(
    _("Wait ten minutes, then send again"),
    _(
        "Many requests came from your internet connection just now. Your answers are below. "
        "Leave this page open and send them later."
    ),
)
NOT_STORED = Notice(
    _("We could not save this yet"),
    _(
        "Something is wrong on our side, not yours. Your answers are below. "
        "Leave this page open, wait a minute, and send them again."
    ),
)

TOO_MANY_CHANGES = Notice(
    _("That was a lot for one day"),
    _("Your answers are below. Send them tomorrow, or call us."),
)
CLOSED = Notice(
    _("This request is closed"),
    _("Nothing was changed. If you still want to see us, send a new request."),
)
LINK_SENT = Notice(
    _("Look in your mailbox"),
    _(
        "If we know that address, the link is on its way. It can take some minutes. "
        "If nothing comes, you may have given us another address, or only a phone number."
    ),
)
DONE = {
    "correct": Notice(_("Your changes are saved"), _("The clinic sees them.")),
    "note": Notice(_("We have added that"), _("The clinic sees it with your request.")),
    "moved": Notice(
        _("Your changes are saved"),
        _(
            "This page has a new address, because your email address changed. "
            "Save it, or print it. We also send it to you."
        ),
    ),
}

_STANDING = {
    Status.NEW: Notice(
        _("We have your request"), _("Someone from the clinic will read it and contact you to agree on a time.")
    ),
    Status.CONTACTED: Notice(_("We have been in touch"), _("We are finding a time with you.")),
    Status.OFFERED: Notice(_("We have offered you times"), _("Choose the one that suits you.")),
    Status.BOOKED: Notice(_("Your appointment is booked"), _("We look forward to seeing you.")),
    Status.ATTENDED: Notice(
        _("You have been to your appointment"), _("If you need to see us again, send a new request.")
    ),
    Status.NO_SHOW: Notice(_("We missed you"), _("If you still want to see us, send a new request.")),
    Status.DECLINED: Notice(
        _("We cannot offer an appointment"), _("We have told you why. You can send a new request at any time.")
    ),
    Status.CANCELLED: Notice(_("This request is cancelled"), _("If you still want to see us, send a new request.")),
}

_WAY = (
    (_("Received"), {Status.NEW, Status.SPAM}),
    (_("We contact you"), {Status.CONTACTED}),
    (_("Times offered"), {Status.OFFERED}),
    (_("Booked"), {Status.BOOKED}),
)


def standing(request: ConsultationRequest) -> Notice:
    """Where the request stands. One held as spam reads like a new one: we do not argue with robots."""
    return _STANDING.get(Status(request.status), _STANDING[Status.NEW])


def steps(request: ConsultationRequest) -> list[Step]:
    """The way, with what is done and what happens next. Empty once the request is closed."""
    reached = next((place for place, (_label, at) in enumerate(_WAY) if request.status in at), None)
    if reached is None:
        return []
    # The step that is going on now is the one after the last that was reached.
    now = min(reached + 1, len(_WAY) - 1)
    states = ["done"] * now + ["now"] + ["ahead"] * (len(_WAY) - now - 1)
    return [Step(label, state) for (label, _at), state in zip(_WAY, states, strict=True)]
