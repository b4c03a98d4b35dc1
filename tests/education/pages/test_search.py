import logging
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from education.models import Page

pytestmark = pytest.mark.usefixtures("loaded")

CANARY = "zebrafinch"


def shown(client: Client, query: str) -> str:
    response = client.get("/search/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_results_say_where_they_stand_and_mark_the_words(client: Client) -> None:
    html = shown(client, "stiff")
    assert "results for “stiff”" in html
    assert re.search(
        r'<a href="/spms/spasticity/">Stiffness and spasms</a>\s*<span class="where">Managing symptoms', html
    )
    assert re.search(r'<a href="/spms/symptoms/#[\w-]+">Symptoms you may notice – ', html)
    assert "<mark>stiffness</mark>" in html


def test_results_by_spelling_say_so(client: Client) -> None:
    assert "These come close." in shown(client, "fatige")
    assert "These come close." not in shown(client, "fatigue")


def test_what_may_be_an_emergency_shows_urgent_help_first(client: Client, settings: Any) -> None:
    settings.EMERGENCY_NUMBER = "112"
    html = shown(client, "I think she is choking")
    help_now = html.index("If this is happening now, call 112.")
    assert help_now < html.index('href="/spms/urgent-help/">When to get help now') < html.index('class="hits"')
    assert "If this is happening now" not in shown(client, "fatigue")


def test_urgent_help_is_shown_even_if_nothing_is_found(client: Client) -> None:
    assert "If this is happening now, call your emergency number." in shown(client, "112")


def test_no_results_help_to_go_on(client: Client) -> None:
    html = shown(client, CANARY)
    assert f"Nothing found for “{CANARY}”" in html
    assert all(f'href="{page.get_absolute_url()}"' in html for page in Page.objects.all())
    assert 'href="/book/"' in html
    assert "when to get help now</a>" in html


def test_the_nearest_topics_are_offered(client: Client) -> None:
    html = shown(client, "intrathekal")
    assert re.search(r'<a href="/spms/glossary/#intrathecal">Intrathecal</a>', html)


def test_without_a_query_the_form_stands_alone(client: Client) -> None:
    for address in ("/search/", "/search/?q=", "/search/?q=%20"):
        html = client.get(address).content.decode()
        assert html.count('role="search"') == 1
        assert "Nothing found" not in html
        assert 'class="hits"' not in html


def test_the_form_is_labeled_and_needs_no_script(client: Client) -> None:
    for address in ("/search/", "/spms/", "/nowhere/"):
        html = client.get(address).content.decode()
        assert '<form class="search" role="search" action="/search/">' in html
        assert '<label for="search-words">' in html
        assert re.search(r'<input type="search" id="search-words" name="q" value="" maxlength="100"', html)


def test_the_query_stays_in_the_form_and_is_only_text(client: Client) -> None:
    html = shown(client, '"><script>alert(1)</script>')
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert "<script>" not in html


def test_results_are_kept_nowhere_and_not_indexed(client: Client) -> None:
    response = client.get("/search/", {"q": CANARY})
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="https://clinic.example.org/search/">' in html


def test_nothing_about_a_query_is_logged_or_stored(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        client.get("/search/", {"q": CANARY})
        client.post("/search/", {"q": CANARY})
    assert CANARY not in caplog.text
    assert queries.captured_queries
    assert all(CANARY not in query["sql"] and query["sql"].startswith("SELECT") for query in queries.captured_queries)


def test_search_is_only_read(client: Client) -> None:
    assert client.head("/search/?q=pain").status_code == 200
    assert client.post("/search/", {"q": "pain"}).status_code == 405


@pytest.mark.parametrize("query", ["%00", "%ff%fe", "%ED%A0%80", "q" * 5000, "%F0%9F%98%80" * 200, "%25%5C%27%22", "+"])
def test_odd_bytes_are_answered(client: Client, query: str) -> None:
    assert client.get(f"/search/?q={query}").status_code == 200


@given(query=st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
def test_any_query_is_answered(client: Client, query: str) -> None:
    assert client.get("/search/", {"q": query}).status_code == 200
