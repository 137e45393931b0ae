"""Where the files of an installation lie: carried from this machine to buckets or back, and tried.

What stands on the other side is compared byte by byte, never written over; nothing is ever erased.
"""

import contextlib
import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.core.files.storage.handler import StorageHandler

CHUNK = 1024 * 1024  # bytes
PARTS = {"media": "default", "private": "private", "archives": "archives"}
"""What each part is called in a command, and its storage."""
MINE = "t/essai/"
"""Where a trial writes: no tenant has this folder."""


@dataclass
class Carried:
    """What became of the files of a part; ``apart`` are those that differ on both sides."""

    copied: int = 0
    size: int = 0  # bytes
    same: int = 0
    apart: list[str] = field(default_factory=list)


def on_this_machine(part: str) -> Storage:
    return StorageHandler(settings.ON_DISK)[PARTS[part]]


def in_its_bucket(part: str) -> Storage | None:
    """Return the bucket that the environment names for a part, if it names one."""
    alias = PARTS[part]
    return None if settings.STORAGES[alias] == settings.ON_DISK[alias] else StorageHandler(settings.STORAGES)[alias]


def carry(source: Storage, target: Storage) -> Carried:
    """Copy what ``target`` lacks, and compare all that it holds. Safe to run again, and while the portal serves."""
    done = Carried()
    for path in files_below(source, ""):
        try:
            with source.open(path) as file:
                _carry_one(path, file, target, done)
        except FileNotFoundError:
            continue  # erased meanwhile
    return done


def _carry_one(path: str, file: BinaryIO, target: Storage, done: Carried) -> None:
    expected = _digest(file)
    is_there = target.exists(path)
    if not is_there:
        file.seek(0)
        saved = target.save(path, file)
        done.apart += [saved] * (saved != path)  # somebody put a file there meanwhile
    with target.open(path) as copy:
        if _digest(copy) != expected:
            done.apart.append(path)
            return
    if is_there:
        done.same += 1
    else:
        done.copied, done.size = done.copied + 1, done.size + file.size


def files_below(storage: Storage, folder: str) -> Iterator[str]:
    """Yield the paths of the files below a folder, without recursion into memory of more than one folder's names."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    above = f"{folder}/" if folder else ""
    yield from sorted(f"{above}{name}" for name in files)
    for name in sorted(folders):
        yield from files_below(storage, f"{above}{name}")


def _digest(file: BinaryIO) -> str:
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def faults_of(storage: Storage) -> list[str]:
    """Write, read and erase a small file, and return what went wrong; for a bucket, also what anybody may read."""
    name, said = f"{MINE}{uuid.uuid4().hex}", uuid.uuid4().hex.encode()
    try:
        saved = storage.save(name, ContentFile(said))
        try:
            with storage.open(saved) as file:
                faults = [] if file.read() == said else ["what was read is not what was written"]
            return faults + open_doors(storage, saved)
        finally:
            storage.delete(saved)
    except OSError as error:
        return [str(error)]


def open_doors(storage: Storage, name: str) -> list[str]:
    """Return what a bucket gives to somebody who shows no key: it must be nothing."""
    if not hasattr(storage, "unsigned_connection"):
        return []
    anybody, faults = storage.unsigned_connection.meta.client, []
    for what, ask in {
        "its list of files is open to anybody": lambda: anybody.list_objects_v2(Bucket=storage.bucket_name, MaxKeys=1),
        "its files are open to anybody": lambda: anybody.get_object(
            Bucket=storage.bucket_name, Key=storage._normalize_name(name)
        ),
    }.items():
        with contextlib.suppress(_refusals()):
            ask()
            faults.append(what)
    return faults


def _refusals() -> type[Exception]:
    from botocore.exceptions import ClientError  # noqa: PLC0415 (a heavy module, of no use without a bucket)

    return ClientError
