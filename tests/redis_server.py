"""A real Redis or Valkey on a socket of its own, for as long as a test wants it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from redis import Redis, RedisError

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")
SKIPPED = "REDIS TESTS ARE SKIPPED: neither redis-server nor valkey-server is installed (Debian: redis-server)."
READY_WITHIN = 10  # seconds


class RedisServer:
    """The server; nothing of it is written to a disk."""

    def __init__(self, folder: Path):
        self.socket = folder / "redis.sock"
        self.url = f"unix://{self.socket}"
        self._process = None

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [PROGRAM, *map(str, options)], cwd=self.socket.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + READY_WITHIN
        while not self._answers():
            assert time.monotonic() < deadline, "Redis did not start."
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return client.ping()
        except RedisError:
            return False

    @property
    def runs(self) -> bool:
        return self._process is not None

    def client(self) -> Redis:
        return Redis.from_url(self.url)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def hang(self) -> None:
        """It takes connections, and answers none."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)


def started():
    """Yield a server that runs; skip where none is installed, unless PORTAL_REDIS demands one."""
    if PROGRAM is None:
        if os.environ.get("PORTAL_REDIS") == "required":
            pytest.fail("Redis is required here and is not installed.")
        pytest.skip(SKIPPED)
    folder = Path(tempfile.mkdtemp(prefix="redis-"))  # a socket's path is short
    server = RedisServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
