"""The SQL of the migrations that came since a release, and what stood in the database when it went out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connections
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from psycopg import sql as composing

from portal.operations.releases import Release

PG_VERSION = 15  # the oldest that is supported
TABLE = re.compile(
    r"^\s*(?:ALTER TABLE(?: ONLY)?(?: IF EXISTS)?|DROP TABLE(?: IF EXISTS)?"
    r"|CREATE (?:UNIQUE )?INDEX(?: CONCURRENTLY)?(?: IF NOT EXISTS)?\s+\S+\s+ON(?: ONLY)?)\s+\"?(\w+)\"?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    sql: str

    @property
    def table(self) -> str:
        """The table it locks, or nothing where it is not one of those that lock a table for long."""
        found = TABLE.match(_without_comments(self.sql))
        return found[1] if found else ""


@dataclass
class Written:
    """A migration and its statements, in their order."""

    app: str
    name: str
    statements: list[Statement]
    atomic: bool = True
    accepted: dict[str, str] = field(default_factory=dict)
    """Rule → why it may be broken here: ``accepted = {…}`` in the class of the migration."""

    def __str__(self):
        return f"{self.app}.{self.name}"


Columns = dict[str, set[str]]
"""A table → its columns."""


def since(release: Release) -> tuple[list[Written], Columns]:
    """Return our migrations that came after ``release``, and the tables that its code uses. Needs no server."""
    loader = MigrationLoader(None, replace_migrations=False)
    leaves = [(app, name) for app, name in release.migrations.items()]
    stood = {node for leaf in leaves for node in loader.graph.forwards_plan(leaf)}
    state = loader.project_state(leaves)
    columns = columns_of(state)
    ours = set(_own_apps())
    written = []
    for node in _plan(loader, ours):
        if node not in stood:
            migration = loader.graph.nodes[node]
            if node[0] in ours:
                written.append(write(migration, state))
            else:
                migration.mutate_state(state, preserve=False)
    return written, columns


def write(migration: Migration, state: ProjectState) -> Written:
    """Return the SQL of one migration, and bring ``state`` to what it leaves."""
    apart = connections.create_connection("default")  # it never connects, and keeps to itself what it is told
    apart.pg_version = PG_VERSION * 10_000
    apart.ops.compose_sql = _composed
    with apart.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(state, editor, collect_sql=True)
    return Written(
        migration.app_label, migration.name, [Statement(sql) for sql in _grouped(editor.collected_sql)],
        migration.atomic, getattr(migration, "accepted", {}),
    )  # fmt: skip


def _composed(sql: str, params) -> str:
    """Return SQL with its values in it, as ``DatabaseOperations.compose_sql`` does with a server's help."""
    return sql % tuple(composing.quote(value) for value in params) if params else sql


def _grouped(collected: list[str]) -> Iterator[str]:
    """Yield each statement; Django writes its own remarks as statements that are comments."""
    for sql in collected:
        if _without_comments(sql).strip(" ;\n"):
            yield sql.strip()


def _without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*", "", sql).strip()


def _plan(loader: MigrationLoader, ours: set[str]) -> list[tuple[str, str]]:
    """Return what our apps need, in order: those of libraries too, where ours want them."""
    nodes = {}
    for leaf in sorted(leaf for leaf in loader.graph.leaf_nodes() if leaf[0] in ours):
        nodes |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    return list(nodes)


def _own_apps() -> Iterator[str]:
    from django.apps import apps  # noqa: PLC0415 (the registry must be ready)

    for app in apps.get_app_configs():
        if app.name.split(".")[0] in {"portal", "home", "extranet", "events", "trainings"}:
            yield app.label


def columns_of(state: ProjectState) -> Columns:
    """Return the tables and columns that the models of ``state`` read and write."""
    found: Columns = {}
    for model in state.models.values():
        if model.options.get("managed", True) and not model.options.get("proxy"):
            table = _table(model)
            found[table] = {
                column for name, one in model.fields.items() if (column := _column(name, one)) is not None
            } | {"id"}
            for name, one in model.fields.items():
                if one.many_to_many and not _through(one):
                    found[one.db_table or f"{table}_{name}"] = {"id"}
    return found


def _table(model: ModelState) -> str:
    return model.options.get("db_table") or f"{model.app_label}_{model.name_lower}"


def _column(name: str, one) -> str | None:
    if one.many_to_many or not hasattr(one, "db_column"):
        return None
    return one.db_column or (f"{name}_id" if one.is_relation else name)


def _through(one) -> bool:
    through = one.remote_field.through
    return through is not None and not getattr(getattr(through, "_meta", None), "auto_created", False)
