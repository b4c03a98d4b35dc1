"""The limit of a page: a Django view that returns bytes, with no middleware. They stand in the files of BARE_FOLDER."""

import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(DEBUG=False, SECRET_KEY="bare", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
django.setup()
BODIES = {file.stem: file.read_bytes() for file in Path(os.environ["BARE_FOLDER"]).glob("*.html")}


def page(request: HttpRequest, name: str) -> HttpResponse:
    # With its length, which Django leaves to a middleware: without it gunicorn would send the body in chunks.
    return HttpResponse(BODIES[name], headers={"Content-Length": str(len(BODIES[name]))})


urlpatterns = [path("<str:name>", page)]
application = get_wsgi_application()
