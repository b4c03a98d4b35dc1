"""The search index of the public texts. Each process builds its own, once for each set of texts."""

from functools import lru_cache

from education.content.hubs import Hub
from education.models import Language, Page, Revision
from education.pages.page import GLOSSARY
from education.search import Index, PageText, build

Shown = tuple[int, str, str]  # a public revision, its digest, its hub


def public_index() -> Index:
    """What visitors may find now. One query, and one more when a text has changed."""
    cards = (card for shelf in Page.objects.by_hub() for card in shelf.pages)
    return _index(Language.current(), tuple((card.pk, card.digest, card.page.hub) for card in cards))


@lru_cache(maxsize=4)
def _index(language: Language, shown: tuple[Shown, ...]) -> Index:
    revisions = Revision.objects.select_related("page").in_bulk([number for number, _, _ in shown])
    return build(_text(revisions[number]) for number, _, _ in shown)


def _text(revision: Revision) -> PageText:
    return PageText(
        slug=revision.slug,
        url=revision.get_absolute_url(),
        hub=Hub(revision.page.hub),
        title=revision.title,
        summary=revision.summary,
        in_short=tuple(revision.sentences),
        body=revision.body,
        is_glossary=revision.slug == GLOSSARY,
    )
