"""The desk's long lists: Django's, in pages by key (see `paging`), sorted and narrowed as an index serves it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import reduce
from operator import and_
from typing import Any, ClassVar, NamedTuple, TypeVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.core.exceptions import SuspiciousOperation
from django.db.models import Field, Model, Q, QuerySet, TextChoices
from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinic.common.admin import ReadOnlyAdmin
from clinic.common.paging import Counted, ListPage, ListPlace, Walk

Row = TypeVar("Row", bound=Model)

OLDEST_FIRST = "oldest"
CHECKBOX = "action_checkbox"


class Narrowing(admin.SimpleListFilter):
    """What to narrow a list by. The rows of the values that are `served` are found by an index in the order of the
    list; for others, rows are looked through. Of several that are served, the one of the highest `rarity` is used."""

    served: ClassVar[Collection[str]] = ()
    rarity: ClassVar[int] = 0

    def condition(self, value: str, request: HttpRequest) -> Q:
        """What holds for the rows of this value."""
        raise NotImplementedError

    def chosen(self, request: HttpRequest) -> Q:
        """What holds for the rows that are wanted. Nothing, where none of the values on offer was chosen."""
        value = self.value()
        is_on_offer = value in {str(each) for each, _title in self.lookup_choices}
        return self.condition(str(value), request) if is_on_offer else Q()

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(self.chosen(request))


class ChoiceFilter(Narrowing):
    """One of the choices of a column, which an index of the list serves."""

    column: ClassVar[str]
    known: ClassVar[type[TextChoices]]

    def __init_subclass__(cls) -> None:
        cls.parameter_name, cls.served = f"{cls.column}__exact", cls.known.values

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*self.known.choices]

    def condition(self, value: str, request: HttpRequest) -> Q:
        return Q(**{self.column: value})


class PageLink(NamedTuple):
    """A way to another page of the list."""

    words: str
    address: str
    rel: str = ""


class PagedList(ChangeList):
    """The list as it is shown: one page, and the ways to others."""

    model_admin: PagedAdmin[Any]

    def get_filters(self, request: HttpRequest) -> Any:
        found = super().get_filters(request)
        if found[2]:  # what no filter has read
            raise IncorrectLookupParameters
        return found

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """By the moment of the list alone. Another order would be made of every row, anew for each page."""
        if self.params.get(ORDER_VAR, OLDEST_FIRST) != OLDEST_FIRST:
            raise SuspiciousOperation(f"an order that no list offers, at {request.path!r}")
        moment = self.model_admin.moment
        return [moment, "pk"] if self.is_oldest_first else [f"-{moment}", "-pk"]

    @property
    def is_oldest_first(self) -> bool:
        return ORDER_VAR in self.params

    def get_results(self, request: HttpRequest) -> None:
        """Find the keys of the page, and read its rows alone."""
        walk, at = self._walk(request), self._place(request)
        self.page = walk.page(at, self.list_per_page)
        numbers = [key.pk for key in self.page.keys]
        shown = self.apply_select_related(self.root_queryset.order_by()).defer(*self.model_admin.unlisted)
        rows = shown.in_bulk(numbers)
        newest_first = [rows[number] for number in numbers if number in rows]
        self.result_list = newest_first[::-1] if self.is_oldest_first else newest_first
        is_all = not at.key and not self.page.earlier and not self.page.later
        has_search = bool(self.query and walk.besides)  # looked for row by row: to count takes as long as to find
        is_counted = is_all or has_search
        self.result_count = Counted(len(numbers), is_more=not is_all) if is_counted else walk.count()
        self.multi_page = not is_all
        self.show_full_result_count = self.can_show_all = False
        self.show_admin_actions = True
        self.full_result_count = None

    def _place(self, request: HttpRequest) -> ListPlace:
        text = request.GET.get(PAGE_VAR) or ("oldest" if self.is_oldest_first else "newest")
        try:
            return ListPlace.read(text)
        except ValueError as error:
            raise IncorrectLookupParameters from error

    def _walk(self, request: HttpRequest) -> Walk[Any]:
        """Through what one index finds. What else is asked is asked of each row."""
        narrowing = [spec for spec in self.filter_specs if isinstance(spec, Narrowing)]
        found = self.model_admin.found_by(self.query) if self.query else None
        is_served = found is None  # what was found is few, and each of them is asked everything
        choices = [each for each in narrowing if is_served and each.value() in each.served]
        served = max(choices, key=lambda each: each.rarity, default=None)
        rows = self._by_moment(request)
        if found is not None:
            rows = rows.filter(pk__in=found)
        elif served:
            rows = served.queryset(request, rows)
        besides = [each.chosen(request) for each in narrowing if each is not served]
        if self.query and found is None:
            besides.append(self.model_admin.matching(self.query))
        return Walk(rows, self.model_admin.moment, reduce(and_, besides, Q()))

    def _by_moment(self, request: HttpRequest) -> QuerySet[Any]:
        """Narrowed by nothing but the moment, which the index of every walk serves."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        for spec in self.filter_specs:
            narrowed = None if isinstance(spec, Narrowing) else spec.queryset(request, rows)
            rows = rows if narrowed is None else narrowed
        return rows

    # What the template shows.

    @property
    def ways(self) -> list[PageLink]:
        """To other pages, the nearest in the middle. None where this page is all there is."""
        page: ListPage = self.page
        later = [(_("Newest"), ListPlace("newest"), ""), (_("Later"), page.later, "prev")] if page.later else []
        back = _("Look through earlier ones") if page.is_cut and page.earlier else _("Earlier")
        earlier = [(back, page.earlier, "next"), (_("Oldest"), ListPlace("oldest"), "")] if page.earlier else []
        ways = [*later, *earlier]
        if self.is_oldest_first:
            other = {"prev": "next", "next": "prev", "": ""}
            ways = [(words, place, other[rel]) for words, place, rel in reversed(ways)]
        return [PageLink(words, self.get_query_string({PAGE_VAR: str(place)}), rel) for words, place, rel in ways]

    @property
    def counted(self) -> str:
        """`17`, or `more than 5,000`. As a number, a template would write it without its words."""
        return str(self.result_count)

    @property
    def other_order(self) -> PageLink:
        if self.is_oldest_first:
            return PageLink(_("Newest first"), self.get_query_string(remove=[ORDER_VAR]))
        return PageLink(_("Oldest first"), self.get_query_string({ORDER_VAR: OLDEST_FIRST}))

    @property
    def names(self) -> list[str]:
        """Of the columns."""
        return [str(name) for name in self.list_display if name != CHECKBOX]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Their names and their titles."""
        return [(name, capfirst(str(label_for_field(name, self.model, self.model_admin)))) for name in self.names]

    @property
    def has_boxes(self) -> bool:
        """Whether rows can be chosen, for an action."""
        return CHECKBOX in self.list_display

    @property
    def table_rows(self) -> SafeString:
        """In Python: a template would take ten times as long for fifty rows."""
        table = _Table(self)
        return format_html_join("\n", "<tr>{}{}{}</tr>", map(table.parts, self.result_list))


class _Table:
    """What is the same for every row is made once."""

    def __init__(self, shown: PagedList) -> None:
        change = reverse(f"admin:{shown.opts.app_label}_{shown.opts.model_name}_change", args=[0])
        self.before, _zero, self.after = change.rpartition("0")
        self.after += f"?{shown.preserved_filters}" if shown.preserved_filters else ""
        self.has_boxes, self.choose = shown.has_boxes, _("Choose %s")
        self.columns = [(name, self._column(shown, name)) for name in shown.names]

    def parts(self, row: Any) -> tuple[SafeString, SafeString, SafeString]:
        box = format_html(BOX, row.pk, self.choose % row) if self.has_boxes else SafeString("")
        (name, text), *others = ((name, column(row)) for name, column in self.columns)
        first = format_html(FIRST, name, f"{self.before}{row.pk}{self.after}", text)
        return box, first, format_html_join("", '<td class="field-{}">{}</td>', others)

    def _column(self, shown: PagedList, name: str) -> Callable[[Any], str]:
        """As the admin says it; or what is stored, or what that is called."""
        column: Callable[[Any], str] | None = getattr(shown.model_admin, name, None)
        if column:
            return column
        field: Field[Any, Any] = shown.opts.get_field(name)  # type: ignore[assignment]
        known = {value: str(words) for value, words in field.flatchoices} | {None: "–"}
        return lambda row: str(known.get(value := getattr(row, name), value))


BOX = (
    '<td class="action-checkbox">'
    '<input type="checkbox" name="_selected_action" value="{}" class="action-select" aria-label="{}"></td>'
)


FIRST = '<th scope="row" class="field-{}"><a href="{}">{}</a></th>'


class PagedAdmin(ReadOnlyAdmin[Row]):
    """A long list that nobody types over, in the order of `moment`."""

    moment: ClassVar[str]
    unlisted: ClassVar[Collection[str]] = ()  # columns that no column of the list shows
    change_list_template = "admin/paged_list.html"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # to count what each filter would find reads every row, once for each

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PagedList

    @property
    def media(self) -> Media:
        """What ticks rows for an action. Nothing here is typed, chosen from another list or counted."""
        return Media(js=["admin/js/actions.js"])

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Row], search_term: str
    ) -> tuple[QuerySet[Row], bool]:
        return queryset.filter(self.matching(search_term)) if search_term else queryset, False

    def found_by(self, typed: str) -> list[int] | None:
        """The numbers of the rows that a search finds. None where they are too many to be put in order."""
        raise NotImplementedError

    def matching(self, typed: str) -> Q:
        """What holds for the rows that a search finds."""
        raise NotImplementedError
