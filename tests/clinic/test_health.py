"""Fit to serve means that a page has what it needs; an error page needs nothing that can be missing."""

import json
import re
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import TemplateDoesNotExist
from django.test import Client

from education.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Path:
    """Files are served under hashed names from here, where nothing was collected yet."""
    settings.STATIC_ROOT = tmp_path / "staticfiles"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "clinic.statics.StaticFiles"}}
    return tmp_path / "staticfiles"


def state(client: Client) -> tuple[int, Any]:
    response = client.get("/readyz")
    return response.status_code, json.loads(response.content)


def test_nothing_collected_is_not_ready_and_pages_are_plain_instead_of_broken(client: Client, production: Path) -> None:
    client.raise_request_exception = False
    status, told = state(client)
    assert (status, told["ready"], told["missing_static_files"] > 4) == (503, False, True)
    for address, expected in (("/", 200), ("/book/", 200), ("/nowhere/", 404), ("/admin/login/", 200)):
        page = client.get(address)
        assert page.status_code == expected
        assert "<h1" in page.content.decode()
    with mock.patch.object(Page.objects, "by_hub", side_effect=ZeroDivisionError):
        assert "Something broke on our side" in client.get("/").content.decode()


def test_a_damaged_list_of_what_was_collected_is_not_ready_either(client: Client, production: Path) -> None:
    production.mkdir()
    (production / "staticfiles.json").write_text("{")
    assert state(client)[0] == 503
    assert client.get("/").status_code == 200


def test_what_was_collected_is_ready_until_a_file_goes(client: Client, production: Path, settings: Any) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STORAGES = dict(settings.STORAGES)  # as a new process reads what was collected
    assert state(client) == (200, mock.ANY)
    assert re.search(r"css/site\.[0-9a-f]{12}\.css", client.get("/").content.decode())
    next(production.glob("css/site.????????????.css")).unlink()
    assert state(client)[1]["missing_static_files"] == 1


@pytest.mark.parametrize("name", ["css/site.css", "admin/css/base.css"])
def test_what_another_release_collected_is_not_ready(
    client: Client, production: Path, settings: Any, name: str
) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    old = production / name
    old.write_text(old.read_text() + "/* of the release before */")
    settings.STORAGES = dict(settings.STORAGES)
    status, told = state(client)
    assert (status, told["ready"], told["outdated_static_files"]) == (503, False, 1)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    assert state(client)[0] == 200


@pytest.mark.parametrize("name", ["css/site.css", "admin/css/base.css"])
def test_a_file_that_the_release_before_did_not_have_is_missing(
    client: Client, production: Path, settings: Any, name: str
) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    collected = json.loads((production / "staticfiles.json").read_text())
    del collected["paths"][name]
    (production / "staticfiles.json").write_text(json.dumps(collected))
    settings.STORAGES = dict(settings.STORAGES)
    status, told = state(client)
    assert (status, told["missing_static_files"]) == (503, 1)


def test_a_page_that_cannot_be_shown_is_not_ready_and_something_is_said_all_the_same(client: Client) -> None:
    client.raise_request_exception = False
    gone = TemplateDoesNotExist("_partials/problem.html")
    with (
        mock.patch("clinic.health.render_to_string", side_effect=gone),
        mock.patch("clinic.errors.render", side_effect=gone),
    ):
        assert state(client)[1]["pages"] is False
        for address in ("/nowhere/", "/admin/?x__regex=1"):
            said = client.get(address)
            assert said.status_code in (400, 404)
            assert "<h1>Something broke on our side</h1>" in said.content.decode()


def test_every_file_that_a_template_names_is_there(settings: Any) -> None:
    sources = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r"""{% static ['"]([^'"]+)['"]""", sources))
    assert len(named) > 4
    assert [name for name in named if not finders.find(name)] == []
