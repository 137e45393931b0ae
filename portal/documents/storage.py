"""Where private files lie: out of the media, without an address of their own."""

from collections.abc import Iterator
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "private"
CHUNK = 64 * 1024  # bytes


class SilentStorageError(OSError):
    """The storage of files refused, or did not answer: it may tomorrow."""


class LostFileError(FileNotFoundError):
    """The storage of files answered, and does not hold this one."""


class PrivateStorage(FileSystemStorage):
    """Files below ``settings.PRIVATE_ROOT`` that only the portal's own account of the machine reads."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return str(self.base_location)

    def url(self, name):
        """Raise ValueError: a private file is served through the check alone (portal.documents.serving)."""
        raise ValueError("A private file has no public address.")


def private_storage() -> Storage:
    """Return the storage of private files; of S3, a bucket that answers nobody but the portal."""
    return storages[ALIAS]


class Piece:
    """The bytes ``start`` to ``end`` (excluded) of an open file, which is closed with the answer."""

    def __init__(self, file: BinaryIO, start: int, end: int):
        self.file, self.left = file, end - start
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self.file.read(min(CHUNK, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def piece_of(storage: Storage, name: str, start: int, end: int) -> Iterator[bytes]:
    """Return the bytes ``start`` to ``end`` (excluded) of a file, to be closed, never all of them in memory.

    Raises FileNotFoundError when the storage does not hold it.
    """
    if hasattr(storage, "stream"):  # a bucket gives the part that is asked of it
        return storage.stream(name, start, end)
    return Piece(storage.open(name), start, end)
