"""What a request wrote: which rows it added, changed or took away, and whose they are.

Whose a row is, is found without the walls: by its tenant, its path, its foreign keys and its generic links,
as the platform reads them. The end of PostgreSQL's log says whether anything was written at all, and its own
counters which tables were touched, so that a request that wrote nothing costs one very small query.
"""

import contextlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from portal.database import context
from portal.tenancy.models import Tenant

Key = tuple[str, str]
"""A table and a primary key."""

NATIONAL = ("territories_commune", "territories_placename", "territories_cedex", "territories_intercommunality",
            "territories_departement")  # fmt: skip
NOBODY_S = {*NATIONAL, "django_session", "django_migrations", "django_content_type", "auth_permission"}
TENANT_COLUMNS = ("tenant_id", "rls_tenant")
TREES = {"wagtailcore_page": "home_page", "wagtailcore_collection": "root_collection"}
GENERIC = (("content_type_id", "object_id"), ("base_content_type_id", "object_id"),
           ("to_content_type_id", "to_object_id"))  # fmt: skip


@contextlib.contextmanager
def _as_platform():
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        yield cursor


@dataclass(frozen=True)
class Table:
    name: str
    key: str
    links: tuple[tuple[str, str], ...]
    """(column, table it points at), all to single-column keys."""


def all_tables() -> dict[str, Table]:
    """Return every table that may hold a tenant's row, as PostgreSQL's catalogue describes it."""
    with _as_platform() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, c.contype, a.attname, c.confrelid::regclass::text FROM pg_constraint c"
            " JOIN pg_class t ON t.oid = c.conrelid AND t.relnamespace = 'public'::regnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
            " WHERE c.contype IN ('p', 'f')"
        )
        keys, links = {}, defaultdict(list)
        for table, kind, column, target in cursor.fetchall():
            if kind == "p":
                keys[table] = column
            else:
                links[table].append((column, target))
    return {name: Table(name, key, tuple(links[name])) for name, key in keys.items() if name not in NOBODY_S}


def dump(table: Table) -> dict[str, dict]:
    """Return all rows of a table, by primary key, as the platform sees them."""
    with _as_platform() as cursor:
        cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table.name}" t')
        return {str(row[table.key]): row for row in (json.loads(text) for (text,) in cursor.fetchall())}


def log_end() -> str:
    """Return where PostgreSQL's write-ahead log ends: whoever writes a row of a table moves it, rolled back or not.

    Asked beside Django, as whoever asked last: it is the same for all, and telling who asks costs more than to ask.
    """
    return connection.connection.execute("SELECT pg_current_wal_insert_lsn()").fetchone()[0]


def unlogged_tables() -> list[str]:
    """Return the tables whose rows are written without that log."""
    with _as_platform() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p'")
        return [name for (name,) in cursor.fetchall()]


def touched() -> dict[str, int]:
    """Return how many rows of each table this transaction has written so far, rolled back or not."""
    with _as_platform() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
        return dict(cursor.fetchall())


@dataclass
class Ledger:
    """All rows before the walk, and which of them are the other tenant's."""

    owner: Tenant
    tables: dict[str, Table] = field(default_factory=dict)
    before: dict[str, dict[str, dict]] = field(default_factory=dict)
    theirs: set[Key] = field(default_factory=set)
    content_types: dict[int, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    log_end: str = ""

    @classmethod
    def of(cls, owner: Tenant, seeds: list) -> "Ledger":
        """Read everything. ``seeds`` are objects known to be the owner's that nothing in their row says."""
        with context.use(context.PLATFORM):
            ledger = cls(owner, all_tables())
            models = {content_type.pk: content_type.model_class() for content_type in ContentType.objects.all()}
        ledger.content_types = {pk: model._meta.db_table for pk, model in models.items() if model}
        ledger.before = {name: dump(table) for name, table in ledger.tables.items()}
        ledger.paths = {
            table: ledger.before[table][str(getattr(owner, f"{attribute}_id"))]["path"]
            for table, attribute in TREES.items()
        }
        ledger.theirs = {("tenancy_tenant", str(owner.pk)), ("wagtailcore_site", str(owner.site_id))}
        ledger.theirs |= {(seed._meta.db_table, str(seed.pk)) for seed in seeds}
        ledger._close()
        assert not unlogged_tables(), "The end of the log says nothing of these: ask touched() each time."
        ledger.counts, ledger.log_end = touched(), log_end()
        return ledger

    def _close(self) -> None:
        """Follow the links until no row is found any more."""
        found = True
        while found:
            found = False
            for name, rows in self.before.items():
                for pk, row in rows.items():
                    if (name, pk) not in self.theirs and self._is_theirs(self.tables[name], row):
                        self.theirs.add((name, pk))
                        found = True

    def _is_theirs(self, table: Table, row: dict) -> bool:
        for column in TENANT_COLUMNS:
            if row.get(column) is not None:
                return row[column] == self.owner.pk
        if table.name in self.paths:
            return row["path"].startswith(self.paths[table.name])
        return self._points_at_theirs(table, row)

    def _points_at_theirs(self, table: Table, row: dict) -> bool:
        if any((target, str(row[column])) in self.theirs for column, target in table.links):
            return True
        return any(
            (self.content_types.get(row[of]), str(row[which])) in self.theirs
            for of, which in GENERIC
            if of in row and which in row
        )

    def written(self) -> list[str]:
        """Say what the last request did to the other's rows, or made that points at them."""
        end = log_end()
        if end == self.log_end:
            return []
        self.log_end = end
        counts = touched()
        names = [name for name, count in counts.items() if count != self.counts.get(name) and name in self.tables]
        self.counts = counts
        return [words for name in names for words in self._changes(self.tables[name])]

    def _changes(self, table: Table):
        before, after = self.before[table.name], dump(table)
        for pk in before.keys() | after.keys():
            old, new = before.get(pk), after.get(pk)
            if old == new:
                continue
            if (table.name, pk) in self.theirs:
                what = "deleted" if new is None else f"changed {[c for c in new if new[c] != (old or {}).get(c)]}"
                yield f"{table.name} {pk} {what}"
            elif new is not None and (self._is_theirs(table, new) or self._points_at_theirs(table, new)):
                yield f"{table.name} {pk} {'changed to point' if old else 'added, pointing'} at theirs"
