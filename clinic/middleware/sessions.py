"""Who is signed in stays so while they work, and only with the second factor where it is asked for."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from clinic.accounts.desk import is_at_desk
from clinic.accounts.sessions import FACTOR
from clinic.middleware.headers import GetResponse


def whole_sessions(get_response: GetResponse) -> GetResponse:
    """Every click at the desk begins the quarter of an hour anew. A session from a time when no second factor was
    asked for ends.

    It stands behind Django's authentication, and before what keeps forms of the desk.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_at_desk(request):
            return get_response(request)
        if settings.SECOND_FACTOR and request.user.is_authenticated and not request.session.get(FACTOR):
            logout(request)
        response = get_response(request)
        if request.user.is_authenticated:
            request.session.stay_awake()  # type: ignore[attr-defined]  # of our own store
        return response

    return middleware
