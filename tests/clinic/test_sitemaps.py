"""What search engines are told to read is what is looked at, and the pages that tests put back are those loaded."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from education.models import Page, Revision
from tests.stock import LISTED, put_pages


@pytest.mark.usefixtures("loaded")
def test_every_address_in_the_sitemap_is_one_that_the_sweep_looks_at(client: Client) -> None:
    found = re.findall(r"<loc>([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    assert sorted(address.removeprefix(settings.PUBLIC_ORIGIN) for address in found) == sorted(LISTED)
    assert len(LISTED) >= 25


@pytest.mark.django_db
def test_pages_put_back_are_the_pages_as_they_are_loaded(at_noon: Any) -> None:
    stored_by(put_pages)  # loads them, if this is the first test that needs them
    assert stored_by(put_pages) == stored_by(lambda: call_command("load_pages", stdout=StringIO()))


def stored_by(act: Callable[[], object]) -> list[dict[str, Any]]:
    """What stands in the store after this, which is then taken back."""
    with transaction.atomic():
        act()
        pages = list(Page.objects.order_by("slug").values("slug", "language", "hub", "position"))
        texts = [{**row, "id": None, "page_id": None} for row in Revision.objects.order_by("pk").values()]
        transaction.set_rollback(True)
    assert len(pages) == len(texts) > 0
    return pages + texts
