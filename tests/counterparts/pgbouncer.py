"""A real PgBouncer in transaction mode, before a PostgreSQL that runs."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.counterparts import Running, answers, folder, free_port, program

PACKAGE = "pgbouncer"
PASSWORD = "a-password-of-these-tests"


class PgBouncer:
    """``sessions`` is how many it opens to the server, for all that come."""

    def __init__(self, place: Path, server: str, sessions: int, mode: str):
        self.program, self.port = program("pgbouncer", package=PACKAGE), free_port()
        to = urlsplit(server)
        host, port = unquote(to.hostname), to.port or 5432
        (place / "users.txt").write_text(f'"portal" "{PASSWORD}"\n')
        self.configuration, self.log = place / "pgbouncer.ini", place / "pgbouncer.log"
        self.configuration.write_text(
            f"""
            [databases]
            * = host={host} port={port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {self.port}
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = {place}/users.txt
            pool_mode = {mode}
            default_pool_size = {sessions}
            max_client_conn = 200
        """.replace("            ", "")
        )
        self.identity = {}
        if os.geteuid() == 0:  # it refuses to run as root; a private socket is its owner's
            owner = Path(host).stat() if host.startswith("/") else place.stat()
            user, group = (owner.st_uid, owner.st_gid) if owner.st_uid else (65534, 65534)
            self.identity = {"user": user, "group": group, "extra_groups": []}
        self._process: Running | None = None

    def url(self, database: str = "portal") -> str:
        return f"postgresql://portal:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._process = Running([self.program, self.configuration], self.log, **self.identity)
        self._process.start(lambda: answers(self.port))

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None


@contextlib.contextmanager
def before(server: str, *, sessions: int = 1, mode: str = "transaction") -> Iterator[PgBouncer]:
    """A pooler that runs, before the server at the address ``server``."""
    with folder() as place:
        pooler = PgBouncer(place, server, sessions, mode)
        try:
            pooler.start()
            yield pooler
        finally:
            pooler.stop()
