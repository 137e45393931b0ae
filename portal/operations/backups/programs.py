"""pg_dump and pg_restore: which of those on this machine fits the server, and how they are run.

They go to the server as the portal does, as its platform's role; a password is given in the environment, which other
users of the machine cannot read, never among the arguments, which they can.
"""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.db.backends.postgresql.client import DatabaseClient

from portal.database.embedded import POSTGRES_BIN_PATH
from portal.database.engine.base import PLATFORM_ROLE
from portal.operations.backups.errors import BackupError

ADDRESS = {"HOST": "HOST", "PORT": "PORT", "USER": "USER", "DATABASE": "NAME"}
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin")
EMPTIED = ("django_session", "usersessions_usersession", "tenancy_keptpage", "accounts_counter")
"""Tables whose rows stay behind: whoever was signed in, what is made again by itself. A backup opens no session."""


def program(name: str, major: int) -> Path:
    """Return the program of PostgreSQL that fits this major version best. Raises BackupError."""
    places = [POSTGRES_BIN_PATH, *(found for place in PLACES for found in Path("/").glob(place[1:]))]
    candidates = [place / name for place in places if (place / name).exists()]
    if on_the_path := shutil.which(name):
        candidates.append(Path(on_the_path))
    versions = {path: _major_of(path) for path in candidates}
    fitting = [path for path in candidates if versions[path] >= major]
    if not fitting:
        seen = ", ".join(sorted({str(version) for version in versions.values() if version})) or "none"
        raise BackupError(
            f"{name} {major} or later is needed here, as the server is; found: {seen}."
            f" Install Debian's postgresql-client-{major}."
        )
    return min(fitting, key=lambda path: versions[path])


def _major_of(path: Path) -> int:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def environment(server: dict) -> dict[str, str]:
    """Return how libpq reaches the server that Django knows by these settings."""
    secrets = DatabaseClient.settings_to_cmd_args_env(server, [])[1] or {}
    address = {f"PG{said}": server[ours] for said, ours in ADDRESS.items()}
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C"} | secrets | {name: str(value) for name, value in address.items() if value}


class Output:
    """What a program writes; at its end, a program that failed raises BackupError with the first thing it said."""

    def __init__(self, process: subprocess.Popen, said):
        self.process, self.said = process, said

    def read(self, size: int = -1) -> bytes:
        piece = self.process.stdout.read(size)
        if not piece:
            refuse_failure(self.process, self.said)
        return piece


def refuse_failure(process: subprocess.Popen, said) -> None:
    if process.wait():
        said.seek(0)
        # The first line names the fault; those that follow may quote a row.
        first = next((line for line in said.read().splitlines() if "error" in line.lower()), "")
        raise BackupError(f"{Path(process.args[0]).name} failed: {first[:300]}")


@contextlib.contextmanager
def dumping(server: dict, major: int, snapshot: str) -> Iterator[Output]:
    """Yield what pg_dump writes, in its own format, of the rows as ``snapshot`` shows them."""
    # The platform's role obeys row security too, and its policy shows it everything: « row_security » stays on.
    command = [
        program("pg_dump", major), "--format=custom", f"--role={PLATFORM_ROLE}", "--enable-row-security",
        f"--snapshot={snapshot}", *(f"--exclude-table-data=public.{table}" for table in EMPTIED),
    ]  # fmt: skip
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=environment(server))
        try:
            yield Output(process, said)
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.terminate()
                process.wait()


@contextlib.contextmanager
def restoring(server: dict, major: int) -> Iterator[BinaryIO]:
    """Yield where to write what pg_dump wrote: all of it comes in, or nothing. Raises BackupError."""
    command = [
        program("pg_restore", major), f"--role={PLATFORM_ROLE}", "--no-owner", "--enable-row-security",
        "--exit-on-error", "--single-transaction", f"--dbname={server['NAME']}",
    ]  # fmt: skip
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, env=environment(server)
        )
        is_given = False
        try:
            yield process.stdin
            is_given = True
        except BrokenPipeError:
            is_given = True  # it stopped reading: what it says is why
        finally:
            if not is_given:
                process.kill()  # it must not take what is cut short for the whole
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
        refuse_failure(process, said)
