"""Pages of a long list that all take as long: found by key and not by offset, counted to an end, looked through to one.

A list is in the order of a moment, and of the primary key where moments are equal. Times are named as they are: what
is earlier is earlier, whichever way the list runs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

Row = TypeVar("Row", bound=Model)

MOST_COUNTED = 5_000
MOST_LOOKED_THROUGH = 2_000  # rows for one page, where no index finds what is asked for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
A_MICROSECOND = timedelta(microseconds=1)


class Key(NamedTuple):
    """Where a row stands in the order of time."""

    at: datetime
    pk: int


class ListPlace(NamedTuple):
    """Where a page begins: at an end of the list, or on one side of a key. As text it stands in an address."""

    side: str  # "newest", "oldest", "before" a key, "after" a key
    key: Key | None = None

    @classmethod
    def read(cls, text: str) -> ListPlace:
        """From `before-1764061200000000-17` or `oldest`. Raises ValueError."""
        side, *numbers = text.split("-")
        if side in {"newest", "oldest"} and not numbers:
            return cls(side)
        if side not in {"before", "after"} or not all(len(each) < 19 and each.isdecimal() for each in numbers):
            raise ValueError(text)
        microseconds, pk = map(int, numbers)
        return cls(side, Key(EPOCH + microseconds * A_MICROSECOND, pk))

    def __str__(self) -> str:
        return f"{self.side}-{(self.key.at - EPOCH) // A_MICROSECOND}-{self.key.pk}" if self.key else self.side

    @property
    def goes_back(self) -> bool:
        """Whether what is looked for is ever earlier."""
        return self.side in {"newest", "before"}


class ListPage(NamedTuple):
    """The rows of one page, newest first, and where there is more. `is_cut`: the look ended before the list did."""

    keys: list[Key]
    earlier: ListPlace | None
    later: ListPlace | None
    is_cut: bool


class Counted(int):
    """A number that says “more than” where nobody counted to the end."""

    is_more: bool

    def __new__(cls, number: int, *, is_more: bool = False) -> Counted:
        count = super().__new__(cls, number)
        count.is_more = is_more
        return count

    def __str__(self) -> str:
        number = number_format(int(self), force_grouping=True)
        return _("more than %s") % number if self.is_more else number


@dataclass(frozen=True)
class Walk(Generic[Row]):
    """Rows that an index finds in the order of `moment`, and what each of them is asked `besides`."""

    rows: QuerySet[Row]
    moment: str
    besides: Q

    def page(self, place: ListPlace, size: int) -> ListPage:
        rows = self._beyond(place)
        edge = self._edge(rows, place.goes_back)
        found = self._keys(self._asked(rows, edge, place.goes_back), place.goes_back)[: size + 1]
        shown, has_more = list(found[:size]), len(found) > size
        onward = shown[-1] if has_more else edge
        if place.side == "after" and not onward:  # nothing is later than these: then it is the newest page
            return self.page(ListPlace("newest"), size)
        behind = (shown[0] if shown else place.key) if place.key else None
        if place.goes_back:
            return ListPage(shown, _side("before", onward), _side("after", behind), is_cut=not has_more and bool(edge))
        return ListPage(
            shown[::-1], _side("before", behind), _side("after", onward), is_cut=not has_more and bool(edge)
        )

    def count(self) -> Counted:
        """How many there are, or more than how many."""
        edge = self._edge(self.rows, goes_back=True)
        number = self._asked(self.rows, edge, goes_back=True).order_by()[: MOST_COUNTED + 1].count()
        return Counted(min(number, MOST_COUNTED), is_more=number > MOST_COUNTED or bool(edge))

    def also(self, condition: Q) -> Walk[Row]:
        return replace(self, besides=self.besides & condition)

    def _beyond(self, place: ListPlace) -> QuerySet[Row]:
        if not place.key:
            return self.rows
        how, beyond = ("lte", "gte") if place.goes_back else ("gte", "lte")
        # Said so, an index finds where to begin; as “earlier, or as early and …” it would be read from its end.
        is_behind = Q(**{self.moment: place.key.at, f"pk__{beyond}": place.key.pk})
        return self.rows.filter(~is_behind, **{f"{self.moment}__{how}": place.key.at})

    def _edge(self, rows: QuerySet[Row], goes_back: bool) -> Key | None:
        """The last row to be looked at, where there are more than should be."""
        if not self.besides:
            return None
        farthest = self._keys(rows, goes_back)[MOST_LOOKED_THROUGH - 1 : MOST_LOOKED_THROUGH + 1]
        return farthest[0] if len(farthest) == 2 else None

    def _asked(self, rows: QuerySet[Row], edge: Key | None, goes_back: bool) -> QuerySet[Row]:
        if edge:
            how, beyond = ("gte", "lt") if goes_back else ("lte", "gt")
            is_beyond = Q(**{self.moment: edge.at, f"pk__{beyond}": edge.pk})
            rows = rows.filter(~is_beyond, **{f"{self.moment}__{how}": edge.at})
        # Twice denied, a condition is asked of each row: SQLite would rather read another index from end to end.
        return rows.filter(~Q(~self.besides)) if self.besides else rows

    def _keys(self, rows: QuerySet[Row], goes_back: bool) -> Any:
        sign = "-" if goes_back else ""
        return _Keys(rows.order_by(f"{sign}{self.moment}", f"{sign}pk").values_list(self.moment, "pk"))


class _Keys:
    """A slice of a query is a list of keys."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    def __getitem__(self, place: slice) -> list[Key]:
        return [Key(at, pk) for at, pk in self.rows[place]]


def _side(side: str, key: Key | None) -> ListPlace | None:
    return ListPlace(side, key) if key else None
