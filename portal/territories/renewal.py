"""The yearly renewal, step by step: files sent, read by a task, shown, applied by a task once somebody says so.

Runs as the platform. The archive that was read is the very one that is applied.
"""

import contextlib
import datetime
import io
import logging
import uuid

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from portal.accounts.models import User
from portal.design.typography import french
from portal.jobs.scheduler import alone
from portal.tenancy.models import Tenant
from portal.territories.consequences import Consequences
from portal.territories.importing import Changes, ReferenceError, RemovalError, apply, read_reference, rehearse
from portal.territories.models import Commune, Renewal
from portal.territories.reference_files import ArchiveError, unpacked, write_present

logger = logging.getLogger(__name__)
State = Renewal.State
WAITS_FOR = datetime.timedelta(days=30)
"""How long files that were read wait for somebody to apply them."""
GIVEN_UP_AFTER = datetime.timedelta(hours=4)
BEFORE_KEPT_FOR = datetime.timedelta(days=400)
"""How long one may go back: until the next year's files have shown themselves."""
GIVEN_UP = french("Rien ne s’est passé pendant des heures : le traitement a été interrompu. Envoyez-le à nouveau.")
SHOWN = 300  # lines of a list


def shelf() -> Storage:
    """Return where the files stand: private, shared by web servers and workers, without addresses."""
    return storages["archives"]


def receive(file: File, *, by: User) -> Renewal:
    """Keep files that were sent, and have them read. The row that names them comes first."""
    name = file.name.replace("\0", "")[-255:] or "communes.zip"
    renewal = Renewal.objects.create(name=name, asked_by=by, path=f"communes/{uuid.uuid4()}.zip", size=file.size)
    shelf().save(renewal.path, file)
    read_renewal.enqueue(renewal.pk)
    return renewal


@transaction.atomic
def confirm(renewal: Renewal, *, accept_removals: bool) -> None:
    """Have it applied. Confirmed twice, it is applied once."""
    if _turn(renewal.pk, State.READY, State.APPLYING):
        apply_renewal.enqueue(renewal.pk, accept_removals=accept_removals)


@transaction.atomic
def set_aside(renewal: Renewal) -> bool:
    """Erase files that are not wanted; say whether it was done. Nothing is while a task works on them."""
    locked = Renewal.objects.select_for_update().get(pk=renewal.pk)
    if not locked.may_be_set_aside:
        return False
    _turn(locked.pk, locked.state, State.SET_ASIDE, reason="")
    _erase(locked.path)
    return True


@task
def read_renewal(pk: int) -> None:
    """Say what the files would change, or why they are refused."""
    renewal = Renewal.objects.filter(pk=pk, state=State.READING).first()
    if renewal is None:
        return
    try:
        with shelf().open(renewal.path) as file, unpacked(file) as folder:
            told = told_of(*rehearse(read_reference(folder)))
    except Exception as error:
        _refuse(renewal, error)
    else:
        _turn(pk, State.READING, State.READY, told=told)


@task
def apply_renewal(pk: int, *, accept_removals: bool) -> None:
    """Apply it, keeping what stood before; or say why not: then nothing has changed."""
    with alone("renewal of the communes") as is_alone:
        renewal = Renewal.objects.filter(pk=pk, state=State.APPLYING).first()
        if renewal is None or not is_alone:
            return
        before = f"communes/{uuid.uuid4()}.zip"
        Renewal.objects.filter(pk=pk).update(before=before)
        try:
            with shelf().open(renewal.path) as file, unpacked(file) as folder:
                kept = io.BytesIO()
                write_present(kept)
                shelf().save(before, ContentFile(kept.getvalue()))
                apply(read_reference(folder), accept_removals=accept_removals)
        except Exception as error:
            _erase(before)
            _refuse(renewal, error)
        else:
            _turn(pk, State.APPLYING, State.APPLIED)
            _erase(renewal.path)


def told_of(changes: Changes, consequences: Consequences) -> dict:
    """Return what an operator reads before applying: plain lists, each with its whole length."""
    names = dict(Commune.objects.filter(pk__in=[*changes.removed]).values_list("pk", "name"))
    added = {row[0]: row[1] for row in changes.tables[Commune].added}
    becomes = dict(Commune.objects.filter(pk__in=changes.merged.values()).values_list("pk", "name")) | added
    merged = [f"{names[old]} ({old}) → {becomes.get(new, '')} ({new})" for old, new in changes.merged.items()]
    gone = [f"{names[code]} ({code})" for code in changes.removed if code not in changes.merged]
    lists = {
        "Communes fusionnées": sorted(merged),
        "Communes nouvelles": [f"{name} ({code})" for code, name in sorted(added.items())],
        "Communes disparues sans successeur": gone,
        "Communes renommées": [f"{old} → {new} ({code})" for code, old, new in changes.renamed],
        "Changements d’intercommunalité": [
            f"{code} : {o or 'aucune'} → {n or 'aucune'}" for code, o, n in changes.moved
        ],
        "Codes postaux": [f"{code} : {old} → {new}" for code, old, new in changes.postal_codes],
    }
    tenants = dict(Tenant.objects.values_list("pk", "name"))
    return {
        "is_empty": changes.is_empty,
        "tables": [
            {
                "name": str(model._meta.verbose_name_plural), "added": len(table.added),
                "changed": len(table.changed), "removed": len(table.removed),
            }
            for model, table in changes.tables.items()
        ],
        "lists": [_bounded(title, lines) for title, lines in lists.items() if lines],
        "tenants": sorted(
            (_bounded(tenants[pk], [f"{subject} : {words}" for subject, words in lines])
             for pk, lines in consequences.items()),
            key=lambda one: one["title"],
        ),
        "lost": [f"{row.tenant} : {row} ({row.reason or 'sans raison écrite'})" for row in changes.lost],
        "orphans": changes.orphans,
    }  # fmt: skip


def _bounded(title: str, lines: list[str]) -> dict:
    return {"title": title, "count": len(lines), "lines": [french(line) for line in lines[:SHOWN]]}


def tidy() -> None:
    """Give up what is stuck, set aside what nobody applied, erase what stood before a long time ago."""
    now = timezone.now()
    stuck = Renewal.objects.filter(state__in=Renewal.AT_WORK, state_since__lt=now - GIVEN_UP_AFTER)
    stuck.update(state=State.REFUSED, state_since=now, reason=GIVEN_UP)
    for renewal in Renewal.objects.filter(state__in=[State.READY, State.REFUSED], state_since__lt=now - WAITS_FOR):
        set_aside(renewal)
    for renewal in Renewal.objects.exclude(before="").filter(state_since__lt=now - BEFORE_KEPT_FOR):
        _erase(renewal.before)
        Renewal.objects.filter(pk=renewal.pk).update(before="")


def _refuse(renewal: Renewal, error: Exception) -> None:
    if isinstance(error, (ArchiveError, ReferenceError, RemovalError)):
        reason = french(f"{error} Rien n’a été écrit.")
    else:
        logger.exception("The renewal %s failed.", renewal.pk)
        reason = french(f"Erreur imprévue ({type(error).__name__}) : rien n’a été écrit. Le journal en dit plus.")
    _turn(renewal.pk, renewal.state, State.REFUSED, reason=reason[:2000], before="")


def _turn(pk: int, state: str, to: str, **changes) -> bool:
    """Bring a renewal that is in one state to another; say whether it was done."""
    found = Renewal.objects.filter(pk=pk, state=state)
    return bool(found.update(state=to, state_since=timezone.now(), **changes))


def _erase(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        shelf().delete(path)
