"""What to do next about a request, in one sentence."""

from django.utils.translation import gettext as _

from appointments.desk.access import CLOSE, WORK, SignedIn
from appointments.desk.moves import Case
from appointments.lifecycle import Status
from appointments.models.choices import VisitType


def next_step(case: Case, user: SignedIn) -> str:
    """The one thing that this member of staff can do now, in a sentence. Empty where that is nothing."""
    if user.has_perm(WORK):
        return _next_at_reception(case)
    has_begun = case.status == Status.BOOKED and case.visit and case.visit.has_begun(case.now)
    return _("Did they come? Mark it.") if has_begun and user.has_perm(CLOSE) else ""


def _next_at_reception(case: Case) -> str:
    request, visit = case.request, case.visit
    if request.suspicion and request.is_open:
        return _("Check whether this is spam.")
    if case.to_tell:
        return _("Call them: below is what to say.")
    if case.nobody_is_there:
        return case.nobody_is_there + " " + _next_where_nobody_is(case)
    if request.is_open and request.wants_times_at:
        return _("They want other times: offer some, or agree on one by phone.")
    if case.status == Status.BOOKED and visit:
        if visit.visit_type == VisitType.VIDEO and not visit.directions and not visit.is_over(case.now):
            return _("Write how the call is joined: the patient was told that it comes.")
        if visit.has_begun(case.now):
            return _("Did they come? Mark it.")
        return _("Booked. There is nothing to do until the visit.")
    return {
        Status.NEW: _("Contact them, or offer times right away."),
        Status.CONTACTED: _("Offer times, or book one by phone."),
        Status.OFFERED: _("Wait for them to choose. If they call, take their answer here."),
        Status.SPAM: _("Nothing. If it is a real request, put it back in the queue."),
    }.get(case.status, _("Nothing: the request is closed."))


def _next_where_nobody_is(case: Case) -> str:
    if case.status == Status.BOOKED:
        return _("Move the visit, call it off, or change the hours.")
    return _("Withdraw the time, or change the hours.")
