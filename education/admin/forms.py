"""What staff write: a new revision of a page, and a clinician's signature under one."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.content import red_flags, sources
from education.content.problems import Problem
from education.models import Language, Page, Review, Revision
from education.rendering.outline import places_in
from education.writing.documents import digest_of
from education.writing.medicines import does_not_last
from education.writing.rules import Keys, problems_in_body, problems_in_words

A_YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=183)
LONGEST = {"in_short": 2_000, "body": 40_000}  # characters, five times the longest page: no more is taken apart


class RevisionForm(forms.ModelForm[Revision]):
    """A new text of `page`, begun from the revision numbered `started_from`. Saving always adds a row.

    Validate it inside a transaction: it locks the page, so that of two people who save at once one is second.
    """

    page = forms.ModelChoiceField(Page.objects.all(), widget=forms.HiddenInput)
    started_from = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Revision
        fields = ["page", "title", "summary", "in_short", "body"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in LONGEST.keys() & self.fields.keys():  # who may only read has no fields
            self.fields[name].validators.append(MaxLengthValidator(LONGEST[name]))

    def clean_in_short(self) -> str:
        return "\n".join(line.strip() for line in self.cleaned_data["in_short"].splitlines() if line.strip())

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return body.replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            self._refuse_to_overwrite(cleaned)
            for problem in _problems_in(cleaned):
                self.add_error(problem.field, _kind(problem))
        return cleaned

    def _refuse_to_overwrite(self, cleaned: dict[str, Any]) -> None:
        page = Page.objects.select_for_update().get(pk=cleaned["page"].pk)
        newest = page.revisions.newest_first()[0]
        if newest.pk != cleaned["started_from"]:
            # What was typed stays. Saving once more says that the newer text has been seen.
            self.data = dict(self.data.items()) | {"started_from": newest.pk}
            self.add_error(None, _newer_exists(newest))
        elif newest.digest == digest_of(*(cleaned[name] for name in ("title", "summary", "in_short", "body"))):
            self.add_error(None, _("Nothing is different from the newest revision yet. Change the text, then save."))


def _problems_in(cleaned: dict[str, Any]) -> list[Problem]:
    page: Page = cleaned["page"]
    language = Page.objects.in_language(Language(page.language))
    slugs = set(language.values_list("slug", flat=True))
    public = Revision.objects.public().filter(page__in=language)
    places = {revision.slug: places_in(revision.body) for revision in public}
    places[page.slug] = places_in(cleaned["body"])
    keys = Keys(
        sources={source.key for source in sources.registry()},
        red_flags={flag.key for flag in red_flags.registry()},
    )
    return [
        *problems_in_words(cleaned["title"], cleaned["summary"], cleaned["in_short"].splitlines()),
        *problems_in_body(cleaned["body"], keys=keys, slugs=slugs, places=places),
    ]


def _kind(problem: Problem) -> str:
    words = {"line": problem.line, "expected": problem.expected, "found": problem.found}
    return _("Line %(line)s: write %(expected)s. It says: %(found)s") % words


def _newer_exists(newest: Revision) -> ValidationError:
    address = reverse("admin:education_revision_change", args=[newest.pk])
    author = newest.by or _("a new release of the site")
    words = _("A newer revision was saved while you were writing, by {author}. What you wrote is kept below, unsaved.")
    then = _("Take over what you need from the newer revision, then save again.")
    link = format_html('<a href="{}">{}</a>', address, _("Read the newer revision"))
    return ValidationError(format_html("{} {} {}", words.format(author=author), link, then))


def longest_until_next_review(revision: Revision) -> timedelta:
    """What is said of medicines, and what carries a date, does not last as long as the rest."""
    return HALF_A_YEAR if does_not_last(revision.body) else A_YEAR


class ReviewForm(forms.ModelForm[Review]):
    """A clinician read the revision and stands for it."""

    revision = forms.ModelChoiceField(Revision.objects.all(), widget=forms.HiddenInput)

    class Meta:
        model = Review
        fields = ["revision", "reviewer", "reviewed_on", "next_due_on"]
        help_texts = {"next_due_on": gettext_lazy("After this date staff are told that a review is due.")}

    def clean_reviewed_on(self) -> Any:
        reviewed_on, today = self.cleaned_data["reviewed_on"], timezone.localdate()
        if reviewed_on > today:
            raise ValidationError(_("Enter today's date or an earlier one.") + f" ({date_format(today)})")
        return reviewed_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            latest = cleaned["reviewed_on"] + longest_until_next_review(cleaned["revision"])
            if cleaned["next_due_on"] > latest:
                words = _(
                    "Enter %(latest)s or an earlier date: a year at most, half a year for medicines and dated facts."
                )
                self.add_error("next_due_on", words % {"latest": date_format(latest)})
        return cleaned

    def clean_revision(self) -> Revision:
        revision: Revision = self.cleaned_data["revision"]
        if revision.page.revisions.signed_off().filter(pk__gt=revision.pk).exists():
            raise ValidationError(
                _("A newer revision of this page is signed off already. Sign off that one, or a newer.")
            )
        return revision
