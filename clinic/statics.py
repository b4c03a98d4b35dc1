"""Where style sheets and pictures lie, and what is missing there."""

from functools import cache
from pathlib import Path

from django.conf import settings
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
    """The names of our files that this process cannot serve. Collected after its start, they need another."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return []
    stored = {name: storage.hashed_files.get(name) for name in _ours()}
    return [name for name, found in stored.items() if not found or not storage.exists(found)]


@cache
def _ours() -> list[str]:
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    return sorted(str(file.relative_to(folder)) for folder in folders for file in folder.rglob("*") if file.is_file())
