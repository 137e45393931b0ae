"""A copy of the database to try things on, made by PostgreSQL's own programs while the portal serves."""

import os
import re
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection

from portal.database import context
from portal.database.embedded import POSTGRES_BIN_PATH
from portal.database.engine.base import PLATFORM_ROLE

PREFIX = "upgrade_copy_"
DEBIAN = Path("/usr/lib/postgresql")


class CopyError(RuntimeError):
    """The copy could not be made; says why, without any address."""


def address() -> str:
    """Return the address of the database that this process uses: the server's own, where a pooler stands before it."""
    direct = settings.DATABASE_DIRECT_URL or settings.DATABASE_URL
    return _of(direct or settings.EMBEDDED_POSTGRES.url(), connection.settings_dict["NAME"])


def _of(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


@contextmanager
def copied(into: str = "") -> Iterator[str]:
    """Give the address of a copy: in ``into``, an empty database, or in a new one of this server, dropped after.

    Raises CopyError.
    """
    source = address()
    if into:
        _refuse_unless_empty(into)
        _copy(source, into)
        yield into
        return
    name = PREFIX + uuid.uuid4().hex[:12]
    _on_the_server(f'CREATE DATABASE "{name}" OWNER {PLATFORM_ROLE} TEMPLATE template0')
    try:
        _copy(source, _of(source, name))
        yield _of(source, name)
    finally:
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_the_server(statement: str) -> None:
    try:
        with context.use(context.PLATFORM), connection._nodb_cursor() as cursor:
            cursor.execute(statement)
    except Exception as error:
        raise CopyError(
            "The role portal_platform may not make databases here (roles.sql, CREATEDB: it is left out in production). "
            "Make an empty one on any server, owned by portal_platform, and name it: --into postgresql://…"
        ) from error


def _refuse_unless_empty(into: str) -> None:
    try:
        with psycopg.connect(into, connect_timeout=10) as there:
            found = there.execute(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            ).fetchone()
    except psycopg.Error as error:
        raise CopyError(f"The database of --into does not answer ({type(error).__name__}).") from error
    if found[0]:
        raise CopyError("The database of --into is not empty: a copy goes into a new one alone.")


def _copy(source: str, target: str) -> None:
    """Dump the one into the other: as the owner of the tables, who sees all rows by a policy of its own.

    Comments come too: the walls are noted in them (portal.tenancy.row_security).
    """
    how = ["--role", PLATFORM_ROLE, "--no-owner"]
    dump = [*_command("pg_dump"), "--format=custom", "--compress=0", "--enable-row-security", *how, "--dbname", "-"]
    restore = [*_command("pg_restore"), "--exit-on-error", *how, "--dbname", "-"]
    dump[-1], dump_environment = _without_password(source)
    restore[-1], restore_environment = _without_password(target)
    with subprocess.Popen(dump, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dump_environment) as dumping:
        done = subprocess.run(
            restore, stdin=dumping.stdout, capture_output=True, text=True, check=False, env=restore_environment
        )
        dumping.stdout.close()
        said = dumping.stderr.read().decode(errors="replace")
    if dumping.returncode or done.returncode:
        raise CopyError(f"pg_dump or pg_restore failed: {_hidden(said)} {_hidden(done.stderr)}".strip())


def _without_password(url: str) -> tuple[str, dict]:
    """Return an address without its password, and the environment that says it: other users see arguments."""
    parts = urlsplit(url)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if parts.password is None:
        return url, environment
    bare = urlunsplit(parts._replace(netloc=re.sub(r":[^@]*@", "@", parts.netloc, count=1)))
    return bare, environment | {"PGPASSWORD": psycopg.conninfo.conninfo_to_dict(url)["password"]}


def _hidden(said: str) -> str:
    return re.sub(r"://[^@\s]*@", "://…@", said)[:2000]


def _command(program: str) -> list[str]:
    """Return a program of PostgreSQL that is as new as the server. Raises CopyError."""
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        wanted = int(cursor.fetchone()[0]) // 10000
    places = [DEBIAN / str(wanted) / "bin", POSTGRES_BIN_PATH, *map(Path, os.get_exec_path())]
    for place in places:
        found = shutil.which(program, path=str(place))
        if found and _major(found) >= wanted:
            return [found]
    raise CopyError(f"No {program} of version {wanted} or later: install PostgreSQL's client programs of that version.")


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0
