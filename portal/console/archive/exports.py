"""An archive asked for in the console: made by a task, kept for some days, erased."""

import logging
import tempfile

from django.core.files import File
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive import shelf
from portal.console.archive.exporting import export
from portal.console.archive.manifest import Manifest
from portal.console.models import Export
from portal.database import context
from portal.jobs.scheduler import alone
from portal.tenancy.models import Tenant

logger = logging.getLogger(__name__)
GONE = "La collectivité n’est plus là."


@transaction.atomic
def ask_for_export(tenant: Tenant, *, by: User) -> Export:
    """Have the archive of ``tenant`` made by a task. Asked for while one is being made, that one is returned."""
    with context.use(context.PLATFORM):
        tenant = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if waiting := Export.objects.unfinished().filter(tenant_key=tenant.pk).first():
            return waiting
        asked = Export.objects.create(
            tenant_key=tenant.pk, tenant_slug=tenant.slug, asked_by=by, path=shelf.new_path("exports")
        )
        write_export.enqueue(asked.pk)
    return asked


@task
def write_export(pk: int) -> None:
    """Write the archive, or why it could not be. Run twice, the second finds it done, or leaves it to the first."""
    with alone(f"export {pk}") as is_alone:
        asked = Export.objects.unfinished().filter(pk=pk).first()
        if asked is None or not is_alone:
            return
        try:
            manifest, size = _write(asked)
        except Exception as error:
            logger.exception("The export %s failed.", pk)
            _end(asked, error=GONE if isinstance(error, Tenant.DoesNotExist) else shelf.said(error))
        else:
            _end(asked, size=size, rows=manifest.rows, files=len(manifest.files))


def _write(asked: Export) -> tuple[Manifest, int]:
    tenant = Tenant.objects.get(pk=asked.tenant_key)
    with tempfile.TemporaryFile() as file:
        manifest = export(tenant, file)
        size = file.seek(0, 2)
        file.seek(0)
        shelf.shelf().delete(asked.path)  # left by a worker that died
        shelf.shelf().save(asked.path, File(file))
    return manifest, size


def _end(asked: Export, **outcome) -> None:
    """Note the outcome, unless the export was given up or its tenant erased meanwhile: then no file stays."""
    ended = Export.objects.unfinished().filter(pk=asked.pk).update(finished_at=timezone.now(), **outcome)
    if outcome.get("error") or not ended:
        shelf.erase(asked)


def erase_exports_of(tenant_key: int) -> list[Exception]:
    """Erase the archives of a tenant that is erased; return what the storage raised."""
    now = timezone.now()
    Export.objects.unfinished().filter(tenant_key=tenant_key).update(finished_at=now, error=GONE)
    return shelf.erase_all(Export.objects.filter(tenant_key=tenant_key, erased_at=None))
