"""`manage.py load_pages`: import the pages that we ship. Safe to run at every deployment."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from education.models import Language, Page, Revision
from education.writing.documents import CONTENT, Document, digest_of, read_documents


class Command(BaseCommand):
    help = "Import the pages in education/content. What staff wrote or signed off stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--content", type=Path, default=CONTENT, help="The folder to read. Ours if left out.")

    def handle(self, *, content: Path, **options: Any) -> None:
        try:
            shelves = {language: read_documents(language, content) for language in Language}
        except ExceptionGroup as group:
            raise CommandError("Nothing was changed.\n" + "\n".join(map(str, group.exceptions))) from None
        with transaction.atomic():
            new = [
                document.slug
                for language, documents in shelves.items()
                for document in documents
                if load(document, language)
            ]
        total = sum(map(len, shelves.values()))
        named = f": {', '.join(new)}" if 0 < len(new) < total else ""
        self.stdout.write(f"{total} pages, {len(new)} with a new text{named}.")


def load(document: Document, language: Language) -> bool:
    """Put one page in its place. True if its text is another than the one shipped last."""
    place = {"hub": document.hub, "position": document.position}
    page, _ = Page.objects.update_or_create(slug=document.slug, language=language, defaults=place)
    words = (document.title, document.summary, "\n".join(document.in_short), document.body)
    last = page.revisions.shipped().newest_first().first()
    if last and last.digest == digest_of(*words):
        return False
    names = ("title", "summary", "in_short", "body")
    Revision(page=page, origin=Revision.Origin.SHIPPED, **dict(zip(names, words, strict=True))).save()
    return True
