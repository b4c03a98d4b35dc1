"""What staff do with pages: see how reviews stand, write a revision, sign one off. Nothing is changed or deleted."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.admin.forms import ReviewForm, RevisionForm, longest_until_next_review
from education.models import Page, Review, Revision, State
from education.pages.page import surroundings
from education.rendering import render

if TYPE_CHECKING:
    from education.models import PageWithState


class AppendOnlyAdmin:
    """Rows can be read, and some added."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class StateFilter(admin.SimpleListFilter):
    title = gettext_lazy("clinical review")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(state=self.value()) if self.value() else queryset


class RevisionsOfAPage(AppendOnlyAdmin, admin.TabularInline[Revision, Page]):
    model = Revision
    fields = readonly_fields = ("title", "origin", "by", "created_at", "signed_off")
    verbose_name_plural = gettext_lazy("Every text of this page, newest first")
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        return super().get_queryset(request).select_related("by", "page").prefetch_related("reviews").defer("body")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("signed off"))
    def signed_off(self, revision: Revision) -> str:
        return _signatures(revision)


@admin.register(Page)
class PageAdmin(AppendOnlyAdmin, admin.ModelAdmin[Page]):
    list_display = ("title", "hub", "review", "waits")
    list_filter = ("hub", StateFilter)
    readonly_fields = ("title", "address", "hub", "review", "waits", "newest", "write")
    inlines = [RevisionsOfAPage]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Page]:
        return Page.objects.with_state(timezone.localdate())

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        may_write = request.user.has_perm("education.add_revision")
        return [name for name in self.readonly_fields if may_write or name != "write"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description=gettext_lazy("title"))
    def title(self, page: "PageWithState") -> str:
        return page.title

    @admin.display(description=gettext_lazy("address"))
    def address(self, page: "PageWithState") -> SafeString:
        return format_html('<a href="{0}">{0}</a>', page.get_absolute_url())

    @admin.display(description=gettext_lazy("clinical review"))
    def review(self, page: "PageWithState") -> str:
        if not page.next_due_on:
            return str(State.AWAITING.label)
        words = _("Review overdue since %(day)s") if page.state == State.OVERDUE else _("Reviewed until %(day)s")
        return words % {"day": date_format(page.next_due_on)}

    @admin.display(description=gettext_lazy("newer text"))
    def waits(self, page: "PageWithState") -> str:
        return _("A newer text waits for review") if page.newest_id != page.public_id else ""

    @admin.display(description=gettext_lazy("newest revision"))
    def newest(self, page: "PageWithState") -> SafeString:
        return _link(reverse("admin:education_revision_change", args=[page.newest_id]), _("Read the newest revision"))

    @admin.display(description=gettext_lazy("change the text"))
    def write(self, page: "PageWithState") -> SafeString:
        return _link(f"{reverse('admin:education_revision_add')}?page={page.pk}", _("Write a new revision"))


class AboutAPage(AppendOnlyAdmin, admin.ModelAdmin[Any]):
    """Reached from a page, so it does not stand in the admin's menu, and returns to that page."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.by = request.user
        obj.save()

    def back_to(self, page: Page) -> HttpResponseRedirect:
        return redirect("admin:education_page_change", page.pk)


@admin.register(Revision)
class RevisionAdmin(AboutAPage):
    """A text to read as visitors would; and, for a new one, the form that starts from the newest."""

    form = RevisionForm
    words = ("title", "summary", "in_short", "body")
    shown = ("page", "title", "summary", "in_short", "as_shown", "body", "origin", "by", "created_at", "reviews")

    def get_fields(self, request: HttpRequest, obj: Revision | None = None) -> Any:
        if not obj:
            return ["page", "started_from", *self.words]
        return [*self.shown, "sign_off"] if request.user.has_perm("education.add_review") else self.shown

    def get_readonly_fields(self, request: HttpRequest, obj: Revision | None = None) -> Any:
        return [*self.shown, "sign_off"] if obj else []

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if request.method == "GET" and not _numbered(Page.objects.all(), request.GET.get("page")):
            messages.info(request, _("Choose the page first, then “Write a new revision”."))
            return redirect("admin:education_page_changelist")
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        page = _numbered(Page.objects.all(), request.GET["page"])
        newest = page.revisions.newest_first()[0]
        return {"page": page.pk, "started_from": newest.pk, **{name: getattr(newest, name) for name in self.words}}

    def save_model(self, request: HttpRequest, obj: Revision, form: Any, change: bool) -> None:
        obj.origin = Revision.Origin.STAFF
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Revision, post_url_continue: Any = None) -> HttpResponse:
        messages.success(request, _("Saved. Visitors will see it once a clinician signs it off."))
        return self.back_to(obj.page)

    @admin.display(description=gettext_lazy("as visitors see it"))
    def as_shown(self, revision: Revision) -> SafeString:
        return mark_safe(render(revision.body, surroundings()).html)  # noqa: S308 - see rendering/safety.py

    @admin.display(description=gettext_lazy("signed off"))
    def reviews(self, revision: Revision) -> str:
        return _signatures(revision)

    @admin.display(description=gettext_lazy("clinical review"))
    def sign_off(self, revision: Revision) -> SafeString:
        return _link(f"{reverse('admin:education_review_add')}?revision={revision.pk}", _("Sign off this text"))


@admin.register(Review)
class ReviewAdmin(AboutAPage):
    form = ReviewForm

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        revision = _numbered(Revision.objects.all(), request.GET.get("revision"))
        if request.method == "GET" and not revision:
            messages.info(request, _("Choose the page first, then the text that you want to sign off."))
            return redirect("admin:education_page_changelist")
        title = _("Sign off “%(text)s”") % {"text": revision}
        return super().add_view(request, form_url, {"title": title} | (extra_context or {}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        revision = _numbered(Revision.objects.all(), request.GET["revision"])
        due = today + longest_until_next_review(revision) if revision else None
        return {"revision": request.GET["revision"], "reviewed_on": today, "next_due_on": due}

    def response_add(self, request: HttpRequest, obj: Review, post_url_continue: Any = None) -> HttpResponse:
        messages.success(request, _("Signed off. Visitors see this text now, with the name of the reviewer."))
        return self.back_to(obj.revision.page)


def _signatures(revision: Revision) -> str:
    return "; ".join(str(review) for review in revision.reviews.all()) or _("No")


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)


def _numbered(rows: QuerySet[Any], number: str | None) -> Any:
    """The row that an address names, or nothing."""
    return rows.filter(pk=number).first() if number and number.isdecimal() else None
