"""Pages, every text that ever stood on one, and who signed it off."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.db import connection, models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from clinic.common.append_only import AppendOnly, AppendOnlyQuerySet
from education.content.hubs import Hub
from education.writing.documents import SLUG_LENGTH, digest_of
from education.writing.rules import SUMMARY_LENGTH, TITLE_LENGTH

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise, WithAnnotations

    class _State(TypedDict):
        public_id: int
        newest_id: int
        title: str
        next_due_on: date | None
        state: str

    PageWithState = WithAnnotations["Page", _State]


class Language(models.TextChoices):
    """The languages that pages exist in: each has a folder in `education/content`."""

    ENGLISH = "en", _("English")

    @classmethod
    def current(cls) -> "Language":
        """The one that suits the reader, English if none does."""
        code = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return cls(code) if code in cls.values else cls.ENGLISH


@dataclass(frozen=True)
class Shelf:
    """A hub and the public texts in it, in their order."""

    slug: str
    title: "StrPromise | str"
    description: "StrPromise | str"
    pages: "list[Revision]"


class State(models.TextChoices):
    """How the clinical review of a page's public text stands."""

    AWAITING = "awaiting", _("Awaiting clinical review")
    OVERDUE = "overdue", _("Review overdue")
    REVIEWED = "reviewed", _("Reviewed")


class PageQuerySet(models.QuerySet["Page"]):
    def in_language(self, language: Language | None = None) -> "PageQuerySet":
        return self.filter(language=language or Language.current())

    def with_state(self, today: date) -> "PageQuerySet":
        """Add what staff see in a list (PageWithState): public title, state of its review, the newest text."""
        public = Revision.objects.filter(pk=OuterRef("public_id"))
        newest = Revision.objects.filter(page=OuterRef("pk")).newest_first()
        due = Review.objects.filter(revision=OuterRef("public_id")).order_by("-pk")
        return self.annotate(
            public_id=public_revision_of(OuterRef("pk")),
            newest_id=Subquery(newest.values("pk")[:1]),
            title=Subquery(public.values("title")),
            next_due_on=Subquery(due.values("next_due_on")[:1]),
            state=Case(
                When(next_due_on__isnull=True, then=Value(State.AWAITING)),
                When(next_due_on__lt=today, then=Value(State.OVERDUE)),
                default=Value(State.REVIEWED),
            ),
        )

    def edition(self) -> tuple[tuple[Any, ...], ...]:
        """Equal as long as readers see the same: the places of pages, their texts and signatures. One query.

        Texts and signatures are never changed or taken away, so the last ones say it.
        """
        with connection.cursor() as cursor:
            cursor.execute(*_edition())
            return tuple(cursor.fetchall())

    def by_hub(self, language: Language | None = None) -> list[Shelf]:
        """The hubs that have pages, each with the public texts of its pages (without the bodies). One query."""
        public = Revision.objects.public().filter(page__in=self.in_language(language)).defer("body")
        order = {hub.value: number for number, hub in enumerate(Hub)}
        revisions = sorted(public, key=lambda revision: (order[revision.page.hub], revision.page.position))
        return [
            Shelf(hub.value, hub.label, hub.description, list(pages))
            for hub, pages in groupby(revisions, key=lambda revision: Hub(revision.page.hub))
        ]


class Page(models.Model):
    """A topic at an address of its own. What it says is in its revisions."""

    slug = models.SlugField(_("address"), max_length=SLUG_LENGTH)
    language = models.CharField(_("language"), max_length=10, choices=Language, default=Language.ENGLISH)
    hub = models.CharField(_("hub"), max_length=30, choices=Hub)
    position = models.PositiveSmallIntegerField(_("position in the hub"))

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["language", "hub", "position", "slug"]
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        constraints = [
            models.UniqueConstraint(fields=["slug", "language"], name="one_page_per_slug_and_language"),
            models.CheckConstraint(condition=Q(hub__in=Hub.values), name="page_hub_is_known"),
            models.CheckConstraint(condition=Q(language__in=Language.values), name="page_language_is_known"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("education:page", args=[self.slug])


class RevisionQuerySet(AppendOnlyQuerySet["Revision"]):
    def shipped(self) -> "RevisionQuerySet":
        return self.filter(origin=Revision.Origin.SHIPPED)

    def signed_off(self) -> "RevisionQuerySet":
        return self.filter(reviews__isnull=False)

    def newest_first(self) -> "RevisionQuerySet":
        """By number, not by time: a clock may jump back."""
        return self.order_by("-pk")

    def public(self) -> "RevisionQuerySet":
        """The one revision of each page that visitors see: the newest signed-off one, else the newest shipped one."""
        return self.filter(pk=public_revision_of(OuterRef("page"))).select_related("page")


class Revision(AppendOnly):
    """One text of a page, for good. The public one stands at the page's address and in lists of pages."""

    class Origin(models.TextChoices):
        SHIPPED = "shipped", _("shipped with the site")
        STAFF = "staff", _("written by staff")

    page = models.ForeignKey(Page, models.PROTECT, related_name="revisions", verbose_name=_("page"))
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH)
    in_short = models.TextField(_("in short"), help_text=_("3 to 5 sentences, one on each line."))
    body = models.TextField(_("text"))
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    digest = models.CharField(_("digest"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=["shipped", "staff"]), name="revision_origin_is_known"),
            models.CheckConstraint(
                condition=Q(origin="shipped") | Q(by__isnull=False), name="revision_by_staff_has_an_author"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        self.digest = digest_of(self.title, self.summary, self.in_short, self.body)
        super().save(**options)

    @property
    def slug(self) -> str:
        return self.page.slug

    @property
    def sentences(self) -> list[str]:
        """The sentences of “In short”."""
        return self.in_short.splitlines()

    def get_absolute_url(self) -> str:
        return self.page.get_absolute_url()


class ReviewQuerySet(AppendOnlyQuerySet["Review"]):
    """Named for mypy, which cannot type a manager made from a generic queryset."""


class Review(AppendOnly):
    """A clinician read this text and signed it off. A changed text is another revision, with a review of its own."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="reviews", verbose_name=_("revision"))
    reviewer = models.CharField(_("reviewer"), max_length=100, help_text=_("The name that readers see."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    reviewed_on = models.DateField(_("reviewed on"))
    next_due_on = models.DateField(_("next review due on"))

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(next_due_on__gt=F("reviewed_on")),
                name="next_review_is_due_later",
                violation_error_message=_("Enter a date for the next review that is after this one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}, {self.reviewed_on}"


def public_revision_of(page: OuterRef) -> Coalesce:
    """The number of a page's public revision, inside a query over revisions or pages."""
    revisions = Revision.objects.filter(page=page).newest_first()
    return Coalesce(*(Subquery(choice.values("pk")[:1]) for choice in (revisions.signed_off(), revisions.shipped())))


@cache
def _edition() -> tuple[str, tuple[Any, ...]]:
    """The query of `edition`, put into SQL once: searching asks it for every reader."""
    newest = Revision.objects.filter(page=OuterRef("pk")).newest_first()[:1]
    last = Page.objects.annotate(
        text=Subquery(newest.values("pk")),
        digest=Subquery(newest.values("digest")),
        review=Max("revisions__reviews"),
        signed=Max("revisions__reviews__revision"),
    )
    columns = ("pk", "hub", "position", "text", "digest", "review", "signed")
    return last.order_by("pk").values_list(*columns).query.sql_with_params()
