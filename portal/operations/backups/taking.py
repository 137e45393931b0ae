"""Takes a backup while the portal serves.

1. Every file that a row names is copied: the long part.
2. A snapshot of the rows is taken; what it names and was not copied yet is, in seconds.
3. The rows are read as of that snapshot: sums of them here, the rows themselves by pg_dump.
4. What says that the backup is whole is written, last.

A file that was erased between 2's snapshot and its copy would be missing: then 2 is done again, with a new snapshot.
What was interrupted before 4 is no backup, and the next one writes over it.
"""

import contextlib
import io
import logging
from collections.abc import Iterator

import psycopg
from django.utils import timezone

from portal.database import context
from portal.operations.backups import census
from portal.operations.backups.census import Name
from portal.operations.backups.copying import Copier
from portal.operations.backups.errors import BackupError
from portal.operations.backups.manifest import Manifest, Stored, portal_version
from portal.operations.backups.programs import dumping
from portal.operations.backups.runs import recorded
from portal.operations.backups.server import connected, own
from portal.operations.backups.shelf import Head, Shelf, is_configured
from portal.operations.models import BackupRun

logger = logging.getLogger(__name__)
ATTEMPTS = 3


def take() -> tuple[Head, BackupRun]:
    """Take a backup, and return it with its row. Raises BackupError, and then there is none of this name."""
    if not is_configured():
        raise BackupError("Backups are not configured: set BACKUP_DIR and BACKUP_RECIPIENTS.")
    with context.use(context.PLATFORM), recorded(BackupRun.Kind.BACKUP) as run:
        shelf = Shelf()
        run.name = _new_name(shelf)
        run.save(update_fields=["name"])
        paths = [f"rows/{run.name}.dump.age", f"rows/{run.name}.manifest.age"]
        try:
            return _take(shelf, run, paths), run
        except BaseException:
            with contextlib.suppress(Exception):
                for path in paths:
                    shelf.storage.delete(path)
            raise


def _new_name(shelf: Shelf) -> str:
    """Return a name that sorts after those there are, and says when."""
    said, taken = f"{timezone.now():%Y-%m-%dT%H%M%SZ}", shelf.names()
    return said if said not in taken else f"{said}-{sum(name.startswith(said) for name in taken) + 1}"


def _take(shelf: Shelf, run: BackupRun, paths: list[str]) -> Head:
    copier, server = Copier(shelf), own()
    with connected(server) as session:
        census.refuse_what_is_hidden(session)
        names = list(census.named_files(session))
    lost = copier.copy(names)
    with _snapshot_with_its_files(server, copier, lost) as (session, missing, names):
        made_at, major = timezone.now().isoformat(), session.info.server_version // 10000
        (snapshot,) = session.execute("SELECT pg_export_snapshot()").fetchone()
        with dumping(server, major, snapshot) as rows:
            dump, plain = shelf.save(paths[0], rows)
        manifest = Manifest(
            made_at=made_at, portal=portal_version(), server=major, rows_size=plain.size, rows_sha256=plain.digest,
            migrations=census.migrations(session), tables=census.rows(session), walls=census.walls(session),
            files=_stored(copier, names), lost=[[name.storage, name.path] for name in sorted(missing)],
        )  # fmt: skip
    said, _ = shelf.save(paths[1], io.BytesIO(manifest.as_json()))
    kept = sorted({file.blob for file in manifest.files})
    head = Head(run.name, made_at, portal_version(), dump, said, [copier.pieces[path] for path in kept])
    run.rows, run.files, run.lost = manifest.count, len(manifest.files), len(manifest.lost)
    run.size, run.added = head.size, copier.added + dump.size + said.size
    shelf.save_head(head)
    return head


def _stored(copier: Copier, names: list[Name]) -> list[Stored]:
    return [
        Stored(name.storage, name.path, copied.blob, copied.size, copied.sha256)
        for name in names
        if (copied := copier.copied.get(name))
    ]


@contextlib.contextmanager
def _snapshot_with_its_files(
    server: dict, copier: Copier, lost: set[Name]
) -> Iterator[tuple[psycopg.Connection, set[Name], list[Name]]]:
    """Yield a session whose transaction shows one moment, the files that this moment lacks, and all it names.

    Those in ``lost`` were lacking before: no snapshot would bring them. Raises BackupError when files go faster than
    they are copied.
    """
    for _attempt in range(ATTEMPTS):
        with connected(server) as session:
            session.commit()  # what was said of the session stays said
            session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            names = list(census.named_files(session))
            missing = copier.copy(names)
            if missing <= lost:
                yield session, missing, names
                return
        logger.warning("%s files were erased while they were to be copied; another snapshot is taken.", len(missing))
    raise BackupError("Files are erased faster than they are copied: take the backup at a quieter time.")
