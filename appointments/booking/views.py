"""The form “Book an appointment”. The view parses, calls one action, and answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from appointments import actions
from appointments.booking.forms import ConsultationForm
from appointments.booking.guards import Refusal, anonymous_post
from clinic.common.address import network_address
from clinic.common.responses import never_stored, publicly_cacheable, see_other

TEMPLATE = "appointments/book.html"


@publicly_cacheable
def _empty(request: HttpRequest) -> HttpResponse:
    return render(request, TEMPLATE, {"form": ConsultationForm()})


def _again(request: HttpRequest, form: ConsultationForm, refusal: Refusal) -> HttpResponse:
    """The form, with every answer kept and what to do."""
    context = {"form": form, "trouble": refusal.notice, "problems": [] if refusal.notice else form.problems}
    return never_stored(render(request, TEMPLATE, context, status=refusal.status))


@anonymous_post(ConsultationForm, empty=_empty, again=_again)
def book(request: HttpRequest, form: ConsultationForm) -> HttpResponse:
    """The form alone; and where the form under every page is sent. 303 to the private page."""
    stored = actions.submit(
        details=form.details(),
        source=form.cleaned_data["source"],
        address=network_address(request),
        is_trapped=form.is_trapped,
        now=timezone.now(),
    )
    return see_other(stored.get_absolute_url())
