"""What people see when the database is away: a page that says so and asks nothing of the database."""

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from clinic.errors import unavailable
from clinic.middleware.headers import GetResponse


class UnavailableWithoutDatabase:
    """Answer 503 instead of 500 when a view could not reach the database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, InterfaceError)):
            return unavailable(request)
        return None
