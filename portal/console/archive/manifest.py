"""The first thing read of an archive, and the last written: what it holds, of whom, made by what."""

import json
import tomllib
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 2
"""Raised when an older portal could no longer read what is written."""
NAME = "manifest.json"
ACCOUNTS = "accounts.jsonl"
ROWS = "rows/"
STORAGES = {"files/": "default", "private/": "private"}
"""Each folder of files, and the storage (of ``settings.STORAGES``) that they come from and go back to."""


@dataclass(frozen=True, order=True)
class StoredFile:
    """A file of the tenant: in which folder of the archive, and its path as its storage knows it."""

    folder: str
    path: str

    @property
    def storage(self) -> Storage:
        return storages[STORAGES[self.folder]]

    @property
    def entry(self) -> str:
        """Return its name in the archive."""
        return f"{self.folder}{self.path}"


@dataclass(frozen=True)
class Entry:
    """A file of the archive. ``rows`` is the number of its lines, for those that hold rows."""

    size: int  # bytes
    sha256: str
    rows: int | None = None


@dataclass
class Manifest:
    """``tenant`` is plain facts; ``keys`` says what national rows are called: table → key → natural key."""

    made_at: str
    tenant: dict
    format: int = FORMAT
    portal: str = ""
    migrations: dict[str, str] = field(default_factory=dict)
    keys: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Manifest":
        """Read a manifest. Raises ValueError, TypeError or KeyError when it is not one."""
        manifest = cls(**json.loads(text))
        manifest.entries = {name: Entry(**entry) for name, entry in manifest.entries.items()}
        manifest.tenant["id"] = int(manifest.tenant["id"])
        return manifest

    @property
    def rows(self) -> int:
        return sum(entry.rows or 0 for name, entry in self.entries.items() if name.startswith(ROWS))

    @property
    def files(self) -> list[StoredFile]:
        """The tenant's files."""
        return [
            StoredFile(folder, name.removeprefix(folder))
            for name in self.entries
            for folder in STORAGES
            if name.startswith(folder)
        ]


def last_migrations() -> dict[str, str]:
    """Return the last migration applied of each app."""
    last = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = name
    return last


def portal_version() -> str:
    """Return the version of this code."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
