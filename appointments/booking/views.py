"""The form “Book an appointment”. Each view parses, calls one action, and answers."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appointments import actions
from appointments.booking import notices
from appointments.booking.guards import is_same_origin, network_address, urlencoded_utf8_only
from appointments.forms.base import Notice
from appointments.forms.request import ConsultationForm
from clinic.common.responses import log_not_stored, never_stored, see_other


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@urlencoded_utf8_only
def book(request: HttpRequest) -> HttpResponse:
    """The form alone; and where the form under every page is sent."""
    if request.method == "POST":
        return _receive(request)
    response = render(request, "appointments/book.html", {"form": ConsultationForm()})
    response["Cache-Control"] = "public, max-age=300"
    return response


def _receive(request: HttpRequest) -> HttpResponse:
    """303 to the private page; otherwise the form again, with every answer kept and what to do."""
    form = ConsultationForm(request.POST)
    if not is_same_origin(request):
        return _form_again(request, form, 403, notices.FROM_ELSEWHERE)
    if not form.is_valid():
        return _form_again(request, form, 422)
    try:
        stored = actions.submit(
            details=form.details(),
            source=form.cleaned_data["source"],
            address=network_address(request),
            is_trapped=form.is_trapped,
            now=timezone.now(),
        )
    except actions.TooManyRequests:
        return _form_again(request, form, 429, notices.TOO_MANY)
    except (DatabaseError, InterfaceError) as error:
        log_not_stored(error)
        return _form_again(request, form, 503, notices.NOT_STORED)
    return see_other(stored.get_absolute_url())


def _form_again(
    request: HttpRequest, form: ConsultationForm, status: int, trouble: Notice | None = None
) -> HttpResponse:
    context = {"form": form, "trouble": trouble, "problems": [] if trouble else form.problems}
    return never_stored(render(request, "appointments/book.html", context, status=status))
