"""Seals what leaves with age, for the keys of BACKUP_RECIPIENTS: what opens it again is not on this machine.

A few pieces of 64 KiB are in memory at once, whatever the size.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pyrage
from django.conf import settings
from django.core.files.base import File

from portal.operations.backups.errors import BackupError
from portal.settings.backups import recipient

CHUNK = 64 * 1024  # bytes


class Counted:
    """A file that notes what is read of it, or written to it: how much, and its SHA-256."""

    def __init__(self, file: BinaryIO | None = None):
        self.file, self.size, self.sha256, self.error = file, 0, hashlib.sha256(), None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._note(self.file.read(size))
        except BaseException as error:
            self.error = error  # age would say no more than that reading failed
            raise

    def write(self, piece: bytes) -> int:
        self._note(piece)
        if self.file is not None:
            try:
                self.file.write(piece)
            except BaseException as error:
                self.error = error
                raise
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back here."""

    def _note(self, piece: bytes) -> bytes:
        self.size += len(piece)
        self.sha256.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return self.sha256.hexdigest()


class Sealed(File):
    """What a storage saves: ``source``, sealed while it is read. ``plain`` and ``sealed`` tell what went through."""

    def __init__(self, source: BinaryIO):
        super().__init__(None, name="sealed")
        self.plain, self._error = Counted(source), None
        out, into = os.pipe()
        self.sealed = Counted(os.fdopen(out, "rb"))
        self._sealing = threading.Thread(target=self._seal, args=[os.fdopen(into, "wb")], daemon=True)
        self._sealing.start()

    def _seal(self, into: BinaryIO) -> None:
        try:
            with into:
                pyrage.encrypt_io(self.plain, into, [recipient(key) for key in settings.BACKUP_RECIPIENTS])
        except BaseException as error:
            self._error = self.plain.error or error

    def read(self, size: int = -1) -> bytes:
        piece = self.sealed.read(size)
        if not piece and size:
            self._sealing.join()
            if self._error:
                raise self._error
        return piece

    def chunks(self, chunk_size=None) -> Iterator[bytes]:
        while piece := self.read(chunk_size or CHUNK):
            yield piece

    def seekable(self) -> bool:
        return False

    def close(self) -> None:
        self.sealed.file.close()  # whoever still seals finds nobody to hand it to, and stops
        self._sealing.join()


def identities_in(path: Path) -> list:
    """Return the private keys of a file, as age-keygen or ssh-keygen write them. Raises BackupError."""
    try:
        text = path.read_text()
    except (OSError, ValueError) as error:
        raise BackupError(f"The identity file {path} cannot be read.") from error
    try:
        if "PRIVATE KEY-----" in text:
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        lines = [line.strip() for line in text.splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except pyrage.IdentityError as error:
        raise BackupError(f"{path} is no identity file of age, nor a private key of SSH.") from error
    if not found:
        raise BackupError(f"{path} holds no private key.")
    return found


def unseal(sealed: BinaryIO, into: BinaryIO, identities: list) -> None:
    """Write to ``into`` what was sealed. Raises BackupError for another's key, or a content that was changed."""
    try:
        pyrage.decrypt_io(sealed, into, identities)
    except pyrage.DecryptError as error:
        if isinstance(into, Counted) and into.error:
            raise into.error from error
        raise BackupError(
            f"This cannot be opened: it was sealed for another key, or changed since ({error})."
        ) from error


@contextlib.contextmanager
def sealing(source: BinaryIO) -> Iterator[Sealed]:
    """``with sealing(file) as content: storage.save(name, content)``"""
    content = Sealed(source)
    try:
        yield content
    finally:
        content.close()
