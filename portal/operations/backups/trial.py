"""Restores the last backup where nobody works, and compares: a backup that was never restored is a hope.

With an identity (BACKUP_TRIAL_IDENTITY_FILE), rows come into a database that is thrown away and each file is opened.
Without, no key being on this machine, what is sealed is read through and compared with its sums: that says that
nothing was lost or changed where the backups lie, and no more.
"""

import contextlib
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings

from portal.database import context
from portal.database.engine.base import PLATFORM_ROLE
from portal.operations.backups.errors import BackupError
from portal.operations.backups.restoring import (
    bring_rows,
    checked,
    compare,
    make_room,
    open_file,
    refuse_an_older_server,
)
from portal.operations.backups.runs import recorded
from portal.operations.backups.sealing import identities_in
from portal.operations.backups.server import at, connected, own
from portal.operations.backups.shelf import Shelf, found
from portal.operations.models import BackupRun


def try_restore(which: str = "latest", identity: Path | None = None) -> BackupRun:
    """Try a backup, and return the row that says how it went. Raises BackupError when it would not come back."""
    identity = identity or Path(settings.BACKUP_TRIAL_IDENTITY_FILE or ".")
    with context.use(context.PLATFORM), recorded(BackupRun.Kind.TRIAL) as run:
        shelf, run.name = found(which)
        if identity == Path("."):
            _check_the_seals(shelf, run)
        else:
            _try(shelf, run, identities_in(identity))
    return run


def _check_the_seals(shelf: Shelf, run: BackupRun) -> None:
    run.depth, head = BackupRun.Depth.SEALS, shelf.head(run.name)
    run.save(update_fields=["name", "depth"])
    for piece in head.pieces:
        shelf.check(piece)
    run.size, run.files = head.size, len(head.blobs)


def _try(shelf: Shelf, run: BackupRun, identities: list) -> None:
    head, manifest = checked(shelf, run.name, identities)
    with _throw_away() as server:
        with connected(server) as session:
            refuse_an_older_server(session, manifest)
            make_room(session, server["NAME"], replace=bool(settings.BACKUP_TRIAL_URL))
        bring_rows(shelf, head, manifest, identities, server)
        compare(server, manifest)
    for file in manifest.files:
        open_file(shelf, file, identities)
    run.rows, run.files, run.lost, run.size = manifest.count, len(manifest.files), len(manifest.lost), head.size


@contextlib.contextmanager
def _throw_away() -> Iterator[dict]:
    """Yield a database that holds nothing, nor will afterwards: that of BACKUP_TRIAL_URL, or one made for it."""
    if settings.BACKUP_TRIAL_URL:
        server = at(settings.BACKUP_TRIAL_URL)
        refuse_the_real_one(server)
        try:
            yield server
        finally:
            with connected(server) as session:
                session.execute(f"DROP OWNED BY {PLATFORM_ROLE} CASCADE")
        return
    real = own()
    name = f"{real['NAME'][:40]}_trial_{uuid.uuid4().hex[:8]}"
    with connected({**real, "NAME": "postgres"}, autocommit=True) as session:
        try:
            session.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "The trial may not make a database: name an empty one in BACKUP_TRIAL_URL, or"
                f" ALTER ROLE {PLATFORM_ROLE} CREATEDB."
            ) from error
        try:
            yield {**real, "NAME": name}
        finally:
            _wait_for_the_others_to_leave(session, name)
            session.execute(f'DROP DATABASE "{name}"')


def _wait_for_the_others_to_leave(session: psycopg.Connection, name: str) -> None:
    """A session that was closed lives a moment longer on the server, which would not drop the database."""
    for _ in range(100):
        others = session.execute("SELECT count(*), pg_sleep(0.05) FROM pg_stat_activity WHERE datname = %s", [name])
        if not others.fetchone()[0]:
            return


def refuse_the_real_one(trial: dict) -> None:
    """Raise BackupError when the trial's database is the installation's: what it holds is thrown away."""
    said = "SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database())"
    asked = f"{said} FROM pg_control_system()"
    with connected(own()) as real, connected(trial) as other:
        same = real.execute(asked).fetchone() == other.execute(asked).fetchone()
    if same:
        raise BackupError("BACKUP_TRIAL_URL names the installation's own database, which a trial would empty.")
