"""Where style sheets and pictures lie, and what is missing there."""

from filecmp import cmp
from functools import cache

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Where nothing was collected, pages are plain instead of broken; `/readyz` says so."""

    def load_manifest(self) -> tuple[dict[str, str], str]:
        try:
            return super().load_manifest()  # type: ignore[no-any-return]
        except (ValueError, OSError):
            return {}, ""

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name


def missing() -> list[str]:
    """The names of files that this process cannot serve. Collected after its start, they need another."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return []
    stored = {name: storage.hashed_files.get(name) for name in _sources()}
    return [name for name, found in stored.items() if not found or not storage.exists(found)]


def outdated() -> list[str]:
    """The names of files that another release collected: what is served is not what this one has."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return []
    return [name for name, source in _sources().items() if storage.exists(name) and not _is_same(name, source)]


def _is_same(name: str, source: str) -> bool:
    """Beside each file under its hashed name stands what it was made of."""
    return cmp(source, staticfiles_storage.path(name))  # kept by size and time of change


@cache
def _sources() -> dict[str, str]:
    """Each file that a page may name, and where it comes from; of two with one name, the first found is collected."""
    found: dict[str, str] = {}
    for finder in get_finders():
        for name, storage in finder.list([]):
            found.setdefault(name, storage.path(name))
    return found
