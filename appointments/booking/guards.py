"""Where a form comes from, and whether it may. The anonymous form has no token to check, so its origin is checked."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Rest = ParamSpec("Rest")

FORM_TYPE = "application/x-www-form-urlencoded"


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent from our own page, or there is no browser to say anything.

    In this order, the first that is present decides: Sec-Fetch-Site (Fetch Metadata), Origin, Referer.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == settings.PUBLIC_ORIGIN
    referer = request.headers.get("Referer")
    if referer is not None:
        return _origin_of(referer) == settings.PUBLIC_ORIGIN
    return True


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def urlencoded_utf8_only(view: Callable[Concatenate[HttpRequest, Rest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 415 to a body that is not a urlencoded UTF-8 form, before anything parses it; 413 to one too large.

    A declared charset chooses Python's decoder, and Python has decoders (hex, rot13) that no form was ever sent in.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        charset = request.content_params.get("charset", "utf-8") if request.content_params else "utf-8"
        is_form = request.content_type == FORM_TYPE and charset.lower() == "utf-8"
        if request.method == "POST":
            if not is_form:
                return render(request, "415.html", status=415)
            try:
                request.POST  # noqa: B018 - parses it now
            except (RequestDataTooBig, TooManyFieldsSent):
                return render(request, "413.html", status=413)
        return view(request, *args, **kwargs)

    return checked


def network_address(request: HttpRequest) -> str:
    """The sender's address: an IPv4 address, or the /64 network that one IPv6 household has. Empty when unknown.

    A proxy that names nobody hides its senders: its own address is not theirs, or all of them would be one.
    """
    found = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        found = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    return str(address)
