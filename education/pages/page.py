"""What a visitor reads: a page's public text, rendered, and where it stands among the others."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from education.content import red_flags, sources
from education.models import Language, Page, Review, Revision, Shelf
from education.pages.held import is_held_back, what_is_left
from education.rendering import Calls, Chapter, Citation, Section, Surroundings, Term, besides, read_terms, render

GLOSSARY = "glossary"


@dataclass(frozen=True)
class PublicPage:
    """Everything that templates/education/page.html shows. `review` is absent until a clinician signed off.

    What is held back until then has no `in_short` either (education/pages/held.py).
    """

    slug: str
    url: str
    title: str
    summary: str
    in_short: list[str]
    chapters: tuple[Chapter, ...]
    contents: tuple[Section, ...]
    sources: tuple[Citation, ...]
    terms: tuple[Term, ...]
    hub: Shelf
    previous: Revision | None
    next: Revision | None
    review: Review | None
    review_is_late: bool
    modified_at: datetime

    @property
    def html(self) -> str:
        return "".join(chapter.html for chapter in self.chapters)


def read(slug: str, today: date) -> PublicPage | None:
    """The page at this address in the reader's language, or nothing. Three queries, however many pages there are."""
    shelves = Page.objects.by_hub()
    by_slug = {card.slug: card for shelf in shelves for card in shelf.pages}
    if slug not in by_slug:
        return None
    card = by_slug[slug]
    bodies = Revision.objects.in_bulk([by_slug[name].pk for name in {slug, GLOSSARY} & by_slug.keys()])
    glossary = bodies[by_slug[GLOSSARY].pk].body if GLOSSARY in by_slug and slug != GLOSSARY else ""
    terms = besides(read_terms(glossary), card.title, slug)
    review = card.reviews.first()
    text = bodies[card.pk]
    is_held = is_held_back(text, is_signed_off=review is not None)
    rendering = render(what_is_left(text.body) if is_held else text.body, surroundings(terms))
    hub = next(shelf for shelf in shelves if card in shelf.pages)
    place = hub.pages.index(card)
    return PublicPage(
        slug=slug,
        url=reverse("education:page", args=[slug]),
        title=card.title,
        summary=card.summary,
        in_short=[] if is_held else card.sentences,
        chapters=rendering.chapters,
        contents=rendering.contents,
        sources=rendering.sources,
        terms=rendering.terms,
        hub=hub,
        previous=hub.pages[place - 1] if place else None,
        next=hub.pages[place + 1] if place + 1 < len(hub.pages) else None,
        review=review,
        review_is_late=bool(review and review.next_due_on < today),
        modified_at=card.created_at,
    )


def surroundings(terms: tuple[Term, ...] = ()) -> Surroundings:
    """What a text is rendered in: our sources, the words to explain, the clinic's settings."""
    return Surroundings(
        sources=sources.registry(),
        terms=terms,
        calls=calls(),
        red_flags=red_flags.registry(),
        language=Language.current(),
    )


def calls() -> Calls:
    """Whom to call, as the clinic has entered it."""
    return Calls(
        emergency=settings.EMERGENCY_NUMBER,
        by_text=settings.EMERGENCY_TEXT,
        urgent_care=settings.URGENT_CARE_LINE,
        crisis=settings.CRISIS_LINE,
    )
