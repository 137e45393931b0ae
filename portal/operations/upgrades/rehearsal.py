"""The upgrade, tried on a copy: each migration timed with the tables that it locked, then everything looked at.

Runs in a process of its own, whose database is the copy (portal.operations.management.commands.upgrade_check).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core import checks
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from portal.database import context
from portal.database.engine.base import APP_ROLE, PLATFORM_ROLE
from portal.operations.management.commands.migrate import Command as Migrate
from portal.tenancy.models import Tenant, TenantDomain
from portal.tenancy.row_security import OPEN, WALLED_BY_THEIR_MIGRATION, walled_models

# ruff: noqa: S608 (the names in these statements are those of tables)
PAGES = ("/", "/trouver/", "/recherche/?q=logement", "/plan-du-site/", "/mentions-legales/", "/compte/connexion/",
         "/extranet/")  # fmt: skip
WAITED_FOR = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock")
"""The locks behind which a page that writes waits; behind the last, one that reads too."""


class Timed(Migrate):
    """Migrates, and notes how long each migration took and what it kept others from."""

    def __init__(self, stood: set[str]):
        super().__init__()
        self.stood, self.steps = stood, []

    def migration_progress_callback(self, action, migration=None, fake=False):
        super().migration_progress_callback(action, migration, fake)
        if action == "apply_start":
            self.steps.append({"migration": str(migration), "seconds": time.monotonic(), "locks": {}, "locked": 0.0})
        elif action == "apply_success":
            step = self.steps[-1] | {"is_done": True}
            self.steps[-1] = step
            since = step.pop("since", None)
            step["locked"] = round(time.monotonic() - since, 3) if since else 0.0
            step["seconds"] = round(time.monotonic() - step["seconds"], 3)

    def watch(self, execute, sql, params, many, about):
        done = execute(sql, params, many, about)
        if self.steps and not self.steps[-1].get("is_done"):
            self._note_locks(about["connection"].connection)
        return done

    def _note_locks(self, raw) -> None:
        """On the server's own connection: no Django cursor, so this is not watched itself."""
        if raw.info.transaction_status.name != "INTRANS":
            return
        with raw.cursor() as cursor:
            cursor.execute(
                "SELECT relation::regclass::text, mode FROM pg_locks"
                " WHERE pid = pg_backend_pid() AND locktype = 'relation' AND mode = ANY(%s)", [list(WAITED_FOR)],
            )  # fmt: skip
            found = {table.strip('"'): mode for table, mode in sorted(cursor.fetchall(), key=_strength)}
        held = {table: mode for table, mode in found.items() if table in self.stood}
        if held:
            self.steps[-1].setdefault("since", time.monotonic())
            self.steps[-1]["locks"] |= held


def _strength(row: tuple[str, str]) -> int:
    return WAITED_FOR.index(row[1])


def rehearse() -> dict:
    """Migrate the database of this process, look at it, and return what was found. ``faults`` empty: go ahead."""
    with context.use(context.PLATFORM):
        before = counts()
        older = _state_that_stands()
        timed = Timed(set(before))
        with connection.execute_wrapper(timed.watch):
            call_command(timed, verbosity=0, interactive=False)
        after = counts()
        faults = [*_lost_rows(before, after), *open_tables(), *roles_out_of_step(), *refused_to(older), *_checks()]
    pages, more = look_at_pages()
    return {
        "migrations": timed.steps,
        "rows": {"before": sum(before.values()), "after": sum(after.values()), "tables": len(after)},
        "changed": {
            table: [before.get(table), count] for table, count in after.items() if before.get(table) != count
        } | {table: [count, None] for table, count in before.items() if table not in after},
        "pages": pages,
        "faults": [*faults, *more],
    }  # fmt: skip


def counts() -> dict[str, int]:
    """Return how many rows each table has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def _state_that_stands():
    """Return the models of the code that this database was last migrated by, as far as migrations tell."""
    loader = MigrationExecutor(connection).loader
    applied = [node for node in loader.applied_migrations if node in loader.graph.nodes]
    return loader.project_state(applied)


def _lost_rows(before: dict[str, int], after: dict[str, int]) -> Iterator[str]:
    for table, count in before.items():
        if count and after.get(table, 0) < count and table != "django_session":
            yield f"« {table} » had {count} rows and has {after.get(table, 'none: it is gone')}."


def open_tables() -> Iterator[str]:
    """Yield the tables without the wall that should have it, and those that nobody said are open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        walls = dict(cursor.fetchall())
    wanted = {model._meta.db_table for model in walled_models()} | WALLED_BY_THEIR_MIGRATION
    for table, has_wall in sorted(walls.items()):
        if not has_wall and table in wanted:
            yield f"« {table} » has no wall between tenants."
        elif not has_wall and table not in OPEN:
            yield f"« {table} » is open to every tenant, and portal/tenancy/row_security.py does not say why."


def roles_out_of_step() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s, session_user) AND (rolsuper OR rolbypassrls)",
            [APP_ROLE, PLATFORM_ROLE],
        )
        for (name,) in cursor.fetchall():
            yield f"The role {name} passes through every wall: see portal/database/roles.sql."


def refused_to(older) -> Iterator[str]:
    """Yield what the older code, which runs until the last process is restarted, can read or write no more."""
    required = _columns_that_must_be_given()
    for model in older.apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not model._meta.managed or model._meta.proxy:
            continue
        try:
            with transaction.atomic():
                list(model._base_manager.order_by()[:1])
        except Error as error:
            yield f"The older code cannot read « {table} » any more: {str(error).splitlines()[0]}"
            continue
        known = {field.column for field in model._meta.local_concrete_fields}
        for column in sorted(required.get(table, set()) - known):
            yield f"The older code cannot add a row to « {table} »: it does not give « {column} », without a default."


def _columns_that_must_be_given() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'"
        )
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def _checks() -> Iterator[str]:
    in_production = settings.SETTINGS_MODULE.endswith("production")
    for message in checks.run_checks(include_deployment_checks=in_production, databases=["default"]):
        if message.level >= checks.WARNING and not message.is_silenced():
            yield f"manage.py check: {message}"


def look_at_pages() -> tuple[int, list[str]]:
    """Ask a few pages of each tenant; return how many answered, and which broke."""
    with context.use(context.PLATFORM):
        hosts = [
            TenantDomain.objects.filter(tenant=tenant).order_by("-is_canonical", "pk").values_list("host", flat=True)[0]
            for tenant in Tenant.objects.order_by("slug")
        ]
    answered, broken = 0, []
    with files_kept_as_they_are(), context.use(context.NOTHING):
        for host in hosts:
            for address in PAGES:
                client = Client(raise_request_exception=False, HTTP_HOST=host, HTTP_X_FORWARDED_PROTO="https")
                response = client.get(address, secure=True)
                answered += response.status_code < 500
                if response.status_code >= 500:
                    broken.append(f"https://{host}{address} answers {response.status_code}.")
    return answered, broken


@contextmanager
def files_kept_as_they_are() -> Iterator[None]:
    """Write and erase no file: the rows are a copy's, the media are those of everybody."""
    storage = storages["default"]
    storage._save, storage.delete = (lambda name, content: name), (lambda name: None)
    try:
        yield
    finally:
        del storage._save, storage.delete
