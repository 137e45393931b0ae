"""The database's wall: PostgreSQL shows and writes the rows of the tenant that asks, whatever the query.

Applied after every ``migrate`` to every table that is not in OPEN, Wagtail's, taggit's and the search index's
included: a new app, or a new release of Wagtail, is covered without anyone thinking of it. The engine says who
asks (portal.database.engine); the application's role obeys the policies, and so does the owner of the tables,
by FORCE. The platform's role sees all rows by a policy of its own: an OR in the tenant's policy would keep
PostgreSQL from using the index on the tenant.

A row is a tenant's in one of four ways, chosen by ``condition_of``: its own ``tenant_id``; its place in a tree;
its parent's; or, where the model is not ours and says nothing of a tenant, a hidden column ``rls_tenant`` that
PostgreSQL fills with whoever asks. No model changes for it, and a row that nobody owns is refused.

A row is written only if what it points at may be seen: PostgreSQL's own foreign keys look past row security.
"""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import models

from portal.database import context
from portal.database.engine.base import APP_ROLE, PLATFORM_ROLE
from portal.tenancy.row_ownership import give_rows_their_tenant
from portal.tenancy.scoping import LAST_CHILD

NATIONAL = {
    # The same for everyone: tenants read them, only the platform writes.
    "auth_permission", "django_content_type", "django_migrations", "wagtailcore_locale",
    "territories_cedex", "territories_commune", "territories_departement", "territories_intercommunality",
    "territories_placename",
}  # fmt: skip
ACCOUNTS = {
    # One account, several tenants: signing in must find it on any host. No screen of a tenant lists them.
    "accounts_user", "accounts_addresschange", "accounts_proconnectidentity", "account_emailaddress",
    "account_emailconfirmation",
    "mfa_authenticator", "usersessions_usersession", "django_session", "wagtailusers_userprofile",
    "accounts_counter",  # how often one tried to sign in, over all hosts: no model, no name
}  # fmt: skip
OPEN = NATIONAL | ACCOUNTS
"""The tables without row security: all there are, and why."""

WALLED_BY_THEIR_MIGRATION = {"tenancy_keptpage"}
"""The tables that have a wall and no model."""

HIDDEN = "rls_tenant"
TENANT = "nullif(current_setting('app.tenant_id', true), '')::bigint"
OWN_ROW = f"tenant_id = {TENANT}"
HIDDEN_ROW = f"{HIDDEN} = {TENANT}"
NEVER = "false"


def _below(setting: str) -> str:
    root = f"nullif(current_setting('{setting}', true), '')"
    return f"path >= {root} AND path <= {root} || '{LAST_CHILD}'"


SPECIAL = {
    # What a tenant is made of.
    "tenancy_tenant": f"id = {TENANT}",
    "wagtailcore_site": "EXISTS (SELECT 1 FROM tenancy_tenant t WHERE t.site_id = wagtailcore_site.id)",
    "auth_group": "EXISTS (SELECT 1 FROM tenancy_tenantgroup t WHERE t.group_id = auth_group.id)",
    "wagtailcore_page": _below("app.home_path"),
    "wagtailcore_collection": _below("app.collection_path"),
    # Declared global: one answer a person and tenant. A tenant reads and writes its own, as any row; that a person
    # is told of their other tenants is asked as the platform, in one place (portal.notifications.elsewhere).
    "notifications_somethingwaits": OWN_ROW,
    # What no tenant ever reads or writes.
    "accounts_user_user_permissions": NEVER,  # a right given to an account would count everywhere
    "wagtailcore_apitoken": NEVER,
    "wagtailadmin_admin": NEVER,
    "jobs_periodicjob": NEVER,
    "operations_backuprun": NEVER,
    "console_deletion": NEVER,
    "console_export": NEVER,
    "console_import": NEVER,
    "console_leftfiles": NEVER,
    "territories_renewal": NEVER,
}
ALSO_READ = {
    # The first node of a tree holds nothing, and Wagtail starts from it.
    "wagtailcore_page": "depth = 1",
    "wagtailcore_collection": "depth = 1",
}
PARENT = {
    # The foreign key to whose row it is, where neither inheritance nor a many-to-many field says so.
    "accounts_user_groups": "group_id",
    "wagtailcore_groupcollectionpermission": "group_id",
    "wagtailcore_grouppagepermission": "group_id",
    "wagtailcore_groupsitepermission": "group_id",
    "pages_portalrendition": "image_id",
}
MAY_BE_NOBODYS = {"django_tasks_database_dbtaskresult"}  # the platform has tasks of its own


