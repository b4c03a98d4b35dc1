"""Guards of the whole desk, also of Django's own lists."""

import re

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from clinic.accounts.desk import is_at_desk
from clinic.errors import bad_request
from clinic.middleware.headers import GetResponse

TICKED = "_selected_action"
LONGEST_SEARCH = 100  # a search of a thousand words is more than the databases can take apart
NUMBER = re.compile(r"[0-9]{1,18}")  # a longer one is no row's, and more than the databases can look up


class RefuseOddLookups:
    """Answer 400 to what no list offers: a regex, which keeps a database busy for hours, NUL, and impossible values."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_at_desk(request):
            _refuse_odd_names(request)
            _refuse_odd_rows(request)
            _shorten_search(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A number or a moment that no computer of ours can hold comes from an address that somebody made up."""
        is_made_up = isinstance(exception, OverflowError) and is_at_desk(request)
        return bad_request(request) if is_made_up else None


def _refuse_odd_names(request: HttpRequest) -> None:
    for name, values in request.GET.lists():
        if "regex" in name or "\0" in "".join([name, *values]):
            raise SuspiciousOperation(f"a lookup that no list offers, at {request.path!r}")


def _refuse_odd_rows(request: HttpRequest) -> None:
    if request.method == "POST" and not all(map(NUMBER.fullmatch, request.POST.getlist(TICKED))):
        raise SuspiciousOperation(f"a row that no list shows, at {request.path!r}")


def _shorten_search(request: HttpRequest) -> None:
    """On every list alike: what is too long is searched for by its beginning."""
    typed = request.GET.get("q", "")
    if len(typed) > LONGEST_SEARCH:
        shortened = request.GET.copy()
        shortened["q"] = typed[:LONGEST_SEARCH]
        request.GET = shortened  # type: ignore[assignment]  # Django's own kind, and may be changed
