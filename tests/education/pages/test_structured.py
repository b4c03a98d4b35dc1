import json
import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Page, Revision
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")


ORIGIN = "https://clinic.example.org"


def data(client: Client, slug: str) -> Any:
    return data_at(client, f"/spms/{slug}/")


def data_at(client: Client, address: str) -> Any:
    html = client.get(address).content.decode()
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(script)


def test_a_page_is_described_with_addresses_of_the_public_origin(client: Client) -> None:
    found = data(client, "fatigue")
    assert found["@type"] == "MedicalWebPage"
    assert found["url"] == "https://clinic.example.org/spms/fatigue/"
    assert found["name"] == "Fatigue"
    assert found["about"]["@type"] == "MedicalCondition"
    assert [(step["position"], step["name"], step["item"]) for step in found["breadcrumb"]["itemListElement"]] == [
        (1, "Home", "https://clinic.example.org/"),
        (2, "Managing symptoms", "https://clinic.example.org/spms/#hub-managing-symptoms"),
        (3, "Fatigue", "https://clinic.example.org/spms/fatigue/"),
    ]


def test_a_reviewer_is_named_only_once_somebody_signed_off(client: Client, clara: User) -> None:
    assert not {"reviewedBy", "lastReviewed"} & data(client, "fatigue").keys()
    sign_off(Revision.objects.get(page__slug="fatigue"), clara)
    found = data(client, "fatigue")
    assert found["reviewedBy"] == {"@type": "Person", "name": "Dr Clara Example"}
    assert found["lastReviewed"] == "2026-11-02"


def test_no_words_can_end_the_script(client: Client) -> None:
    hostile = '</script><script>alert(1)</script><!-- "&'
    revise(Page.objects.get(slug="fatigue"), title=hostile)
    assert data(client, "fatigue")["name"] == hostile


def head(client: Client, address: str) -> tuple[str, str]:
    """The canonical address and the description: one of each."""
    html = client.get(address).content.decode()
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    (description,) = re.findall(r'<meta name="description" content="([^"]+)">', html)
    return canonical, unescape(description)


def test_every_page_is_described_fully_and_by_its_own_words(client: Client) -> None:
    for revision in Revision.objects.public():
        found = data(client, revision.slug)
        url = ORIGIN + revision.get_absolute_url()
        steps = found["breadcrumb"]["itemListElement"]
        assert (found["@context"], found["@type"], found["inLanguage"]) == (
            "https://schema.org",
            "MedicalWebPage",
            "en",
        )
        assert (found["url"], found["name"], found["description"]) == (url, revision.title, revision.summary)
        assert (found["breadcrumb"]["@type"], [step["position"] for step in steps]) == ("BreadcrumbList", [1, 2, 3])
        assert steps[-1]["item"] == url
        assert "reviewedBy" not in found
        assert "lastReviewed" not in found


def test_every_page_has_its_own_canonical_address_and_description(client: Client) -> None:
    addresses = ["/spms/", "/search/", *(page.get_absolute_url() for page in Page.objects.all())]
    heads = [head(client, address) for address in addresses]
    assert [canonical for canonical, _ in heads] == [ORIGIN + address for address in addresses]
    assert len({description for _, description in heads}) == len(addresses)
    assert all(40 <= len(description) <= 160 for _, description in heads)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/spms/fatigue/?read=slow", "/spms/fatigue/"),
        ("/spms/fatigue/?read=slow&part=3", "/spms/fatigue/"),
        ("/spms/fatigue/?utm_source=x", "/spms/fatigue/"),
        ("/search/?q=pain", "/search/"),
    ],
)
def test_a_query_is_never_part_of_the_canonical_address(client: Client, address: str, canonical: str) -> None:
    assert head(client, address)[0] == ORIGIN + canonical


def test_the_list_of_topics_is_described_too(client: Client) -> None:
    found = data_at(client, "/spms/")
    assert (found["@type"], found["url"]) == ("CollectionPage", f"{ORIGIN}/spms/")
    assert found["description"] == head(client, "/spms/")[1]
    assert [step["name"] for step in found["breadcrumb"]["itemListElement"]] == ["Home", "About SPMS"]


def test_the_reviewer_named_is_the_one_who_signed_the_text_that_stands_there(
    client: Client, clara: User, elena: User
) -> None:
    page = Page.objects.get(slug="fatigue")
    sign_off(page.revisions.get(), clara)
    draft = revise(page, by=elena, title="Newer")
    assert data(client, "fatigue")["reviewedBy"]["name"] == "Dr Clara Example"
    sign_off(draft, clara, reviewer="Dr Other Example")
    assert (data(client, "fatigue")["name"], data(client, "fatigue")["reviewedBy"]["name"]) == (
        "Newer",
        "Dr Other Example",
    )
