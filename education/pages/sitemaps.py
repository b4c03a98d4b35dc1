from datetime import datetime

from django.contrib.sitemaps import Sitemap

from education.models import Page, Revision


class PageSitemap(Sitemap[Revision]):
    """Every public page, with the time of the text that stands there."""

    def items(self) -> list[Revision]:
        return [revision for shelf in Page.objects.by_hub() for revision in shelf.pages]

    def lastmod(self, item: Revision) -> datetime:
        return item.created_at
