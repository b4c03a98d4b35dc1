"""Rows that are written once, for both apps."""

from typing import Any, Never, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyError(TypeError):
    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is append-only: add a row instead of changing or deleting one.")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    def update(self, **values: Any) -> Never:
        raise AppendOnlyError(self.model.__name__)

    def bulk_update(self, *args: Any, **options: Any) -> Never:
        raise AppendOnlyError(self.model.__name__)

    def delete(self) -> Never:
        raise AppendOnlyError(self.model.__name__)

    def forget(self) -> int:
        """Delete what has been kept for as long as it may be. Answers how many rows that were."""
        gone, _by_model = super().delete()
        return gone


class AppendOnly(models.Model):
    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Insert. A row that stands, or the number of one that stands, is refused."""
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(**options | {"force_insert": True})

    def delete(self, *args: Any, **options: Any) -> Never:
        raise AppendOnlyError(type(self).__name__)
