"""Brings a backup back: the rows whole or not at all, then the files, then what has to be seen to.

Nothing is touched before every sealed piece was read and is what was written, and the manifest opened. What came in is
then counted again: rows, their sums, who owns and who may read each table; each file by its SHA-256.
"""

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from django.core.files import File
from django.core.files.storage import storages
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from portal.database import context
from portal.database.engine.base import PLATFORM_ROLE
from portal.operations.backups import census
from portal.operations.backups.errors import BackupError
from portal.operations.backups.manifest import Manifest, Stored
from portal.operations.backups.programs import restoring
from portal.operations.backups.sealing import CHUNK, Counted, unseal
from portal.operations.backups.server import connected, own, working_in
from portal.operations.backups.settling import settle
from portal.operations.backups.shelf import Head, Shelf

IN_MEMORY = 1024 * 1024  # bytes of a file that is opened; a longer one goes through a temporary file


@dataclass
class Report:
    """What was done: ``there`` are files that stood already, ``held`` mails that wait for a word."""

    rows: int = 0
    files: int = 0
    there: int = 0
    lost: int = 0
    held: int = 0
    erased: list[str] = field(default_factory=list)
    delayed: list[str] = field(default_factory=list)
    is_older: bool = False
    """Whether this code has migrations that the backup had not: they were run."""


def checked(shelf: Shelf, name: str, identities: list, say: Callable[[str], object] = str) -> tuple[Head, Manifest]:
    """Read each piece of a backup, open its manifest, and return both. Raises BackupError."""
    head = shelf.head(name)
    say(f"{head.name}: {len(head.pieces)} sealed pieces are read.")
    for piece in head.pieces:
        shelf.check(piece)
    return head, manifest_of(shelf, head, identities)


def manifest_of(shelf: Shelf, head: Head, identities: list) -> Manifest:
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as opened, shelf.storage.open(head.manifest.path) as sealed:
        unseal(sealed, opened, identities)
        opened.seek(0)
        manifest = Manifest.from_json(opened.read())
    if manifest.made_at != head.made_at or {file.blob for file in manifest.files} != {one.path for one in head.blobs}:
        raise BackupError("The manifest is not that of this backup.")
    return manifest


def restore(
    shelf: Shelf, name: str, identities: list, *, into: dict | None = None, replace: bool = False,
    say: Callable[[str], object] = str,
) -> Report:  # fmt: skip
    """Bring a backup back into this installation, or its rows into another database. Raises BackupError.

    ``replace`` throws away what the database holds, and gives back to files of another content what they held.
    """
    server = into or own()
    head, manifest = checked(shelf, name, identities, say)
    report = Report(lost=len(manifest.lost))
    report.is_older = refuse_another_code(manifest)
    with connected(server) as session:
        refuse_an_older_server(session, manifest)
        make_room(session, server["NAME"], replace=replace)
    say(f"{manifest.count} rows are brought in.")
    bring_rows(shelf, head, manifest, identities, server)
    compare(server, manifest)
    report.rows = manifest.count
    say(f"{len(manifest.files)} files are brought in.")
    for file in manifest.files:
        is_new = bring_file(shelf, file, identities, replace=replace)
        report.files, report.there = report.files + is_new, report.there + (not is_new)
    with working_in(server), context.use(context.PLATFORM):
        if report.is_older:
            call_command("migrate", interactive=False, verbosity=0)
        settle(report, head, shelf)
    return report


def refuse_another_code(manifest: Manifest) -> bool:
    """Say whether this code is newer than the backup. Raises BackupError when it is older."""
    known = set(MigrationLoader(None).disk_migrations)
    had = {(app, name) for app, name in manifest.migrations}
    if unknown := sorted(f"{app}.{name}" for app, name in had - known):
        raise BackupError(
            f"This backup was made by portal {manifest.portal}, with migrations that this code does not have"
            f" ({', '.join(unknown[:3])}): restore it with that version."
        )
    return bool(known - had)


def refuse_an_older_server(session: psycopg.Connection, manifest: Manifest) -> None:
    major = session.info.server_version // 10000
    if major < manifest.server:
        raise BackupError(f"The backup comes from PostgreSQL {manifest.server}; this server is {major}.")


def make_room(session: psycopg.Connection, database: str, *, replace: bool) -> None:
    """See that the database is empty, or empty it. Raises BackupError."""
    tables = session.execute(census.TABLES).fetchall()
    if tables and not replace:
        raise BackupError(f"The database {database} is not empty ({len(tables)} tables): --replace throws it away.")
    others = session.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if tables:
        # A web process or a worker that still runs would write into what comes in, or hold it up for ever.
        session.execute("SET lock_timeout = '10s'")
        try:
            session.execute(f"DROP OWNED BY {PLATFORM_ROLE} CASCADE")
        except psycopg.errors.LockNotAvailable as error:
            raise BackupError(
                f"Somebody still works in {database} ({others.fetchone()[0]} sessions): stop the web processes, the"
                " workers and the scheduler first."
            ) from error


def bring_rows(shelf: Shelf, head: Head, manifest: Manifest, identities: list, server: dict) -> None:
    """Give the opened rows to pg_restore: all come in, or none. Raises BackupError."""
    with shelf.storage.open(head.rows.path) as sealed, restoring(server, manifest.server) as program:
        opened = Counted(program)
        with contextlib.suppress(BrokenPipeError):  # pg_restore stopped, and says why
            unseal(sealed, opened, identities)
            if (opened.size, opened.digest) != (manifest.rows_size, manifest.rows_sha256):
                raise BackupError("The rows are not those of this backup's manifest.")


def compare(server: dict, manifest: Manifest) -> None:
    """Count what came in. Raises BackupError, naming the tables, when it is not what was counted at the backup."""
    with connected(server) as session:
        rows, walls = census.rows(session), census.walls(session)
        same_server = session.info.server_version // 10000 == manifest.server
    if wrong := _differing(rows, manifest.tables):
        raise BackupError(f"Rows are not those of the backup: {wrong}.")
    # Another version of PostgreSQL may spell a policy otherwise: then « secure » alone sees to the walls.
    if same_server and (wrong := _differing(walls, manifest.walls)):
        raise BackupError(f"Row security or rights are not those of the backup: {wrong}.")


def _differing(found: dict, expected: dict) -> str:
    names = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def bring_file(shelf: Shelf, file: Stored, identities: list, *, replace: bool = False) -> bool:
    """Put a file back where it was; say whether it was not there already. Raises BackupError."""
    storage = storages[file.storage]
    if storage.exists(file.path):
        with storage.open(file.path) as standing:
            seen = Counted(standing)
            while seen.read(CHUNK):
                pass
        if seen.digest == file.sha256:
            return False
        if not replace:
            raise BackupError(f"Another file stands at {file.path}: --replace gives back the backup's.")
        storage.delete(file.path)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as content:
        open_file(shelf, file, identities, content)
        content.seek(0)
        saved = storage.save(file.path, File(content))
    if saved != file.path:
        storage.delete(saved)
        raise BackupError(f"The storage does not take {file.path} under its own name.")
    return True


def open_file(shelf: Shelf, file: Stored, identities: list, into=None) -> None:
    """Open a file of the backup, into ``into`` if given. Raises BackupError unless it is what was copied."""
    opened = Counted(into)
    with shelf.storage.open(file.blob) as sealed:
        unseal(sealed, opened, identities)
    if (opened.size, opened.digest) != (file.size, file.sha256):
        raise BackupError(f"The content of {file.path} is not what was copied.")
