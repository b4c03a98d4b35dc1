import pytest
from django.contrib.auth.models import User
from django.test import Client

from education.models import Page, Revision
from education.pages.sitemaps import PageSitemap
from tests.education.texts import revise, sign_off

pytestmark = pytest.mark.usefixtures("loaded")


def test_the_sitemap_lists_every_public_page(client: Client) -> None:
    xml = client.get("/sitemap.xml").content.decode()
    assert all(f"{page.get_absolute_url()}</loc>" in xml for page in Page.objects.all())


def test_a_page_was_last_changed_when_its_public_text_was_written(clara: User, elena: User) -> None:
    page = Page.objects.get(slug="fatigue")
    public = page.revisions.get()
    sign_off(public, clara)
    revise(page, by=elena)
    (item,) = [item for item in PageSitemap().items() if item.page == page]
    assert PageSitemap().lastmod(item) == public.created_at


def test_a_draft_alone_is_not_listed(elena: User) -> None:
    draft = revise(Page.objects.create(slug="draft", hub="treatment", position=50), by=elena)
    assert draft not in PageSitemap().items()
    assert len(PageSitemap().items()) == Revision.objects.shipped().count()
