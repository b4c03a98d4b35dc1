"""The search index of the public texts. Each process builds its own, once for each set of texts."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from education.content.hubs import Hub
from education.models import Language, Page, Review, Revision, Shelf
from education.pages.held import is_held_back, what_is_left
from education.pages.page import GLOSSARY
from education.search import Index, PageText, build


@dataclass(frozen=True)
class Library:
    """The pages on their shelves, and the index of them."""

    shelves: list[Shelf]
    index: Index


def library() -> Library:
    """What visitors may find now. One query, and three more when a page has changed."""
    return _library(Language.current(), (Page.objects.edition(), settings.HOLD_UNREVIEWED_MEDICINES))


@lru_cache(maxsize=4)
def _library(language: Language, edition: Hashable) -> Library:
    shelves = Page.objects.by_hub(language)
    shown = [card.pk for shelf in shelves for card in shelf.pages]
    revisions = Revision.objects.select_related("page").in_bulk(shown)
    signed = set(Review.objects.filter(revision__in=shown).values_list("revision", flat=True))
    return Library(shelves, build(_text(revisions[number], is_signed_off=number in signed) for number in shown))


def _text(revision: Revision, *, is_signed_off: bool) -> PageText:
    is_held = is_held_back(revision, is_signed_off=is_signed_off)
    return PageText(
        slug=revision.slug,
        url=revision.get_absolute_url(),
        hub=Hub(revision.page.hub),
        title=revision.title,
        summary=revision.summary,
        in_short=() if is_held else tuple(revision.sentences),
        body=what_is_left(revision.body) if is_held else revision.body,
        is_glossary=revision.slug == GLOSSARY,
    )
