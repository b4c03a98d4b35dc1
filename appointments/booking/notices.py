"""What patients are told when something is done, and when something went wrong, in plain words."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from appointments.forms.base import Notice


class Troubles(NamedTuple):
    """Why a form was not taken, through no fault of the answers."""

    from_elsewhere: Notice
    too_many: Notice
    not_stored: Notice


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
OF_ANSWERS = Troubles(FROM_ELSEWHERE, TOO_MANY, NOT_STORED)
OF_CHANGES = Troubles(FROM_ELSEWHERE, TOO_MANY_CHANGES, NOT_STORED)
OF_A_CHOICE = Troubles(
    Notice(
        _("Choose the time again from this page"),
        _("Your browser told us that your choice came from another website. Nothing was booked."),
    ),
    TOO_MANY_CHANGES,
    Notice(
        _("We could not book this time yet"),
        _(
            "Something is wrong on our side, not yours. "
            "Leave this page open, wait a minute, and press the button again."
        ),
    ),
)

CLOSED = Notice(
    _("This request is closed"),
    _("Nothing was changed. If you still want to see us, send a new request."),
)
NOT_POSSIBLE = Notice(
    _("That is not possible at the moment"),
    _("Your request has changed since you opened the page. Nothing was saved. Open your private page again."),
)
GONE_CHOOSE_ANOTHER = Notice(
    _("That time is no longer free"), _("We are sorry. Nothing was changed. Choose another of the times below.")
)
GONE_BUT_BOOKED = Notice(
    _("That time is no longer free"),
    _("Nothing was changed: you have the appointment that you see below. If it does not suit you, ask for another."),
)
GONE_ASK_FOR_OTHERS = Notice(
    _("That time is no longer free"),
    _("We are sorry. Nothing was changed. Tell us below which times suit you, and we look for others."),
)
LINK_SENT = Notice(
    _("Look in your mailbox"),
    _(
        "If we know that address, the link is on its way. It can take some minutes. "
        "If nothing comes, you may have given us another address, or only a phone number."
    ),
)
MOVED = "moved"
# By the key of the form that was sent; or `MOVED`, where the page has another address since.
DONE = {
    "correct": Notice(_("Your changes are saved"), _("The clinic sees them.")),
    "note": Notice(_("We have added that"), _("The clinic sees it with your request.")),
    MOVED: Notice(
        _("Your changes are saved"),
        _(
            "This page has a new address, because your email address changed. "
            "Save it, or print it. We also send it to you."
        ),
    ),
    "accept": Notice(_("Thank you"), _("This time is yours.")),
    "ask_other_times": Notice(_("Thank you"), _("The clinic looks for other times.")),
}
