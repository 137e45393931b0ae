"""Writes the archive of a tenant, as of one moment, without holding it in memory.

An account is carried by its address and its name. A password, a second factor, a session or the rights of an
operator never leave the installation.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from psycopg import IsolationLevel

from portal.accounts.models import User
from portal.console.archive import manifest as parts
from portal.console.archive.contents import Table, own_files, tables
from portal.console.archive.manifest import Entry, Manifest, StoredFile, last_migrations, portal_version
from portal.console.archive.names import ACCOUNTS, Key, Names, natural_keys, rename
from portal.database import context
from portal.tenancy.models import Tenant

AT_ONCE = 200  # rows read together
CHUNK = 1024 * 1024  # bytes
ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The date of each file in the archive: the same content makes the same bytes."""


def export(tenant: Tenant, file: BinaryIO) -> Manifest:
    """Write all that ``tenant`` owns to ``file``, a zip."""
    with context.use(tenant.context), _one_moment(), ZipFile(file, "w", ZIP_DEFLATED) as archive:
        manifest = Manifest(
            made_at=timezone.now().isoformat(),
            tenant=_facts(tenant),
            portal=portal_version(),
            migrations=last_migrations(),
        )
        named = _Named()
        for table in tables():
            name = f"{parts.ROWS}{table.name}.jsonl"
            manifest.entries[name] = _write(archive, name, _lines(table, named), counted=True)
        manifest.entries[parts.ACCOUNTS] = _write(
            archive, parts.ACCOUNTS, _accounts(named.keys[ACCOUNTS]), counted=True
        )
        for stored in own_files(tenant.pk):
            manifest.entries[stored.entry] = _write(archive, stored.entry, _chunks(stored))
        manifest.keys = named.called()
        _write(archive, parts.NAME, [manifest.as_json().encode()])
    return manifest


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read each table as it is now, whatever is written meanwhile. A caller's transaction keeps its own way."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    session = connection.connection
    usual, session.isolation_level = session.isolation_level, IsolationLevel.REPEATABLE_READ
    try:
        with transaction.atomic():
            yield
    finally:
        session.isolation_level = usual


def _facts(tenant: Tenant) -> dict:
    hosts = tenant.domains.order_by("-is_canonical", "host").values_list("host", flat=True)
    return {
        "id": tenant.pk, "slug": tenant.slug, "name": tenant.name, "hosts": list(hosts),
        "home_path": tenant.home_path, "collection_path": tenant.collection_path,
    }  # fmt: skip


class _Named:
    """Notes the keys of national rows and of accounts that the rows hold."""

    def __init__(self):
        self.keys: dict[str, set[Key]] = defaultdict(set)
        models = {content_type.pk: content_type.model_class() for content_type in ContentType.objects.all()}
        self.names = Names(self._note, models.get)

    def _note(self, table: str, key: Key) -> Key:
        self.keys[table].add(key)
        return key

    def called(self) -> dict[str, dict[str, list[str]]]:
        """Return what the national rows are called. Raises KeyError for a table that has no natural key."""
        return {
            table: {str(key): list(natural[key]) for key in sorted(keys) if key in natural}
            for table, keys in sorted(self.keys.items())
            if table != ACCOUNTS
            for natural in [natural_keys(table)]
        }


def _lines(table: Table, named: _Named) -> Iterator[bytes]:
    columns = ", ".join(f'"{name}"::{table.carried(name)}' for name in table.columns)
    order = ", ".join(f'"{name}"' for name in table.key)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f'SELECT row_to_json(r)::text FROM (SELECT {columns} FROM "{table.name}"'  # noqa: S608 (our own tables)
            f" WHERE {table.owned} ORDER BY {order}) r"
        )
        while rows := cursor.fetchmany(AT_ONCE):
            for (line,) in rows:
                rename(table.model, json.loads(line), named.names)
                yield f"{line}\n".encode()


def _accounts(keys: set[Key]) -> Iterator[bytes]:
    for user in User.objects.filter(pk__in=keys).order_by("pk").iterator():
        account = {
            "id": user.pk, "email": user.email, "first_name": user.first_name, "last_name": user.last_name,
            "is_active": user.is_active, "date_joined": user.date_joined.isoformat(),
        }  # fmt: skip
        yield f"{json.dumps(account, ensure_ascii=False)}\n".encode()


def _chunks(stored: StoredFile) -> Iterator[bytes]:
    with stored.storage.open(stored.path) as file:
        yield from file.chunks(CHUNK)


def _write(archive: ZipFile, name: str, content: Iterable[bytes], *, counted: bool = False) -> Entry:
    """Write one file of the archive; ``counted`` says that each piece of its content is a row."""
    info = ZipInfo(name, ALWAYS)
    info.compress_type = ZIP_DEFLATED
    sha256, size, pieces = hashlib.sha256(), 0, 0
    with archive.open(info, "w", force_zip64=True) as entry:
        for piece in content:
            entry.write(piece)
            sha256.update(piece)
            size += len(piece)
            pieces += 1
    return Entry(size, sha256.hexdigest(), pieces if counted else None)
