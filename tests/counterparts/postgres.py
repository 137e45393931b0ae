"""A real PostgreSQL server of Debian's, with the portal's roles, for as long as a test wants it.

On a port of its own of this machine and on a socket; as root it runs as the user that its package made.
"""

import contextlib
import os
import pwd
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from portal.database.embedded import ROLES_SQL
from tests.counterparts import Running, folder, free_port, program

PACKAGE, ACCOUNT = "postgresql", "postgres"
PLACES = Path("/usr/lib/postgresql")
PASSWORD = "a-password-of-these-tests"
HBA = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\nhost replication all 127.0.0.1/32 scram-sha-256\n"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "jit": "off"}


def programs() -> Path:
    """Return the folder of the newest server that Debian installed here."""
    newest = max(PLACES.glob("*/bin"), key=lambda path: int(path.parent.name), default=PLACES)
    return Path(program("postgres", package=PACKAGE, beside=str(newest))).parent


def own(place: Path) -> dict:
    """Give a folder to whom the server runs as, and return what starts a process as that account."""
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o700)
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam(ACCOUNT)
    os.chown(place, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


class Postgres:
    """One server. ``settings`` is what it is started with beside what makes tests fast."""

    def __init__(self, place: Path, **settings: str):
        self.programs, self.port = programs(), free_port()
        self.place, self.data, self.socket = place, place / "data", place / "socket"
        self.identity = own(self.data) | {"cwd": "/"}
        own(self.socket)
        self.socket.chmod(0o755)
        self.settings = FAST | {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(self.socket)} | settings
        self._server: Running | None = None

    def url(self, database: str = "portal", user: str = "portal", **parameters: str) -> str:
        """Return the address over TCP; each of the three roles that log in has PASSWORD."""
        query = f"?{urlencode(parameters, quote_via=quote)}" if parameters else ""
        return f"postgresql://{user}:{PASSWORD}@127.0.0.1:{self.port}/{database}{query}"

    def initialise(self) -> None:
        """Make an empty cluster."""
        options = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self.run("initdb", "-D", self.data, *options)
        (self.data / "pg_hba.conf").write_text(HBA)

    def create_roles(self) -> None:
        """Make the roles and the database, as README says."""
        self.run(
            "psql", "-q", "-v", "ON_ERROR_STOP=1", "-v", f"password='{PASSWORD}'", "-f", "-",
            self.local("postgres"), stdin=ROLES_SQL.read_text(),
        )  # fmt: skip
        self.execute(f"ALTER ROLE postgres PASSWORD '{PASSWORD}'")

    def start(self) -> None:
        options = [part for name, value in self.settings.items() for part in ("-c", f"{name}={value}")]
        command = [self.programs / "postgres", "-D", self.data, "-p", self.port, *options]
        self._server = Running(command, self.place / "server.log", **self.identity)
        self._server.start(self.answers)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT is a fast shutdown, SIGQUIT leaves it as a crash would."""
        if self._server is not None:
            self._server.stop(how)
            self._server = None

    def restart(self) -> None:
        self.stop()
        self.start()

    def answers(self) -> bool:
        return self._attempt("pg_isready", "-q", "-h", self.socket, "-p", self.port).returncode == 0

    def local(self, database: str = "portal", user: str = "postgres") -> str:
        """Return the address over the socket, where nobody is asked for a password."""
        return f"postgresql://{user}@{quote(str(self.socket), safe='')}:{self.port}/{database}"

    def execute(self, sql: str, database: str = "postgres") -> list[tuple]:
        """Do what an administrator of the server does; return the rows, if any."""
        with psycopg.connect(self.local(database), autocommit=True) as session:
            done = session.execute(sql)
            return done.fetchall() if done.description else []

    def run(self, name: str, *arguments, stdin: str = "") -> str:
        """Run one of the server's programs as its account; return what it said, or fail with it."""
        done = self._attempt(name, *arguments, stdin=stdin)
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout

    def _attempt(self, name: str, *arguments, stdin: str = "") -> subprocess.CompletedProcess:
        command = [str(self.programs / name), *map(str, arguments)]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGPASSWORD": PASSWORD}
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, check=False, env=environment, **self.identity
        )


@contextlib.contextmanager
def running(**settings: str) -> Iterator[Postgres]:
    """A server that runs, with the roles of ``roles.sql`` and an empty database ``portal``."""
    with folder() as place:
        server = Postgres(place, **settings)
        try:
            server.initialise()
            server.start()
            server.create_roles()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def replica_of(primary: Postgres, **settings: str) -> Iterator[Postgres]:
    """A second server that follows the first one by streaming."""
    with folder() as place:
        replica = Postgres(place, **(primary.settings | {"unix_socket_directories": ""} | settings))
        replica.settings["unix_socket_directories"] = str(replica.socket)
        address = primary.url("postgres", "postgres")
        try:
            replica.run("pg_basebackup", "-D", replica.data, "-R", "-X", "stream", "-c", "fast", "-N", "-d", address)
            replica.start()
            yield replica
        finally:
            replica.stop()
