"""The first thing read of an archive, and the last written: what it holds, of whom, made by what."""

import json
import tomllib
from dataclasses import asdict, dataclass, field

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORMAT = 1
"""Raised when an older portal could no longer read what is written."""
NAME = "manifest.json"
ACCOUNTS = "accounts.jsonl"
ROWS, FILES = "rows/", "files/"


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
    def files(self) -> list[str]:
        """The paths of the tenant's files, as the storage knows them."""
        return [name.removeprefix(FILES) for name in self.entries if name.startswith(FILES)]


def last_migrations() -> dict[str, str]:
    """Return the last migration applied of each app."""
    last = {}
    for app, name in sorted(MigrationRecorder(connection).applied_migrations()):
        last[app] = name
    return last


def portal_version() -> str:
    """Return the version of this code."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
