"""deploy/nginx.conf keeps what docs/deploy.md promises. That nginx itself takes it, `make bench` shows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

from clinic.middleware.headers import PRIVATE
from tools.bench.readers.proxy import CONFIGURATION

TOKEN = re.compile(r'"[^"]*"|[{};]|[^\s{};"]+')


class Directive(NamedTuple):
    words: list[str]
    inside: list["Directive"]


def read(tokens: Iterator[str]) -> list[Directive]:
    found: list[Directive] = []
    words: list[str] = []
    for token in tokens:
        if token == "}":
            break
        if token in "{;":
            found.append(Directive(words, read(tokens) if token == "{" else []))
            words = []
        else:
            words.append(token.strip('"'))
    return found


def directives(path: Path) -> list[Directive]:
    text = re.sub(r"^\s*#.*$", "", path.read_text(), flags=re.MULTILINE)
    return read(iter(TOKEN.findall(text)))


def said(inside: list[Directive], name: str) -> list[list[str]]:
    """What each directive of this name says."""
    return [directive.words[1:] for directive in inside if directive.words[0] == name]


ALL = directives(CONFIGURATION)
SERVERS = [directive.inside for directive in ALL if directive.words == ["server"]]
(SITE,) = (server for server in SERVERS if said(server, "ssl_certificate"))
PLACES = {directive.words[-1]: directive.inside for directive in SITE if directive.words[0] == "location"}


def place_of(address: str) -> str:
    """As nginx finds it: a pattern that fits, else the longest beginning."""
    patterns = [place for place in PLACES if place.startswith("^") and re.match(place, address)]
    return patterns[0] if patterns else max((place for place in PLACES if address.startswith(place)), key=len)


@pytest.mark.parametrize("address", [*PRIVATE, "/search/", "/admin/", "/admin/login/"])
def test_what_is_private_or_searched_for_is_kept_by_no_proxy(address: str) -> None:
    assert said(PLACES[place_of(address)], "proxy_cache") == []
    assert said(SITE, "proxy_cache") == []


@pytest.mark.parametrize("address", ["/", "/book/", "/spms/fatigue/", "/static/css/site.css"])
def test_what_everybody_sees_is_kept_for_as_long_as_the_page_says(address: str) -> None:
    place = PLACES[place_of(address)]
    assert said(place, "proxy_cache") == [["clinic"]]
    assert said(place, "proxy_cache_valid") == said(place, "proxy_ignore_headers") == []
    assert said(place, "proxy_cache_use_stale") == []  # the pages themselves say it: stale-if-error
    assert said(SITE, "open_file_cache")
    assert "$host" in said(place, "proxy_cache_key")[0][0]


def test_staff_see_what_stands_now() -> None:
    (cookies,) = (each.inside for each in ALL if each.words[0] == "map")
    pattern = next(each.words[0].removeprefix("~") for each in cookies if each.words[0].startswith("~"))
    assert re.search(pattern, "theme=dark; __Host-session=abc")
    assert re.search(pattern, "__Host-csrf=abc")
    assert not re.search(pattern, "theme=dark; my__Host-session=abc")
    assert said(PLACES["/"], "proxy_cache_bypass") == said(PLACES["/"], "proxy_no_cache") == [["$is_staff"]]


def test_the_site_believes_only_what_nginx_sets() -> None:
    headers = dict(said(SITE, "proxy_set_header"))
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["Host"] == "$host"
    # A place with one of its own would lose all of these.
    assert all(said(place, "proxy_set_header") == [] for place in PLACES.values())


def test_no_log_tells_what_was_asked_for() -> None:
    (form,) = said(ALL, "log_format")
    assert not re.search(r"\$(request\b|request_uri|uri|args|query_string|http_)", " ".join(form))
    logs = [log for server in SERVERS for log in said(server, "access_log")]
    assert all(log == ["off"] or log[1] == form[0] for log in logs)
    assert len(logs) == len(SERVERS)


def test_the_desk_is_open_to_one_network_alone() -> None:
    assert said(PLACES["/admin/"], "deny") == [["all"]]
    assert len(said(PLACES["/admin/"], "allow")) == 1


def test_a_form_is_neither_cut_short_nor_given_up_while_it_is_stored() -> None:
    ((size,),) = said(SITE, "client_max_body_size")
    assert int(size.removesuffix("k")) * 1024 >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    ((patience,),) = said(SITE, "proxy_read_timeout")
    assert int(patience.removesuffix("s")) > settings.DATABASES["default"].get("OPTIONS", {}).get("timeout", 20)
    assert said(SITE, "proxy_request_buffering") == []  # on, as it is by default
