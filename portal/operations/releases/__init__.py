"""What changed, release by release, as data: one file each in ``notes/``, named after its version.

For staff, in French: what is new, and for which roles. For operators: the migrations, the settings, and the way back,
without which a release is refused. ``[migrations]`` names the last migration of each app when the release went out:
what comes after it is new, and held to the rules of portal.operations.upgrades.
"""

import datetime
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from portal.design.typography import french
from portal.tenancy.models import Role

NOTES = Path(__file__).with_name("notes")
NUMBER = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
SHORTEST_STEP = 15  # characters: « Rien à faire. » is no way back


class ReleaseError(ValueError):
    """A file of the releases is not whole; says which, and what is missing."""


@dataclass(frozen=True)
class Change:
    """One thing that is new for staff. ``roles`` empty: for everyone who opens the back-office."""

    title: str
    words: str
    roles: tuple[Role, ...] = ()

    @property
    def whom(self) -> str:
        return ", ".join(str(role.label) for role in self.roles) or "toute l’équipe"

    def concerns(self, roles: set[str]) -> bool:
        return not self.roles or bool(roles & {role.value for role in self.roles})


@dataclass(frozen=True)
class Setting:
    name: str
    words: str


@dataclass(frozen=True)
class Release:
    version: str
    date: datetime.date
    title: str
    changes: tuple[Change, ...]
    database: str
    """What its migrations do, and for how long, in the words of who ran them."""
    before: tuple[str, ...]
    rollback: tuple[str, ...]
    settings: tuple[Setting, ...] = ()
    migrations: dict[str, str] = field(default_factory=dict)
    """App → its last migration. Empty while the release is being made."""

    @property
    def number(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.version.split("."))

    @property
    def is_out(self) -> bool:
        return bool(self.migrations)


def read(path: Path) -> Release:
    """Read one file. Raises ReleaseError when it is not whole."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        release = _made_of(found)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ReleaseError(f"{path.name}: {type(error).__name__}: {error}") from error
    for fault in _faults(release, path):
        raise ReleaseError(f"{path.name}: {fault}")
    return release


def _made_of(found: dict) -> Release:
    staff, operators = found["changes"], found["operators"]
    return Release(
        version=found["version"], date=found["date"], title=french(found["title"]),
        changes=tuple(
            Change(french(one["title"]), french(one["words"].strip()), tuple(Role(role) for role in one.get("for", ())))
            for one in staff
        ),
        database=french(operators["database"].strip()),
        before=tuple(french(step) for step in operators.get("before", ())),
        rollback=tuple(french(step) for step in operators.get("rollback", ())),
        settings=tuple(Setting(one["name"], french(one["words"])) for one in operators.get("settings", ())),
        migrations=found.get("migrations", {}),
    )  # fmt: skip


def _faults(release: Release, path: Path):
    if release.version != path.stem:
        yield f"it speaks of version {release.version}."
    if not NUMBER.fullmatch(release.version):
        yield f"« {release.version} » is no version: three numbers, « 1.4.0 »."
    if type(release.date) is not datetime.date:
        yield "« date » is no day."
    if not release.changes:
        yield "nothing changes: say at least one thing to staff, under [[changes]]."
    if not release.rollback or any(len(step) < SHORTEST_STEP for step in release.rollback):
        yield "say the way back, step by step, in « rollback » under [operators]."


@cache
def releases() -> tuple[Release, ...]:
    """Return every release, the newest first. Raises ReleaseError when one is not whole."""
    return tuple(sorted((read(path) for path in NOTES.glob("*.toml")), key=lambda one: one.number, reverse=True))


def present() -> Release:
    """Return the release that this code is. Raises ReleaseError when its file is missing."""
    version = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    for release in releases():
        if release.version == version:
            return release
    raise ReleaseError(f"pyproject.toml says {version}: write portal/operations/releases/notes/{version}.toml.")


def last_out(all_of_them: tuple[Release, ...] | None = None) -> Release:
    """Return the newest release that is out, before the one that is being made if there is one."""
    found = [release for release in all_of_them or releases() if release.is_out]
    if not found:
        raise ReleaseError("No release is out: one file at least has [migrations].")
    return found[0]
