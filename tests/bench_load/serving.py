"""The portal as production runs it: granian with two processes, a worker, a scheduler; what each takes is read here."""

import contextlib
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.counterparts import Running, free_port
from tests.counterparts.smtp import PASSWORD, USER, MailServer

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")
WEB_PROCESSES, THREADS = 2, 4


@dataclass(frozen=True)
class Logged:
    """What the access log says of a load: statuses, and queries of each request."""

    statuses: dict[int, int]
    queries: float
    most_queries: int


class Web:
    """The web server: its port, its log, its processes."""

    def __init__(self, environment: dict[str, str], folder: Path):
        self.port, self._read = free_port(), 0
        command = [
            Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", self.port, "--workers", WEB_PROCESSES, "--blocking-threads", THREADS, "--no-ws",
            "--workers-kill-timeout", "30", "--log-config", "portal/operations/deploy/granian-log.json",
            "portal.wsgi:application",
        ]  # fmt: skip
        self._running = Running(command, folder / "web.log", cwd=ROOT, env=environment)

    @contextlib.contextmanager
    def serving(self) -> Iterator["Web"]:
        self._running.log.unlink(missing_ok=True)
        try:
            self._running.start(self._is_ready)
            yield self
        finally:
            self._running.stop()

    def _is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/sante/pret/", timeout=30).status == 200
        return False

    def processes(self) -> list[int]:
        return children_of(self._running.process.pid)

    def logged(self) -> Logged:
        """Return what was logged since this was last asked."""
        with self._running.log.open() as log:
            log.seek(self._read)
            lines = [json.loads(line) for line in log if line.startswith("{") and '"portal.access"' in line]
            self._read = log.tell()
        queries = [line["queries"] for line in lines] or [0]
        statuses = [line["status"] for line in lines]
        return Logged({each: statuses.count(each) for each in set(statuses)}, statistics.median(queries), max(queries))


@contextlib.contextmanager
def mail_server(folder: Path, environment: dict[str, str]) -> Iterator[Callable[[], int]]:
    """Run a mail server and tell ``environment`` of it; yield what says how many mails it took."""
    folder.mkdir()
    server = MailServer(folder)
    environment |= {
        "EMAIL_HOST": "localhost", "EMAIL_PORT": str(server.port), "EMAIL_USER": USER, "EMAIL_PASSWORD": PASSWORD,
        "EMAIL_CA_FILE": str(server.authority.path),
    }  # fmt: skip
    try:
        server.start()
        yield lambda: sum(1 for _ in folder.glob("*.mail"))
    finally:
        server.stop()


@contextlib.contextmanager
def worker(environment: dict[str, str], folder: Path) -> Iterator[int]:
    """Run a worker; yield the number of its process."""
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker", "-v", "0"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait(60)


def scheduled(environment: dict[str, str], name: str) -> tuple[float, float]:
    """Run one job of the scheduler; return its seconds, as it says itself, and the most memory it took (MB)."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "scheduler", "--now", name], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    took = next((line["duration_ms"] for line in lines if line["logger"] == "portal.jobs.scheduler"), None)
    if process.returncode or took is None:
        raise RuntimeError(f"The job « {name} » failed: {said[-500:]}")
    return took / 1000, used.ru_maxrss / 1024


def memory_of(process: int) -> float:
    """Return what a process holds in memory now (resident, MB)."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) / 1024


def children_of(process: int) -> list[int]:
    """Return the processes that this one started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(path.parent.name))
    return found


def processor_seconds(processes: list[int]) -> float:
    """Return how long these have kept a processor busy, and their children that are gone."""
    ticks = 0
    for process in processes:
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / TICKS


def wait_until(is_so: Callable[[], bool], longest: float) -> float:
    """Wait for what other processes do; return the seconds it took. Raises TimeoutError."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > longest:
            raise TimeoutError("It took too long.")
        time.sleep(0.1)  # there is nothing to wait on but what they leave in the database
    return time.monotonic() - begun
