"""Copies what files hold to where backups lie: each content once."""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages

from portal.operations.backups.census import PUBLIC, Name
from portal.operations.backups.errors import BackupError
from portal.operations.backups.sealing import CHUNK
from portal.operations.backups.shelf import Piece, Shelf, blob_path

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Copied:
    """A file that was copied; ``mark`` tells, without reading it, whether another took its name since."""

    blob: str
    size: int
    sha256: str
    mark: tuple


class Copier:
    """``added`` is what was written that no earlier backup had, in bytes, sealed."""

    def __init__(self, shelf: Shelf):
        self.shelf, self.added = shelf, 0
        self.copied: dict[Name, Copied] = {}
        self.pieces: dict[str, Piece] = {}
        self._known = {piece.path: piece for head in shelf.heads() for piece in head.blobs}

    def copy(self, names: Iterable[Name]) -> set[Name]:
        """Copy the files that were not yet; return those that are not there, and never were since this began."""
        missing = set()
        for name in names:
            try:
                self._copy(name)
            except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation):
                if name not in self.copied:  # copied, then erased: the row that names it is older than that
                    missing.add(name)
        return missing

    def _copy(self, name: Name) -> None:
        storage = storages[name.storage]
        if name in self.copied and name.storage != PUBLIC:
            return  # a private name is drawn by lot, and never given again
        mark = (storage.size(name.path), storage.get_modified_time(name.path))
        if name in self.copied and self.copied[name].mark == mark:
            return
        with storage.open(name.path) as file:
            sha256, size = hashlib.sha256(), 0
            while read := file.read(CHUNK):
                sha256.update(read)
                size += len(read)
            path = blob_path(sha256.hexdigest())
            if path not in self.pieces:
                self.pieces[path] = self._piece(path, file, sha256.hexdigest())
        self.copied[name] = Copied(path, size, sha256.hexdigest(), mark)

    def _piece(self, path: str, file, sha256: str) -> Piece:
        known = self._known.get(path)
        if known and self.shelf.stands(known):
            return known
        if known:
            logger.warning("A piece of earlier backups was lost or cut short, and is written again: %s.", path)
        file.seek(0)
        piece, plain = self.shelf.save(path, file)
        if plain.digest != sha256:
            self.shelf.storage.delete(path)
            raise BackupError("A file changed while it was copied: start the backup again.")
        self.added += piece.size
        return piece
