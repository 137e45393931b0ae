"""The databases of the benchmark, on a PostgreSQL of its own: made once for one state of the seed, copied for each run.

Nothing here knows Django: each size is filled and measured by a process of its own, on the database named to it.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

from portal.database.embedded import EmbeddedPostgres

ROOT = Path(__file__).parents[2]
CODE = ("events", "extranet", "home", "portal", "trainings")
HERE = Path(os.environ.get("PORTAL_DATA_DIR") or ROOT / ".data") / "bench-load"
SEED = ("sizes", "rows", "seed", "activity")
PREFIX, RUN = "load_", "load_run"
SECRET = "the-benchmark-only-Zk3x9Qv7Lw2Rb8Tn5Yc1Hj6Md4Fs0GpXa7Ue"


class Installation:
    """The server, what it keeps, and what the portal is told of it."""

    def __init__(self):
        # As safe as production's: what is promised to have been written has been.
        self.server = EmbeddedPostgres(HERE / "postgres")
        self.tables = _sum_of(path for app in CODE for path in (ROOT / app).rglob("migrations/*.py"))
        self.seed = _sum_of(Path(__file__).with_name(f"{name}.py") for name in SEED)

    @property
    def postmaster(self) -> int:
        """The number of the server's first process, of which all its others are children."""
        return int((self.server.data / "postmaster.pid").read_text().splitlines()[0])

    def environment(self, database: str) -> dict[str, str]:
        """Return the environment of a process of the portal: production's settings, and nothing of the shell's."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        kept |= {name: value for name, value in os.environ.items() if name.startswith("LOAD_")}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "SECRET_KEY": SECRET,
            "DATABASE_URL": self.server.url(database),
            "PLATFORM_HOSTS": "portail.charge.example",
            "DEFAULT_FROM_EMAIL": "ne-pas-repondre@charge.example",
            "EMAIL_HOST": "localhost",
            "ALLAUTH_TRUSTED_PROXY_COUNT": "1",
            "PORTAL_DATA_DIR": str(HERE),
        }

    def prepared(self, tenants: int, fill) -> str:
        """Return a database of so many tenants (none: the nation's communes), kept from an earlier run or made.

        ``fill(database, tenants)`` makes it of the next smaller one that there is.
        """
        wanted, kept = self._name(tenants), self._kept()
        if tenants not in kept:
            smaller = [number for number in kept if number < tenants]
            self._copy(self._name(max(smaller)) if smaller else "portal", wanted)
            try:
                fill(wanted, tenants)
                self._execute("VACUUM ANALYZE", wanted)
            except BaseException:
                self.drop(wanted)
                raise
        return wanted

    @contextlib.contextmanager
    def copy(self, kept: str) -> Iterator[str]:
        """Yield a copy that a run may write to."""
        self._copy(kept, RUN)
        try:
            yield RUN
        finally:
            self.drop(RUN)

    def drop(self, database: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def manage(self, database: str, *words: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=self.environment(database), check=True,
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    def _name(self, tenants: int) -> str:
        return f"{PREFIX}{self.tables}_{f'{self.seed}_{tenants}' if tenants else '0'}"

    def _kept(self) -> list[int]:
        """Return the sizes that are kept for these tables and this seed; others are dropped."""
        with self._administrator() as line:
            rows = line.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX]).fetchall()
        sizes = []
        for (name,) in rows:
            tenants = int(name.rpartition("_")[2]) if name != RUN else -1
            if tenants >= 0 and name == self._name(tenants):
                sizes.append(tenants)
            else:
                self.drop(name)
        return sizes

    def _copy(self, template: str, database: str) -> None:
        self.drop(database)
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
        self._execute(words.format(sql.Identifier(database), sql.Identifier(template)))

    def _execute(self, words, database: str = "postgres") -> None:
        with self._administrator(database) as line:
            line.execute(words)

    def _administrator(self, database: str = "postgres") -> psycopg.Connection:
        line = psycopg.connect(self.server.url(database), autocommit=True)
        line.execute("SET ROLE portal_platform")
        return line


def _sum_of(files: Iterable[Path]) -> str:
    """Return what these files say, in twelve signs."""
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
