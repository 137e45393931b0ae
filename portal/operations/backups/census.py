"""What a database holds, told so that two can be compared: rows, walls, migrations, and the files that rows name."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import models
from wagtail.images.models import get_rendition_storage

from portal.documents.storage import ALIAS as PRIVATE
from portal.documents.storage import private_storage
from portal.operations.backups.errors import BackupError
from portal.operations.backups.programs import EMPTIED

# ruff: noqa: S608 (the names in these statements are those of the database's own tables)
PUBLIC = "default"
STORED_BY = {
    None: lambda: PUBLIC,
    private_storage: lambda: PRIVATE,
    get_rendition_storage: lambda: getattr(settings, "WAGTAILIMAGES_RENDITION_STORAGE", None) or PUBLIC,
}
"""Where a field's files lie, by what the field says of its storage. One that is not here stops the backup."""
SAME_WORDS = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'"
"""Whatever a server is set to, a row is written alike."""

TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
WALLS = """
    SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text,
        (SELECT string_agg(concat_ws('|', policyname, roles, cmd, qual, with_check), ';' ORDER BY policyname)
            FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname),
        (SELECT string_agg(a.grantee::regrole || ':' || a.privilege_type, ',' ORDER BY a.grantee, a.privilege_type)
            FROM aclexplode(c.relacl) a)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S') ORDER BY c.relname
"""
BLIND = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity
    AND NOT EXISTS (SELECT 1 FROM pg_policies p WHERE p.tablename = c.relname AND p.schemaname = 'public'
        AND 'portal_platform' = ANY(p.roles) AND p.qual = 'true')
"""


@dataclass(frozen=True, order=True)
class Name:
    """A file, as a row names it."""

    storage: str
    path: str


def rows(session: psycopg.Connection) -> dict[str, list]:
    """Return of each table how many rows it has, and a sum of them in which their order does not count."""
    session.execute(SAME_WORDS)
    return {table: _count(session, table) for (table,) in session.execute(TABLES).fetchall()}


def _count(session: psycopg.Connection, table: str) -> list:
    if table in EMPTIED:
        return [0, "0"]
    counted = session.execute(
        "SELECT count(*), coalesce(sum(('x' || left(md5(r::text), 15))::bit(60)::bigint), 0)::text"
        f' FROM ONLY "{table}" r'
    )
    return list(counted.fetchone())


def walls(session: psycopg.Connection) -> dict[str, str]:
    """Return of each table and sequence a sum of who owns it, who may do what, and the policies of its rows."""
    return {
        name: hashlib.sha256(repr(said).encode()).hexdigest()[:16] for name, *said in session.execute(WALLS).fetchall()
    }


def refuse_what_is_hidden(session: psycopg.Connection) -> None:
    """Raise BackupError where row security would keep rows from the platform: they would be missing, silently."""
    hidden = [name for (name,) in session.execute(BLIND).fetchall()]
    if hidden:
        raise BackupError(f"Row security hides rows of {', '.join(hidden)} from the platform: run migrate first.")


def migrations(session: psycopg.Connection) -> list[list[str]]:
    applied = session.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [list(row) for row in applied.fetchall()]


def named_files(session: psycopg.Connection) -> Iterator[Name]:
    """Yield each file that a row names, once."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, models.FileField):
                    found |= _named_by(session, model._meta.db_table, field)
    yield from sorted(found)


def _named_by(session: psycopg.Connection, table: str, field: models.FileField) -> set[Name]:
    storage = STORED_BY[getattr(field, "_storage_callable", None)]()
    paths = session.execute(f'SELECT DISTINCT "{field.column}" FROM "{table}" WHERE "{field.column}" <> \'\'')
    return {Name(storage, path) for (path,) in paths.fetchall()}
