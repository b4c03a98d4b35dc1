import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Page, Revision
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")


def data(client: Client, slug: str) -> Any:
    html = client.get(f"/spms/{slug}/").content.decode()
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
