"""What the desk's lists and screens have in common."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)

FILTERED_HOW = {"", "exact", "gte", "lt", "isempty"}


def filtered_by(entry: Any) -> str:
    """The name in the address that one entry of `list_filter` reads."""
    if isinstance(entry, tuple):
        return str(entry[0])
    return str(getattr(entry, "parameter_name", entry)).partition("__")[0]


class ReadOnly:
    """Nothing here is typed over: rows are written by actions."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class Guarded(admin.ModelAdmin[Row]):
    """A list that is looked up only by what its filters offer: no regex, no reaching into other columns."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        column, _, how = lookup.partition("__")
        return column in map(filtered_by, self.list_filter) and how in FILTERED_HOW


class ReadOnlyAdmin(ReadOnly, Guarded[Row]):
    """A list that nobody types over."""
