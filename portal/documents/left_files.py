"""Files without a row: an upload that was given up, a deletion whose process died before the storage was told."""

import datetime
from collections.abc import Iterator

from django.core.files.storage import Storage
from django.utils import timezone

from portal.database import context
from portal.documents.models import Version
from portal.documents.storage import private_storage

SETTLED_AFTER = datetime.timedelta(days=1)
"""A younger file may belong to a row that is not committed yet."""


def erase() -> None:
    """Erase the files of the tenant that asks that no version names."""
    storage, before = private_storage(), timezone.now() - SETTLED_AFTER
    named = set(Version.objects.values_list("file", flat=True))
    for path in _below(storage, f"t/{context.current_tenant_id()}/documents"):
        if path not in named and storage.get_modified_time(path) < before:
            storage.delete(path)


def _below(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}" for name in files)
    for name in folders:
        yield from _below(storage, f"{folder}/{name}")
