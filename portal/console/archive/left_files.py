"""Files whose rows are gone: erased after the rows, and tried again until none is left.

The storage has no transactions. So the row that names what is to be erased is written with the transaction that takes
the rows away, and goes once a listing finds nothing more.
"""

import contextlib

from django.core.files.storage import Storage, storages
from django.db import transaction
from django.utils import timezone

from portal.console.archive.certificate import digest_of
from portal.console.archive.contents import folder_of
from portal.console.archive.exports import erase_exports_of
from portal.console.archive.manifest import STORAGES
from portal.console.models import Deletion, LeftFiles
from portal.tenancy.models import Tenant

JOB = "console.left-files"


def erase_left_files() -> None:
    """Erase the files of the tenants that are no longer here, and finish their certificates. Runs as the platform.

    Raises what the storage raised, after having tried all: what is left is tried again.
    """
    errors = []
    for left in LeftFiles.objects.exclude(tenant_key__in=Tenant.objects.values("pk")).order_by("pk"):
        failed = _erase(storages["default"], left.elsewhere) + erase_exports_of(left.tenant_key)
        for alias in STORAGES.values():
            failed += _erase_folder(storages[alias], folder_of(left.tenant_key))
        errors += failed
        if not failed:
            _finish(left)
    if errors:
        raise ExceptionGroup("Files are left, and will be tried again", errors)


@transaction.atomic
def _finish(left: LeftFiles) -> None:
    """Date and sign the tenant's certificate, if it was erased: an interrupted import has none."""
    for deletion in Deletion.objects.exclude(erased_at=None).filter(tenant_key=left.tenant_key, files_erased_at=None):
        deletion.files_erased_at = timezone.now()
        deletion.digest = digest_of(deletion)
        deletion.save()
    left.delete()


def _erase_folder(storage: Storage, folder: str) -> list[Exception]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return []
    except OSError as error:
        return [error]
    failed = [error for name in folders for error in _erase_folder(storage, f"{folder}/{name}")]
    failed += _erase(storage, [f"{folder}/{name}" for name in files])
    return failed or _erase(storage, [folder])  # an object storage has no folders, and minds nothing


def _erase(storage: Storage, paths: list[str]) -> list[Exception]:
    failed = []
    for path in paths:
        try:
            with contextlib.suppress(FileNotFoundError):
                storage.delete(path)
        except Exception as error:  # each storage has its own
            failed.append(error)
    return failed
