"""Health is asked for by load balancers and supervisors, which know the machine's address and no name of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from clinic.middleware.headers import GetResponse

PROBES = ("/healthz", "/readyz")


def probes_by_address(get_response: GetResponse) -> GetResponse:
    """Take a probe's Host header for ours, whatever it says. Its answer holds no address that could lead elsewhere."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info in PROBES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return get_response(request)

    return middleware
