import gzip
import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from education.content.hubs import Hub
from education.models import Page, Revision
from education.rendering.glossary import ADDRESS
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_the_index_lists_every_page_by_hub(client: Client) -> None:
    html = client.get("/spms/").content.decode()
    assert [f'id="hub-{hub}"' in html for hub in Hub] == [True] * 5
    assert all(f'href="{page.get_absolute_url()}"' in html for page in Page.objects.all())


def test_a_page_opens_with_its_title_and_in_short(client: Client) -> None:
    html = client.get("/spms/fatigue/").content.decode()
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["Fatigue"]
    revision = Revision.objects.get(page__slug="fatigue")
    assert all(sentence in words(html) for sentence in revision.sentences)
    assert "Tired? You can stop here and come back." in html
    assert html.index("In short") < html.index("On this page") < html.index('id="sources"') < html.index('id="book"')


def test_every_link_in_the_contents_leads_somewhere(client: Client) -> None:
    html = client.get("/spms/fatigue/").content.decode()
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in html


def test_no_page_uses_an_id_twice_and_every_page_has_one_first_heading(client: Client) -> None:
    for page in Page.objects.all():
        html = client.get(page.get_absolute_url()).content.decode()
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids)), page
        assert html.count("<h1") == 1, page


def test_each_citation_leads_to_its_source_and_back(client: Client) -> None:
    html = client.get("/spms/fatigue/").content.decode()
    assert 'href="#source-1" id="cite-1"' in html
    assert re.search(r'<li id="source-1">.*?<a class="back" href="#cite-1">Back to text', html, re.DOTALL)


def test_a_page_nobody_signed_off_says_so(client: Client) -> None:
    html = client.get("/spms/fatigue/").content.decode()
    assert html.index("<h1") < html.index("Awaiting clinical review.") < html.index("In short")
    assert "Reviewed by" not in html


def test_a_page_that_was_signed_off_says_by_whom_and_until_when(client: Client, clara: User) -> None:
    sign_off(Revision.objects.get(page__slug="fatigue"), clara)
    text = words(client.get("/spms/fatigue/").content.decode())
    assert "Reviewed by Dr Clara Example on 2 November 2026. Next review due 2 November 2027." in text
    assert "Awaiting clinical review" not in text


@pytest.mark.parametrize(
    ("due", "words_shown"),
    [
        (date(2026, 11, 22), "Reviewed by Dr Clara Example on 2 November 2025. Next review due 22 November 2026."),
        (date(2026, 11, 21), "The next review is late, so newer findings may be missing here."),
    ],
)
def test_an_overdue_review_is_said_to_be_late(
    client: Client, clara: User, due: date, words_shown: str, time_machine: Any
) -> None:
    sign_off(Revision.objects.get(page__slug="fatigue"), clara, reviewed_on=date(2025, 11, 2), next_due_on=due)
    time_machine.move_to("2026-11-22 12:00Z", tick=False)
    text = words(client.get("/spms/fatigue/").content.decode())
    assert words_shown in text
    assert ("Next review due" in text) is (due == date(2026, 11, 22))


def test_visitors_see_neither_drafts_nor_newer_texts_than_the_signed_one(
    client: Client, clara: User, elena: User
) -> None:
    page = Page.objects.get(slug="fatigue")
    sign_off(page.revisions.get(), clara)
    revise(page, by=elena, title="A draft", body="Of Elena's.")
    revise(page, title="A release", body="Of ours.")
    for address in ("/spms/fatigue/", "/spms/"):
        html = client.get(address).content.decode()
        assert "A draft" not in html
        assert "A release" not in html


def test_previous_and_next_stay_inside_the_hub(client: Client) -> None:
    pages = list(Page.objects.filter(hub=Hub.GETTING_HELP).order_by("position"))
    for position, page in enumerate(pages):
        html = client.get(page.get_absolute_url()).content.decode()
        before = re.findall(r'rel="prev" href="([^"]+)"', html)
        after = re.findall(r'rel="next" href="([^"]+)"', html)
        assert before == [page.get_absolute_url() for page in pages[max(position - 1, 0) : position]]
        assert after == [page.get_absolute_url() for page in pages[position + 1 : position + 2]]


def test_words_are_explained_everywhere_but_on_their_own_page(client: Client) -> None:
    assert b'class="term"' in client.get("/spms/fatigue/").content
    assert b'class="term"' not in client.get("/spms/glossary/").content
    assert reverse("education:page", args=["glossary"]) == ADDRESS


def test_a_page_does_not_explain_what_it_is_about(client: Client) -> None:
    revise(Page.objects.create(slug="bare", hub="treatment", position=50), body="Fatigue, and spastic muscles.")
    assert b'id="word-fatigue"' in client.get("/spms/bare/").content
    assert b'id="word-fatigue"' not in client.get("/spms/fatigue/").content
    assert b'id="word-spasticity"' not in client.get("/spms/spasticity/").content


def test_every_button_opens_or_closes_a_meaning_that_is_there(client: Client) -> None:
    for page in Page.objects.all():
        html = client.get(page.get_absolute_url()).content.decode()
        targets = re.findall(r'popovertarget="([^"]+)"', html)
        assert len(targets) == 2 * html.count('popover="auto"')
        assert all(f'id="{target}" popover="auto"' in html for target in targets)


def test_words_explained_are_listed_for_paper(client: Client) -> None:
    html = client.get("/spms/fatigue/").content.decode()
    printed = html[html.index('<section class="words">') :]
    assert printed.index("<dt>Anemia</dt>") < printed.index("<dt>Occupational therapist</dt>")
    assert b'class="words"' not in client.get("/spms/glossary/").content


def test_every_page_weighs_at_most_15_kilobytes_compressed(client: Client) -> None:
    for address in ("/spms/", "/search/?q=medicine", *(page.get_absolute_url() for page in Page.objects.all())):
        # Level 1 is what nginx does unless told otherwise.
        assert len(gzip.compress(client.get(address).content, 1)) <= 15 * 1024, address


def test_the_emergency_number_is_the_clinics(client: Client, settings: Any) -> None:
    settings.EMERGENCY_NUMBER = ""
    assert "Call your emergency number now if:" in client.get("/spms/urgent-help/").content.decode()
    settings.EMERGENCY_NUMBER = "911"
    assert "Call 911 now if:" in client.get("/spms/urgent-help/").content.decode()


@pytest.mark.parametrize("address", ["/spms/none/", "/spms/Fatigue/", "/spms/fatigue/more/"])
def test_an_unknown_page_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/spms/", "/spms/fatigue/"])
def test_pages_may_be_kept_for_five_minutes_and_set_no_cookie(client: Client, address: str) -> None:
    response = client.get(address)
    assert {"public", "max-age=300"} <= set(response["Cache-Control"].split(", "))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/spms/", "/spms/fatigue/"])
def test_pages_are_only_read(client: Client, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(("address", "queries"), [("/spms/", 1), ("/spms/fatigue/", 3), ("/spms/glossary/", 3)])
def test_a_page_costs_the_same_queries_however_much_was_written(
    client: Client, elena: User, clara: User, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(queries):
        client.get(address)
    for page in Page.objects.all():
        sign_off(revise(page, by=elena, body="## A section\n\nSpastic."), clara)
    with django_assert_num_queries(queries):
        client.get(address)
