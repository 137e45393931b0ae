"""What was counted when the rows were read: sealed with them, and compared with what a restore brings back."""

import json
import tomllib
from dataclasses import asdict, dataclass, field

from django.conf import settings

from portal.operations.backups.errors import BackupError


@dataclass(frozen=True)
class Stored:
    """A file: where it belongs, and what it holds."""

    storage: str
    path: str
    blob: str
    size: int  # bytes
    sha256: str


@dataclass
class Manifest:
    """``tables`` gives of each table its count and its sum; ``lost`` are files that rows name and nobody has."""

    made_at: str
    portal: str
    server: int  # PostgreSQL's major version
    rows_size: int
    rows_sha256: str
    migrations: list[list[str]]
    tables: dict[str, list]
    walls: dict[str, str]
    files: list[Stored] = field(default_factory=list)
    lost: list[list[str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(count for count, _ in self.tables.values())

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read a manifest. Raises BackupError when it is not one."""
        try:
            said = json.loads(text)
            return cls(files=[Stored(**file) for file in said.pop("files")], **said)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupError("The manifest of this backup is not understood: another version wrote it.") from error


def portal_version() -> str:
    """Return the version of this code."""
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
