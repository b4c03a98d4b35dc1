"""Guards of the whole desk, also of Django's own lists."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from clinic.headers import ADMIN, GetResponse


def refuse_odd_lookups(get_response: GetResponse) -> GetResponse:
    """Answer 400 to a regex in a list's address, which can keep a database busy for hours, and to NUL."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(ADMIN):
            for name, value in request.GET.items():
                if "regex" in name or "\0" in f"{name}{value}":
                    raise SuspiciousOperation("a lookup that no list offers")
        return get_response(request)

    return middleware
