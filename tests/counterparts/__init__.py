"""The real programs that production talks to, started on this machine for as long as a test wants them.

One file each: a program is started on a free port or socket of its own, in a folder of its own, and stopped. Where it
is not installed the tests that want it are skipped and say so; PORTAL_COUNTERPARTS=required (.ci/run) refuses a skip.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

READY_WITHIN = 30  # seconds
PLACES = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


def program(name: str, *, package: str, beside: str = "") -> str:
    """Return where a program is; ``beside``: a folder to look into too. Skip, or fail, where it is missing."""
    found = shutil.which(name, path=os.pathsep.join(filter(None, [beside, PLACES])))
    if found is None:
        missing = f"{name} is not installed (Debian: {package})."
        if os.environ.get("PORTAL_COUNTERPARTS") == "required":
            pytest.fail(f"Required here: {missing}")
        pytest.skip(f"TESTS ARE SKIPPED: {missing}")
    return found


def free_port() -> int:
    """Return a port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Whether somebody listens to a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A short path (a socket's has 107 bytes) that any system user may walk to."""
    path = Path(tempfile.mkdtemp(prefix="part-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


class Running:
    """A program that runs; what it says is in ``log``."""

    def __init__(self, command: list, log: Path, **options):
        self.command, self.log, self.options = [str(part) for part in command], log, options
        self.process: subprocess.Popen | None = None

    def start(self, ready: Callable[[], bool]) -> None:
        """Start it, and wait until ``ready`` says so; fail with what the program said otherwise."""
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(self.command, stdout=said, stderr=said, **self.options)
        deadline = time.monotonic() + READY_WITHIN
        while not ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"{self.command[0]} did not start: {self.log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)  # there is nothing to wait on but the program's own readiness

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None
