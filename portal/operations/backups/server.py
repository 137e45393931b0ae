"""Which database is meant, and how to work in another than this process's own."""

import contextlib
from collections.abc import Iterator

import dj_database_url
import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from portal.database.engine.base import PLATFORM_ROLE
from portal.operations.backups.errors import BackupError

ENGINE = "portal.database.engine"


def own() -> dict:
    """Return the settings of this installation's database; of the server itself, where a pooler stands before it."""
    direct = settings.DATABASE_DIRECT_URL
    return at(direct) if direct else _without_pool(connections["default"].settings_dict)


def at(url: str) -> dict:
    """Return the settings of the database at this address. Raises BackupError."""
    try:
        said = dj_database_url.parse(url, engine=ENGINE)
    except (ValueError, KeyError, dj_database_url.ParseError):
        said = {}
    if not said.get("NAME"):
        # Never shown: a password may be in it.
        raise BackupError("The address of the database is not understood: postgresql://portal:…@host/name.")
    return _without_pool({**connections["default"].settings_dict, "OPTIONS": {}, **said})


def _without_pool(said: dict) -> dict:
    return {**said, "OPTIONS": {name: value for name, value in said["OPTIONS"].items() if name != "pool"}}


@contextlib.contextmanager
def connected(server: dict, *, autocommit: bool = False) -> Iterator[psycopg.Connection]:
    """Yield a session of its own, as the platform: no query of Django's shares it. Raises BackupError."""
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = server
    try:
        session = psycopg.connect(**wrapper.get_connection_params(), autocommit=autocommit)
    except psycopg.OperationalError as error:
        raise BackupError(f"The database {server['NAME']} cannot be reached.") from error
    with session:
        try:
            session.execute(f"SET ROLE {PLATFORM_ROLE}")
        except psycopg.Error as error:
            raise BackupError(
                "The roles are missing on this server, or this one may not use them: run portal/database/roles.sql."
            ) from error
        session.execute("SET statement_timeout = 0")
        session.execute("SET idle_in_transaction_session_timeout = 0")
        yield session


@contextlib.contextmanager
def working_in(server: dict) -> Iterator[None]:
    """Have Django ask this database, in this thread, inside the block. What the usual one holds, it keeps."""
    usual, other = connections["default"], connections.create_connection("default")
    other.settings_dict = server
    connections["default"] = other
    ContentType.objects.clear_cache()
    try:
        yield
    finally:
        other.close()
        connections["default"] = usual
        ContentType.objects.clear_cache()
