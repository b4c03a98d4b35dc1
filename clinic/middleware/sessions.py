"""Who is signed in stays so while they work."""

from django.http import HttpRequest, HttpResponse

from clinic.accounts.desk import is_at_desk
from clinic.middleware.headers import GetResponse


def sessions_stay_awake(get_response: GetResponse) -> GetResponse:
    """Every click at the desk begins the quarter of an hour anew."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_at_desk(request) and request.user.is_authenticated:
            request.session.stay_awake()  # type: ignore[attr-defined]  # of our own store
        return response

    return middleware
