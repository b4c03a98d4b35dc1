"""The form and the private page. Each view parses, calls one action, and answers."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appointments import actions, wording
from appointments.forms import ConsultationForm
from appointments.models import ConsultationRequest
from appointments.origin import is_same_origin, network_address, urlencoded_utf8_only


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
    try:
        form = ConsultationForm(request.POST)
    except (RequestDataTooBig, TooManyFieldsSent):
        return render(request, "413.html", status=413)
    if not is_same_origin(request):
        return _form_again(request, form, 403, trouble=wording.FROM_ELSEWHERE)
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
        return _form_again(request, form, 429, trouble=wording.TOO_MANY, retry_after=600)
    except (DatabaseError, InterfaceError):
        return _form_again(request, form, 503, trouble=wording.NOT_STORED, retry_after=60)
    return HttpResponse(status=303, headers={"Location": stored.get_absolute_url(), "Cache-Control": "no-store"})


def _form_again(
    request: HttpRequest, form: ConsultationForm, status: int, *, trouble: object = None, retry_after: int = 0
) -> HttpResponse:
    context = {"form": form, "trouble": trouble, "problems": [] if trouble else form.problems}
    response = render(request, "appointments/book.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response


@require_safe
@cache_control(no_store=True)
def private(request: HttpRequest, token: str) -> HttpResponse:
    """The patient's own page. A GET never changes anything: mail scanners follow links."""
    found = get_object_or_404(ConsultationRequest.objects.readable_at(timezone.now()), token=token)
    context = {"consultation": found, "steps": wording.steps(found), "standing": wording.standing(found)}
    response = render(request, "appointments/private.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
