"""The headers that every answer carries, on top of those that Django's SecurityMiddleware sets."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from clinic.accounts.desk import is_at_desk

GetResponse = Callable[[HttpRequest], HttpResponse]

# Nothing of ours connects anywhere: connect-src is for tools that read robots.txt from within a page (Lighthouse).
PUBLIC_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ADMIN_POLICY = PUBLIC_POLICY + "; script-src 'self'; font-src 'self'"
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()"
PRIVATE = ("/requests/", "/diary/")


def response_headers(get_response: GetResponse) -> GetResponse:
    """Strict content policy for everyone; the admin may also run its own scripts. What staff see is never stored.
    A view that shows what is not a page of ours, such as a letter, has set a policy of its own.

    By address is enough here: a refusal below it says less than a page, and each of these headers takes away only.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_admin = is_at_desk(request)
        response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY if is_admin else PUBLIC_POLICY)
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Cross-Origin-Embedder-Policy"] = "require-corp"
        if request.path_info.startswith(PRIVATE):  # also where there is nothing (any more)
            response["Cache-Control"] = "no-store"
            response["X-Robots-Tag"] = "noindex, nofollow"
        if is_admin:
            response["Cache-Control"] = "no-store"
        return response

    return middleware
