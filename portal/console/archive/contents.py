"""The tables of a tenant, and its files: asked as the tenant, each shows what it owns and nothing else."""

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.core.files.storage import storages
from django.db import connection, models

from portal.console.archive.manifest import STORAGES, StoredFile
from portal.database import context
from portal.operations.files import files_below
from portal.tenancy.models import Tenant
from portal.tenancy.row_security import ALSO_READ, NEVER, condition_of, walled_models

# ruff: noqa: S608 (the names in these statements are those of our own tables)
NATIVE = {"smallint", "integer", "bigint", "boolean"}
"""Types that JSON writes as PostgreSQL does. A value of any other is carried as PostgreSQL's own text of it, which
the same type always reads back."""


@dataclass(frozen=True)
class Table:
    """A walled table: ``columns`` are all those of the database (the wall's hidden one too), with their types."""

    model: type[models.Model]
    name: str
    key: tuple[str, ...]
    columns: dict[str, str]

    @property
    def owned(self) -> str:
        """The condition of a row that is the tenant's among those that it reads."""
        also = ALSO_READ.get(self.name)
        return f"NOT ({also})" if also else "true"

    @property
    def sequence(self) -> str | None:
        """The column that PostgreSQL numbers, if any."""
        return self.key[0] if len(self.key) == 1 and isinstance(self.model._meta.pk, models.AutoField) else None

    def carried(self, column: str) -> str:
        """Return the type under which the archive carries a column."""
        return self.columns[column] if self.columns[column] in NATIVE else "text"


def tables() -> list[Table]:
    """Return each table of which a tenant may own rows, by name."""
    columns = _columns()
    return sorted(
        (
            Table(model, name, tuple(field.column for field in model._meta.pk_fields), columns[name])
            for model in walled_models()
            if condition_of(model) != NEVER
            for name in [model._meta.db_table]
        ),
        key=lambda table: table.name,
    )


def in_order_of_erasure() -> list[Table]:
    """Return the tables so that no row goes before those that are the tenant's because it is."""
    by_name = {table.name: table for table in tables()}
    order = TopologicalSorter({name: set() for name in by_name})
    for table in by_name.values():
        for shown_by in re.findall(r'FROM "?(\w+)', condition_of(table.model)):
            order.add(shown_by, table.name)
    return [by_name[name] for name in order.static_order()]


def count_rows(tenant: Tenant) -> dict[str, int]:
    """Return how many rows ``tenant`` owns in each table that holds some, in one query."""
    counts = " UNION ALL ".join(
        f"SELECT '{table.name}', (SELECT count(*) FROM \"{table.name}\" WHERE {table.owned})" for table in tables()
    )
    with context.use(tenant.context), connection.cursor() as cursor:
        cursor.execute(counts)
        return {table: count for table, count in cursor.fetchall() if count}


def _columns() -> dict[str, dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a"
            " JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
            " WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
            " AND a.attgenerated = '' ORDER BY c.relname, a.attnum"
        )
        columns = {}
        for table, column, kind in cursor.fetchall():
            columns.setdefault(table, {})[column] = kind
    return columns


def folder_of(tenant_id: int) -> str:
    """Return where a tenant's files lie in the storage."""
    return f"t/{tenant_id}"


def files_elsewhere(tenant_id: int) -> list[str]:
    """Return the files of the default storage that the tenant's rows name outside its folder, in order.

    Wagtail keeps there what was uploaded and is not yet an image or a document.
    """
    default = storages["default"]
    found = set()
    with connection.cursor() as cursor:
        for table in tables():
            for field in table.model._meta.local_fields:
                if isinstance(field, models.FileField) and field.storage == default:
                    cursor.execute(
                        f'SELECT DISTINCT "{field.column}" FROM "{table.name}"'
                        f' WHERE "{field.column}" <> \'\' AND NOT starts_with("{field.column}", %s)',
                        [f"{folder_of(tenant_id)}/"],
                    )
                    found.update(path for (path,) in cursor.fetchall())
    return sorted(path for path in found if default.exists(path))


def own_files(tenant_id: int) -> list[StoredFile]:
    """Return every file of the tenant that asks, in order."""
    below = [
        StoredFile(folder, path)
        for folder, alias in STORAGES.items()
        for path in files_below(storages[alias], folder_of(tenant_id))
    ]
    return sorted([*below, *(StoredFile("files/", path) for path in files_elsewhere(tenant_id))])
