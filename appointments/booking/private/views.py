"""The private page, what its owner may do there, and how to find it again. A GET never changes anything."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments import actions
from appointments.booking import notices
from appointments.booking.guards import Refusal, anonymous_post
from appointments.booking.private.forms import (
    AcceptForm,
    AskOtherTimesForm,
    CancelForm,
    CorrectionForm,
    LostLinkForm,
    NoteForm,
)
from appointments.booking.private.page import change, find, own, page, too_late
from appointments.booking.private.standing import standing_at
from appointments.models import ConsultationRequest
from clinic.common.address import network_address
from clinic.common.responses import never_stored, see_other


@require_safe
def private(request: HttpRequest, token: str) -> HttpResponse:
    """Where the request stands, what is offered or booked, what was sent, and what can be done about it."""
    now = timezone.now()
    standing = standing_at(find(token, now), now)
    done = request.GET.get("done", "")
    return page(request, standing, done=notices.DONE.get(done) if standing.still_so(done) else None)


@require_safe
def choose(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """“Book this time?” It asks, and books nothing: the answer is sent to `accept`."""
    now = timezone.now()
    standing = standing_at(find(token, now), now)
    chosen = get_object_or_404(standing.request.appointments.select_related("clinician"), pk=pk)
    if chosen.is_booked:
        return see_other(standing.request.get_absolute_url())
    if chosen not in standing.offers:
        return too_late(request, token, now)
    form = AcceptForm(initial={"time": pk})
    form.token = token
    return own(request, "choose", {"standing": standing, "chosen": chosen, "form": form})


@change(AcceptForm, notices.OF_A_CHOICE)
def accept(found: ConsultationRequest, form: AcceptForm, now: datetime) -> ConsultationRequest:
    chosen = get_object_or_404(found.appointments, pk=form.cleaned_data["time"])
    try:
        actions.accept(request=found, appointment=chosen, by=None, now=now)
    except actions.Closed as closed:
        raise actions.OfferGone from closed  # a choice holds no answers to keep: the page as it stands says all
    return found


@change(AskOtherTimesForm)
def ask_other_times(found: ConsultationRequest, form: AskOtherTimesForm, now: datetime) -> ConsultationRequest:
    actions.ask_other_times(request=found, **form.cleaned_data, by=None, now=now)
    return found


@change(CorrectionForm)
def correct(found: ConsultationRequest, form: CorrectionForm, now: datetime) -> ConsultationRequest:
    return actions.correct(request=found, correction=form.correction(), by=None, now=now)


@change(NoteForm)
def note(found: ConsultationRequest, form: NoteForm, now: datetime) -> ConsultationRequest:
    actions.note(request=found, note=form.cleaned_data["note"], by=None, now=now)
    return found


@change(CancelForm)
def cancel(found: ConsultationRequest, form: CancelForm, now: datetime) -> ConsultationRequest:
    actions.cancel(request=found, reason=form.cleaned_data["reason"], by=None, now=now)
    return found


def _lost(request: HttpRequest, form: LostLinkForm, status: int = 200, **shown: object) -> HttpResponse:
    response = render(request, "appointments/lost_link.html", {"form": form, **shown}, status=status)
    return never_stored(response)


def _lost_again(request: HttpRequest, form: LostLinkForm, refusal: Refusal) -> HttpResponse:
    problems = [] if refusal.notice else form.problems
    return _lost(request, form, refusal.status, trouble=refusal.notice, problems=problems)


@anonymous_post(LostLinkForm, empty=lambda request: _lost(request, LostLinkForm()), again=_lost_again)
def lost_link(request: HttpRequest, form: LostLinkForm) -> HttpResponse:
    """“Send me my link again.” The same words whether or not the address is known."""
    actions.ask_for_link(email=form.cleaned_data["email"], address=network_address(request), now=timezone.now())
    return _lost(request, LostLinkForm(), done=notices.LINK_SENT)
