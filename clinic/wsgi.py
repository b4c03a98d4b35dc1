"""Where gunicorn enters: `gunicorn clinic.wsgi`."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def only_utf8(wrapped: Application) -> Application:
    """Take a declared charset other than UTF-8 for a body that we cannot read.

    Django would decode the address with it before any code of ours runs, and Python has charsets (hex) that are none.
    """

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        _, has_charset, charset = environ.get("CONTENT_TYPE", "").lower().partition("charset=")
        if has_charset and charset.split(";")[0].strip(' "') != "utf-8":
            environ["CONTENT_TYPE"] = "application/octet-stream"
        return wrapped(environ, start_response)

    return application


def with_copies(application: Application) -> Application:
    """Public pages from copies; not in the local demo, where a template shows as soon as it is saved."""
    if settings.DEBUG:
        return application
    from clinic.copies import Copies  # it knows of models, which are there only once Django is set up

    return Copies(application)


application = with_copies(only_utf8(get_wsgi_application()))
