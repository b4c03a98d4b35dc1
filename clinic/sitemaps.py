"""What search engines are told to read. Addresses are built from PUBLIC_ORIGIN, never from the Host header."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from education.pages.sitemaps import PageSitemap


class FromPublicOrigin(Sitemap[Any]):
    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_ORIGIN).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PUBLIC_ORIGIN).netloc


class FixedPages(FromPublicOrigin):
    def items(self) -> list[str]:
        return ["home", "education:index", "appointments:book", "privacy", "accessibility"]

    def location(self, item: str) -> str:
        return reverse(item)


class Pages(FromPublicOrigin, PageSitemap):
    pass


SITEMAPS = {"fixed": FixedPages, "pages": Pages}