def walled_models() -> Iterator[type[models.Model]]:
    """Yield each model whose table has the wall."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy and model._meta.db_table not in OPEN:
            yield model


def condition_of(model: type[models.Model]) -> str:
    """Return what makes a row of ``model`` the asking tenant's, in SQL."""
    table = model._meta.db_table
    if table in SPECIAL:
        return SPECIAL[table]
    if any(field.attname == "tenant_id" for field in model._meta.local_fields):
        return OWN_ROW
    parent = _parent_key(model)
    return _is_visible(table, parent) if parent else HIDDEN_ROW


def _parent_key(model: type[models.Model]) -> models.ForeignKey | None:
    """Return the key to the row this row belongs with: said in PARENT, inherited, or a many-to-many's source."""
    fields = model._meta.local_fields
    if column := PARENT.get(model._meta.db_table):
        return next(field for field in fields if field.column == column)
    if model._meta.parents:
        return next(field for field in model._meta.parents.values() if field)
    if model._meta.auto_created:
        return next(field for field in fields if field.related_model is model._meta.auto_created)
    return None


def _is_visible(table: str, key: models.ForeignKey) -> str:
    """Return the condition of a row that may be seen if its ``key`` may: the target's own policy holds inside."""
    target, field = key.related_model._meta, key.target_field
    return f'EXISTS (SELECT 1 FROM "{target.db_table}" seen WHERE seen."{field.column}" = "{table}"."{key.column}")'  # noqa: S608 (names of our own tables)


def _points_at_the_visible(model: type[models.Model]) -> Iterator[str]:
    """Yield one condition for each foreign key to a walled table.

    Not for a key to its own table, nor to one whose policy asks this table: PostgreSQL refuses a policy that
    ends in itself. Pages alone have such a key (``alias_of``), and the ORM's wall stands there.
    """
    table, parent = model._meta.db_table, _parent_key(model)
    for key in model._meta.local_fields:
        if not key.is_relation or key == parent or key.attname == "tenant_id":
            continue
        target = key.related_model._meta.db_table
        if target not in OPEN and target != table and f"FROM {table} " not in condition_of(key.related_model):
            seen = _is_visible(table, key)
            yield f'("{table}"."{key.column}" IS NULL OR {seen})' if key.null else seen


def statements(model: type[models.Model]) -> str:
    """Return the SQL that puts up the wall of one table, whether or not it already stands."""
    table, own = model._meta.db_table, condition_of(model)
    writable = " AND ".join([f"({own})", *_points_at_the_visible(model)])
    also = f'CREATE POLICY tenant_also_reads ON "{table}" FOR SELECT TO {APP_ROLE} USING ({ALSO_READ.get(table)});'
    return f"""
        {_hidden_column(table) if own == HIDDEN_ROW else ""}
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        DROP POLICY IF EXISTS tenant ON "{table}";
        DROP POLICY IF EXISTS tenant_also_reads ON "{table}";
        DROP POLICY IF EXISTS platform ON "{table}";
        CREATE POLICY tenant ON "{table}" TO {APP_ROLE} USING ({own}) WITH CHECK ({writable});
        {also if table in ALSO_READ else ""}
        CREATE POLICY platform ON "{table}" TO {PLATFORM_ROLE} USING (true) WITH CHECK (true);
    """


def _hidden_column(table: str) -> str:
    required = f"""
        ALTER TABLE "{table}" DROP CONSTRAINT IF EXISTS "{table}_has_a_tenant";
        ALTER TABLE "{table}" ADD CONSTRAINT "{table}_has_a_tenant" CHECK ({HIDDEN} IS NOT NULL) NOT VALID;
    """
    return f"""
        ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS {HIDDEN} bigint DEFAULT {TENANT}
            REFERENCES tenancy_tenant (id) DEFERRABLE INITIALLY DEFERRED;
        CREATE INDEX IF NOT EXISTS "{table}_{HIDDEN}" ON "{table}" ({HIDDEN});
        {"" if table in MAY_BE_NOBODYS else required}
    """


def secure(connection) -> None:
    """Put up each wall that does not stand as it is described here. Runs as the owner of the tables.

    What was put up is noted on the table: a start that changes nothing takes no lock.
    """
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, CASE WHEN relrowsecurity AND relforcerowsecurity THEN obj_description(oid, 'pg_class') END"
            " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        standing = dict(cursor.fetchall())
        changed = []
        for model in walled_models():
            if model._meta.db_table not in standing:  # its migration was taken back
                continue
            wall = statements(model)
            note = f"wall {hashlib.sha256(wall.encode()).hexdigest()[:16]}"
            if standing.get(model._meta.db_table) != note:
                cursor.execute(wall)
                cursor.execute(f"COMMENT ON TABLE \"{model._meta.db_table}\" IS '{note}'")
                changed.append(model)
        give_rows_their_tenant(cursor, [model for model in changed if condition_of(model) == HIDDEN_ROW])
        for table in NATIONAL:
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{table}" FROM {APP_ROLE}')
