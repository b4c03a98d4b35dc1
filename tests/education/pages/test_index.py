from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Page
from education.pages.index import library
from education.search import find
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")


def titles(query: str) -> list[str]:
    return [hit.title for hit in find(query, library().index).hits]


def test_the_same_texts_are_read_once(django_assert_num_queries: Any) -> None:
    first = library().index
    with django_assert_num_queries(1):
        assert library().index is first


def test_a_new_public_text_is_found_at_once_and_the_old_one_no_more(elena: User, clara: User) -> None:
    page = Page.objects.get(slug="fatigue")
    draft = revise(page, by=elena, title="Quokkas", body="Nothing.")
    assert titles("quokka") == []
    sign_off(draft, clara)
    assert titles("quokka") == ["Quokkas"]
    assert "Fatigue" not in [hit.title for hit in find("fatigue", library().index).hits if not hit.is_term]


def test_a_page_that_moves_to_another_hub_is_shown_there() -> None:
    library()
    Page.objects.filter(slug="pain").update(hub="treatment", position=90)
    (hit,) = [hit for hit in find("pain", library().index).hits if hit.url == "/spms/pain/"]
    assert hit.hub == "treatment"


def test_every_result_leads_to_a_place_that_is_there(client: Client) -> None:
    pages = {
        page.get_absolute_url(): client.get(page.get_absolute_url()).content.decode() for page in Page.objects.all()
    }
    for entry in library().index.entries:
        for place in entry.places:
            url, _, term = entry.url.partition("#")
            anchor = term or place.anchor
            assert not anchor or f' id="{anchor}"' in pages[url], (entry.url, anchor)
