"""The database's wall: PostgreSQL shows and writes the rows of the tenant that asks, whatever the query.

Applied after every ``migrate`` to the table of each TenantModel and to what hangs on it, so that a new app is
covered without anyone thinking of it. The engine says who asks (portal.database.engine); the application's
role obeys the policies, and so does the owner of the tables, by FORCE. The platform's role sees all rows by a
policy of its own: an OR in the tenant's policy would keep PostgreSQL from using the index on the tenant.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from portal.database import context
from portal.database.engine.base import APP_ROLE, PLATFORM_ROLE
from portal.tenancy.scoping import TenantModel

OWN_ROW = "tenant_id = nullif(current_setting('app.tenant_id', true), '')::bigint"


def secured_tables() -> dict[str, str]:
    """Return, for each table that belongs to tenants, the condition that makes a row the asking tenant's."""
    return {table: condition for model in _tenant_models() for table, condition in _tables_of(model)}


def _tenant_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if issubclass(model, TenantModel) and not model._meta.proxy:
            yield model


def _tables_of(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    yield model._meta.db_table, OWN_ROW
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        if through._meta.auto_created:
            yield through._meta.db_table, _reached_through(model, field.m2m_column_name())


def _reached_through(model: type[models.Model], column: str) -> str:
    """Return the condition of a row that is its parent's: the parent's own policy holds inside the subquery."""
    parent = model._meta
    return f'EXISTS (SELECT 1 FROM "{parent.db_table}" parent WHERE parent."{parent.pk.column}" = "{column}")'  # noqa: S608 (names of our own tables)


def secure(connection) -> None:
    """Put the policies on every secured table, replacing those that are there. Runs as the owner of the tables."""
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        for table, condition in secured_tables().items():
            cursor.execute(_statements(table, condition))


def _statements(table: str, condition: str) -> str:
    return f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS tenant ON "{table}";
        DROP POLICY IF EXISTS platform ON "{table}";
        CREATE POLICY tenant ON "{table}" TO {APP_ROLE} USING ({condition}) WITH CHECK ({condition});
        CREATE POLICY platform ON "{table}" TO {PLATFORM_ROLE} USING (true) WITH CHECK (true);
    """
