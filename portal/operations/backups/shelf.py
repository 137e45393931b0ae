"""What lies where backups go, and what says of a backup that it is whole.

- ``<name>.backup.json``, written last: no backup without it. Plain, so that its pieces can be checked and cleared
  away by a machine that cannot open them; what it says is sizes and sums of sealed content, and nothing of anybody.
- ``rows/<name>.dump.age`` and ``rows/<name>.manifest.age``: the rows, and what was counted when they were read.
- ``blobs/ab/<id>.age``: the content of a file, once for all backups. The id is no plain sum of it, which would tell
  whoever holds a document that it is here: it needs the installation's secret, and changes with the recipients.
- ``erasures/``: see ``journal``.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.crypto import salted_hmac

from portal.operations.backups.errors import BackupError
from portal.operations.backups.folder import BackupFolder
from portal.operations.backups.sealing import CHUNK, Counted, sealing

ALIAS, SUFFIX, LATEST = "backups", ".backup.json", "latest"
FORMAT = 1


@dataclass(frozen=True)
class Piece:
    """A sealed file of the shelf: its size in bytes and its SHA-256, sealed."""

    path: str
    size: int
    sha256: str


@dataclass
class Head:
    """A backup, as told without opening it."""

    name: str
    made_at: str
    portal: str
    rows: Piece
    manifest: Piece
    blobs: list[Piece] = field(default_factory=list)
    format: int = FORMAT

    @property
    def moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.made_at)

    @property
    def pieces(self) -> list[Piece]:
        return [self.rows, self.manifest, *self.blobs]

    @property
    def size(self) -> int:
        return sum(piece.size for piece in self.pieces)

    @classmethod
    def from_json(cls, text: str) -> "Head":
        """Read a head. Raises BackupError when it is not one."""
        try:
            said = json.loads(text)
            parts = {name: Piece(**said.pop(name)) for name in ("rows", "manifest")}
            head = cls(blobs=[Piece(**piece) for piece in said.pop("blobs")], **parts, **said)
            head.moment  # noqa: B018 (a date that is none is refused here)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise BackupError("This is not the description of a backup, or it was cut short.") from error
        if head.format != FORMAT:
            raise BackupError(f"This backup is of format {head.format}; this portal reads format {FORMAT}.")
        return head


def is_configured() -> bool:
    """Say whether this installation makes backups."""
    return bool(settings.BACKUP_RECIPIENTS) and ALIAS in settings.STORAGES


def blob_path(sha256: str) -> str:
    """Return where the content of this SHA-256 lies, for the recipients of today."""
    of_what = f"{sha256} for {' '.join(sorted(settings.BACKUP_RECIPIENTS))}"
    name = salted_hmac("portal.operations.backups", of_what, algorithm="sha256").hexdigest()
    return f"blobs/{name[:2]}/{name}.age"


class Shelf:
    """The backups of a storage."""

    def __init__(self, storage: Storage | None = None):
        if storage is None and ALIAS not in settings.STORAGES:
            raise BackupError("No place is set for backups: BACKUP_DIR and BACKUP_RECIPIENTS.")
        self.storage = storage or storages[ALIAS]

    def names(self) -> list[str]:
        """Return the names of the whole backups, the oldest first."""
        return sorted(path.removesuffix(SUFFIX) for path in self.below("") if path.endswith(SUFFIX))

    def head(self, name: str) -> Head:
        """Return a backup by its name. Raises BackupError."""
        try:
            with self.storage.open(f"{name}{SUFFIX}") as file:
                return Head.from_json(file.read().decode())
        except (FileNotFoundError, UnicodeDecodeError) as error:
            raise BackupError(f"There is no whole backup « {name} » here.") from error

    def heads(self) -> list[Head]:
        return [self.head(name) for name in self.names()]

    def save_head(self, head: Head) -> None:
        self._save(f"{head.name}{SUFFIX}", ContentFile(json.dumps(asdict(head)).encode()))

    def save(self, path: str, source: BinaryIO) -> tuple[Piece, Counted]:
        """Seal ``source`` and keep it at ``path``; return the piece, and what went in."""
        with sealing(source) as content:
            self._save(path, content)
            return Piece(path, content.sealed.size, content.sealed.digest), content.plain

    def _save(self, path: str, content) -> None:
        if self.storage.exists(path):  # what an interrupted run left; a key that may not erase is none the worse else
            self.storage.delete(path)
        saved = self.storage.save(path, content)
        if saved != path:
            self.storage.delete(saved)
            raise BackupError("Somebody else writes where the backups lie.")

    def stands(self, piece: Piece) -> bool:
        """Say whether a piece is there, with its size. ``check`` reads it."""
        try:
            return self.storage.size(piece.path) == piece.size
        except FileNotFoundError:
            return False
        except Exception as error:  # an object storage has its own way to say so
            if self.storage.exists(piece.path):
                raise BackupError("The place of the backups does not answer as it should.") from error
            return False

    def check(self, piece: Piece) -> None:
        """Read a piece through. Raises BackupError when it is not what was written."""
        sha256, size = hashlib.sha256(), 0
        try:
            with self.storage.open(piece.path) as file:
                while read := file.read(CHUNK):
                    sha256.update(read)
                    size += len(read)
        except FileNotFoundError as error:
            raise BackupError(f"A piece is missing: {piece.path}.") from error
        if (size, sha256.hexdigest()) != (piece.size, piece.sha256):
            raise BackupError(f"A piece is damaged: {piece.path}.")

    def below(self, folder: str) -> Iterator[str]:
        """Yield the paths of the files below a folder."""
        try:
            folders, files = self.storage.listdir(folder)
        except FileNotFoundError:
            return
        above = f"{folder}/" if folder else ""
        yield from (f"{above}{name}" for name in files)
        if folder:
            for name in folders:
                yield from self.below(f"{above}{name}")


def found(said: str) -> tuple[Shelf, str]:
    """Return the shelf and the name of a backup called by its file, its name, or « latest ». Raises BackupError."""
    path = Path(said)
    if path.is_file():
        return Shelf(BackupFolder(path.resolve().parent)), path.name.removesuffix(SUFFIX)
    if path.is_dir():
        return _latest(Shelf(BackupFolder(path.resolve())))
    return _latest(Shelf()) if said == LATEST else (Shelf(), said.removesuffix(SUFFIX))


def _latest(shelf: Shelf) -> tuple[Shelf, str]:
    if not (names := shelf.names()):
        raise BackupError("There is no whole backup here.")
    return shelf, names[-1]
