"""Brings a tenant in from its archive, into an installation that holds none: whole, or not at all.

What the tenant owns keeps its keys. Three things are not as they left: the tenant is in preparation (its addresses
still lead to where it comes from, and somebody should look before the public does), no deletion is due, and the mails
that were waiting are held, for they left from there (``revive_mails`` sends them after all).
"""

import json
import logging
from collections.abc import Iterator
from itertools import batched
from typing import BinaryIO
from zipfile import ZipFile

from django.apps import apps
from django.core.cache import cache
from django.core.files import File
from django.db import DataError, IntegrityError, connection, transaction

from portal.console.archive import manifest as parts
from portal.console.archive.accounts import bring_accounts
from portal.console.archive.checking import RefusedError, check, opened, pieces, refuse_unless_empty
from portal.console.archive.contents import Table, folder_of, tables
from portal.console.archive.left_files import JOB, erase_left_files
from portal.console.archive.manifest import Manifest
from portal.console.archive.names import ACCOUNTS, CONTENT_TYPES, Names, natural_keys, rename
from portal.console.archive.trees import count_the_children_of_the_roots
from portal.console.archive.welcome import welcome_back
from portal.console.models import LeftFiles
from portal.database import context
from portal.jobs.scheduler import alone
from portal.notifications.models import Mail
from portal.tenancy.models import Membership, Tenant

# ruff: noqa: S608 (the names in these statements are those of our own tables)
logger = logging.getLogger(__name__)
AT_ONCE = 200  # rows a statement


def import_(file: BinaryIO, *, invite: bool = True) -> Tenant:
    """Bring in the tenant of the archive and invite its members anew. Runs as the platform.

    Raises RefusedError, with the reason, and then nothing has changed.
    """
    with context.use(context.PLATFORM), alone(JOB) as is_alone:
        if not is_alone:
            raise RefusedError("Des fichiers sont en cours d’effacement ou d’import : réessayez dans un instant.")
        manifest = check(file)
        # Noted before the first file is written: should this process die, the job takes the files away.
        left, _ = LeftFiles.objects.get_or_create(
            tenant_key=manifest.tenant["id"], defaults={"elsewhere": _elsewhere(manifest)}
        )
        try:
            with opened(file) as archive:
                _bring_files(archive, manifest)
                tenant, newcomers = _bring_rows(archive, manifest, left)
        except BaseException:
            erase_left_files()
            raise
        cache.clear()
    if invite:
        _invite(tenant, newcomers)
    return tenant


def _elsewhere(manifest: Manifest) -> list[str]:
    own = f"{folder_of(manifest.tenant['id'])}/"
    return [file.path for file in manifest.files if not file.path.startswith(own)]


def _bring_files(archive: ZipFile, manifest: Manifest) -> None:
    for file in manifest.files:
        with archive.open(file.entry) as entry:
            saved = file.storage.save(file.path, File(entry))
        if saved != file.path:
            file.storage.delete(saved)
            raise RefusedError(f"Un fichier est déjà à la place de {file.path}.")


def _bring_rows(archive: ZipFile, manifest: Manifest, left: LeftFiles) -> tuple[Tenant, set[int]]:
    """Write all rows, or none. Return the tenant and the keys of the accounts that were made."""
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("LOCK TABLE tenancy_tenant IN EXCLUSIVE MODE")  # nobody else makes one meanwhile
            refuse_unless_empty()
            lines = pieces(archive, parts.ACCOUNTS, by_line=True)
            accounts, newcomers = bring_accounts(json.loads(line) for line in lines)
            names = _names(manifest, accounts)
            for table in tables():
                _insert(table, archive, names)
            count_the_children_of_the_roots()
            tenant = Tenant.objects.get(pk=manifest.tenant["id"])
            Tenant.objects.filter(pk=tenant.pk).update(state=Tenant.State.PREPARING, deletion_due_at=None)
            Mail.objects.waiting().update(next_attempt_at=None)
            _check_at_the_wall(tenant, manifest)
            left.delete()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a key that leads nowhere is refused here
    except (IntegrityError, DataError) as error:
        said = error.__cause__.diag
        reason = said.message_detail or said.message_primary
        raise RefusedError(f"Une ligne de {said.table_name} ne peut pas entrer : {reason}") from error
    tenant.refresh_from_db()
    return tenant, newcomers


def _names(manifest: Manifest, accounts: dict[int, int]) -> Names:
    renamed = {ACCOUNTS: accounts}
    for table, called in manifest.keys.items():
        here = {natural: key for key, natural in natural_keys(table).items()}
        kind = int if isinstance(next(iter(here.values())), int) else str
        renamed[table] = {kind(key): here[tuple(natural)] for key, natural in called.items()}
    models = {
        int(key): apps.all_models.get(app, {}).get(model)
        for key, (app, model) in manifest.keys.get(CONTENT_TYPES, {}).items()
    }
    return Names(lambda table, key: renamed.get(table, {}).get(key), models.get)


def _insert(table: Table, archive: ZipFile, names: Names) -> None:
    columns = ", ".join(f'"{name}"' for name in table.columns)
    values = ", ".join(f'r."{name}"::{kind}' for name, kind in table.columns.items())
    read = ", ".join(f'"{name}" {table.carried(name)}' for name in table.columns)
    with connection.cursor() as cursor:
        for rows in batched(_renamed_rows(table, archive, names), AT_ONCE):
            cursor.execute(
                f'INSERT INTO "{table.name}" ({columns}) SELECT {values} FROM json_to_recordset(%s::json) AS r({read})',
                [json.dumps(rows, ensure_ascii=False)],
            )
        if table.sequence:
            cursor.execute(
                f'SELECT setval(sequence, GREATEST((SELECT max("{table.sequence}") FROM "{table.name}"),'
                " nextval(sequence))) FROM pg_get_serial_sequence(%s, %s) AS sequence",
                [f'"{table.name}"', table.sequence],
            )


def _renamed_rows(table: Table, archive: ZipFile, names: Names) -> Iterator[dict]:
    for line in pieces(archive, f"{parts.ROWS}{table.name}.jsonl", by_line=True):
        row = json.loads(line)
        rename(table.model, row, names)
        yield row


def _check_at_the_wall(tenant: Tenant, manifest: Manifest) -> None:
    """Refuse a row that came in and that the wall does not give to the tenant: it would be nobody's, or a forgery."""
    with context.use(tenant.context), connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT count(*) FROM "{table.name}" WHERE {table.owned}')
            (seen,) = cursor.fetchone()
            if seen != manifest.entries[f"{parts.ROWS}{table.name}.jsonl"].rows:
                raise RefusedError(f"Des lignes de {table.name} ne sont pas celles de la collectivité.")


def _invite(tenant: Tenant, newcomers: set[int]) -> None:
    """Write to each member whose account was made: a mail that cannot be written does not undo the import."""
    with context.use(tenant.context):
        members = Membership.objects.active().filter(tenant=tenant, user__in=newcomers)
        for membership in members.select_related("user").order_by("pk"):
            try:
                with transaction.atomic():
                    welcome_back(membership.user, tenant)
            except Exception:
                logger.exception("Account %s was not invited anew.", membership.user_id)
