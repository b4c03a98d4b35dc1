"""Finding and counting requests by an index, however many there are. By parts: see the migration `0003_search`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from appointments.models.request import ConsultationRequest

SHORTEST_PART = 3  # letters that the databases' indexes know where to find
HOW = {"folded_names": "contains", "email": "icontains", "phone": "contains", "reference": "contains"}
MATCHING = "SELECT rowid FROM appointments_search WHERE appointments_search MATCH %s LIMIT %s"


class Needle(NamedTuple):
    """A text that a column is to hold, or to be."""

    column: str
    text: str
    is_whole: bool = False

    def condition(self) -> Q:
        return Q(**{self.column if self.is_whole else f"{self.column}__{HOW[self.column]}": self.text})

    def for_sqlite(self) -> str:
        quoted = self.text.replace('"', '""')
        return f'{self.column} : "{quoted}"'


AnyOf = Collection[Needle]
AllOf = Sequence[AnyOf]


class Sought(NamedTuple):
    """What is looked for: one of some ways, on each of which a part of every group is to be found."""

    ways: Sequence[AllOf]

    def condition(self) -> Q:
        """What holds for those that are found."""
        ways = [reduce(and_, (reduce(or_, (part.condition() for part in group)) for group in way)) for way in self.ways]
        return reduce(or_, ways, Q()) if ways else Q(pk=None)

    def _parts(self) -> Iterator[Needle]:
        return (part for way in self.ways for group in way for part in group)

    def numbers(self, most: int) -> list[int] | None:
        """The primary keys of those that are found. None for more than `most`, and where no index knows the parts."""
        known = [
            [group for group in way if all(len(part.text) >= SHORTEST_PART for part in group)] for way in self.ways
        ]
        if not all(known):
            return None
        rows = ConsultationRequest.objects.filter(self.condition()).order_by().values_list("pk", flat=True)
        if known and connection.vendor == "sqlite":
            near = _near(known, most)
            if len(near) > most:
                return None
            is_answer = known == [*self.ways] and not any(part.is_whole for part in self._parts())
            return near if is_answer else list(rows.filter(pk__in=near))
        found = list(rows[: most + 1])
        return found if len(found) <= most else None


def _is_long_enough(group: AnyOf) -> bool:
    return all(len(part.text) >= SHORTEST_PART for part in group)


def _near(ways: Sequence[AllOf], most: int) -> list[int]:
    """By SQLite's own index: all that are found, and some that are not, where a group was too short for it."""
    either = (" AND ".join(f"({' OR '.join(part.for_sqlite() for part in group)})" for group in way) for way in ways)
    with connection.cursor() as cursor:
        cursor.execute(MATCHING, [" OR ".join(f"({way})" for way in either), most + 1])
        return [number for (number,) in cursor.fetchall()]


def of_email(address: str) -> Q:
    """It has this address, in any case, as the index `email_in_any_case` knows it."""
    return Q(Exact(Upper("email"), Upper(Value(address))))


def with_the_same_contact(request: ConsultationRequest) -> Q:
    """It has the same phone number or email address. Shown, and never merged: couples and carers share both."""
    same = Q(phone=request.phone) if request.phone else Q()
    same |= of_email(request.email) if request.email else Q()
    return same or Q(pk=None)  # what was erased says nothing of anybody


def arrived_between(bounds: Sequence[datetime], status: str = "") -> list[int]:
    """How many came from each of these moments on and before the next, by one index, all counted in one query."""
    table = ConsultationRequest._meta.db_table
    asked = "status = %s AND " if status else ""
    count = f"(SELECT COUNT(*) FROM {table} WHERE {asked}submitted_at >= %s AND submitted_at < %s)"  # noqa: S608
    adapted = [connection.ops.adapt_datetimefield_value(moment) for moment in bounds]
    values = [value for stretch in pairwise(adapted) for value in (*filter(None, [status]), *stretch)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join([count] * (len(bounds) - 1)), values)
        return list(cursor.fetchone())
