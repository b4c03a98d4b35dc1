"""`?read=slow`: a page one part at a time, for tired readers. In short comes first, the sources last."""

import re
from dataclasses import dataclass, replace

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from education.pages.page import PublicPage

LINK = re.compile(r'href="#([^"]+)"')
ID = re.compile(r'\sid="([^"]+)"')
NEVER = {"urgent-help"}  # nobody should look for a warning sign behind six links


@dataclass(frozen=True)
class PagePart:
    """One screen of a page. The first, In short, has no `html`: it is shown as on the whole page."""

    number: int
    title: str
    html: SafeString
    page_url: str

    @property
    def address(self) -> str:
        return f"{self.page_url}?read=slow" + (f"&part={self.number}" if self.number > 1 else "")


def reads_slowly(page: PublicPage) -> bool:
    """Whether a page is offered in parts. What is held back is short enough."""
    return page.slug not in NEVER and bool(page.in_short)


def parts_of(page: PublicPage) -> tuple[PagePart, ...]:
    """Every part in its order. Links inside the page lead to the part where their target stands."""
    stretches = [(_("In short"), ""), *_sections(page), _end(page)]
    parts = [
        PagePart(number, title, mark_safe(html), page.url)  # noqa: S308 - rendered and cleaned already
        for number, (title, html) in enumerate(stretches, start=1)
    ]
    home_of = {name: part for part in parts for name in ID.findall(part.html)}
    return tuple(replace(part, html=_relinked(part, home_of)) for part in parts)


def _sections(page: PublicPage) -> list[tuple[str, str]]:
    """The chapters; what opens the page stands before the first of them."""
    opening = "".join(chapter.html for chapter in page.chapters if not chapter.section)
    sections = [(chapter.section.title, chapter.html) for chapter in page.chapters if chapter.section]
    (title, html), *others = sections or [(page.title, "")]
    return [(title, opening + html), *others]


def _end(page: PublicPage) -> tuple[str, str]:
    html = render_to_string("education/_sources.html", {"citations": page.sources}) if page.sources else ""
    return _("Sources and review"), html


def _relinked(part: PagePart, home_of: dict[str, PagePart]) -> SafeString:
    def lead(match: re.Match[str]) -> str:
        home = home_of.get(match[1], part)
        return match[0] if home is part else f'href="{escape(home.address)}#{match[1]}"'

    return mark_safe(LINK.sub(lead, part.html))  # noqa: S308 - only addresses changed
