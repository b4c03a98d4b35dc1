"""A clinic that holds back what its pages say of medicines until a clinician has signed them off."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Revision
from tests.education.texts import sign_off

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(autouse=True)
def holding(settings: Any) -> None:
    settings.HOLD_UNREVIEWED_MEDICINES = True


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_page_on_medicines_keeps_its_title_and_its_red_flags_and_says_why(client: Client) -> None:
    html = shown(client, "/spms/spasticity/")
    assert "This clinic shows such pages only after one has." in html
    assert "Get medical help today if:" in html
    assert "your baclofen has run out" in html
    assert "Tizanidine" not in html
    assert "In short" not in html


def test_it_is_not_found_by_what_it_does_not_show(client: Client, settings: Any) -> None:
    assert "No benefit shown" not in shown(client, "/search/?q=methylphenidate")
    settings.HOLD_UNREVIEWED_MEDICINES = False
    assert "/spms/fatigue/" in shown(client, "/search/?q=methylphenidate")


def test_it_is_not_offered_in_parts(client: Client) -> None:
    assert "read=slow" not in shown(client, "/spms/spasticity/")
    assert "Part 1" not in shown(client, "/spms/spasticity/?read=slow")


def test_other_pages_are_whole(client: Client) -> None:
    assert "In short" in shown(client, "/spms/causes/")


def test_a_signature_shows_the_page(client: Client, clara: User) -> None:
    sign_off(Revision.objects.get(page__slug="spasticity"), clara)
    assert "Tizanidine" in shown(client, "/spms/spasticity/")
