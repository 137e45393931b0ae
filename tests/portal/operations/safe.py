"""A safe place for these tests' backups, its key, and databases for what comes back."""

import contextlib
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from portal.database import context
from portal.operations.backups.folder import BackupFolder
from portal.operations.backups.server import own
from portal.operations.backups.shelf import Shelf
from portal.operations.backups.taking import take
from tests.counterparts import program


class Safe:
    """``folder`` is where backups lie, ``key`` the file that holds the private key."""

    def __init__(self, folder: Path):
        self.folder, self.key = folder / "backups", folder / "key.txt"
        subprocess.run(
            [program("age-keygen", package="age"), "-o", self.key], check=True, capture_output=True, text=True
        )
        self.recipient = next(
            line.partition(": ")[2] for line in self.key.read_text().splitlines() if "public key" in line
        )

    @property
    def shelf(self) -> Shelf:
        return Shelf(BackupFolder(self.folder))

    def settings(self) -> dict:
        options = {"location": self.folder}
        backups = {"BACKEND": "portal.operations.backups.folder.BackupFolder", "OPTIONS": options}
        return {"STORAGES": settings.STORAGES | {"backups": backups}, "BACKUP_RECIPIENTS": [self.recipient]}

    def use(self, changed) -> None:
        for name, value in self.settings().items():
            setattr(changed, name, value)

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes() for path in self.folder.rglob("*") if path.is_file()
        }


@contextlib.contextmanager
def left_as_it_was():
    """What is written of it in the tests' own database goes; what a backup reads there is what all tests start from."""
    with context.use(context.PLATFORM), transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


def take_one():
    with left_as_it_was():
        return take()


@contextlib.contextmanager
def empty_database(name: str):
    """Make an empty database on the tests' server, and drop it after."""
    with context.use(context.PLATFORM), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield {**own(), "NAME": name}
    finally:
        with context.use(context.PLATFORM), connection._nodb_cursor() as cursor:
            for _ in range(100):  # a session that was closed lives a moment longer on the server
                cursor.execute("SELECT count(*), pg_sleep(0.05) FROM pg_stat_activity WHERE datname = %s", [name])
                if not cursor.fetchone()[0]:
                    break
            cursor.execute(f"DROP DATABASE {name}")
