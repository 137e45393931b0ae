"""An archive sent to the console: kept apart, checked, then brought in once somebody confirms. Tasks do the work."""

import logging

from django.core.files import File
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from portal.accounts.models import User
from portal.console.archive import manifest as parts
from portal.console.archive import shelf
from portal.console.archive.checking import RefusedError, check
from portal.console.archive.importing import import_
from portal.console.archive.manifest import Manifest
from portal.console.models import Import
from portal.jobs.scheduler import alone

State = Import.State
logger = logging.getLogger(__name__)


def receive(file: File, *, by: User) -> Import:
    """Keep an archive that was sent, and have it checked. Runs as the platform.

    Not one transaction: the row that names the file comes first, so that the file is erased whatever happens.
    """
    name = file.name.replace("\0", "")[-255:] or "archive.zip"
    received = Import.objects.create(name=name, asked_by=by, path=shelf.new_path("imports"), size=file.size)
    shelf.shelf().save(received.path, file)
    check_import.enqueue(received.pk)
    return received


@transaction.atomic
def ask_for_check(received: Import) -> None:
    """Have a refused archive checked again: what it lacked may be here now. Does nothing when it is not refused."""
    if _turn(received.pk, State.REFUSED, State.CHECKING, reason=""):
        check_import.enqueue(received.pk)


@transaction.atomic
def confirm(received: Import, *, invite: bool) -> None:
    """Have a checked archive brought in. Confirmed twice, it is brought in once."""
    if _turn(received.pk, State.READY, State.IMPORTING):
        bring_in.enqueue(received.pk, invite=invite)


@transaction.atomic
def discard(received: Import) -> bool:
    """Erase an archive now; say whether it was done. Nothing is while a task works on it."""
    received = Import.objects.select_for_update().get(pk=received.pk)
    if received.is_at_work:
        return False
    _turn(received.pk, State.READY, State.REFUSED, reason="Effacée à la demande de l’exploitation.")
    if error := shelf.erase(received):
        raise error
    return True


@task
def check_import(pk: int) -> None:
    """Say what the archive holds, or why it may not come in."""
    received = Import.objects.filter(pk=pk, state=State.CHECKING).first()
    if received is None:
        return
    try:
        with shelf.shelf().open(received.path) as file:
            facts = _facts(check(file))
    except Exception as error:
        _refuse(received, error)
    else:
        _turn(pk, State.CHECKING, State.READY, holds=facts)


@task
def bring_in(pk: int, *, invite: bool) -> None:
    """Bring the tenant in, or say why not: then nothing has changed. A second worker leaves it to the first."""
    with alone(f"import {pk}") as is_alone:
        received = Import.objects.filter(pk=pk, state=State.IMPORTING).first()
        if received is None or not is_alone:
            return
        try:
            with shelf.shelf().open(received.path) as file:
                import_(file, invite=invite)
        except Exception as error:
            _refuse(received, error)
        else:
            # Whatever became of the row meanwhile, the tenant is here.
            Import.objects.filter(pk=pk).update(state=State.DONE, state_since=timezone.now(), reason="")
            shelf.erase(received)


def _refuse(received: Import, error: Exception) -> None:
    if not isinstance(error, RefusedError):
        logger.exception("The import %s failed.", received.pk)
    reason = str(error).replace("\0", "") if isinstance(error, RefusedError) else shelf.said(error)
    _turn(received.pk, received.state, State.REFUSED, reason=reason)


def _turn(pk: int, before: str, after: str, **changes) -> bool:
    """Bring an import that is in one state, its file still there, to another; say whether it was done."""
    found = Import.objects.filter(pk=pk, state=before, erased_at=None)
    return bool(found.update(state=after, state_since=timezone.now(), **changes))


def _facts(manifest: Manifest) -> dict:
    tenant = manifest.tenant
    return {
        "name": _plain(tenant.get("name")), "slug": _plain(tenant.get("slug")), "portal": _plain(manifest.portal),
        "hosts": [_plain(host) for host in tenant.get("hosts", [])], "made_at": _plain(manifest.made_at),
        "rows": manifest.rows, "files": len(manifest.files), "accounts": manifest.entries[parts.ACCOUNTS].rows or 0,
    }  # fmt: skip


def _plain(value) -> str:
    return str(value or "").replace("\0", "")[:300]
