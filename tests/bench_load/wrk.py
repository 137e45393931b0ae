"""wrk asks: HTTP/1.1 over connections that stay open, each asking again as soon as it is answered."""

import dataclasses
import json
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("replay.lua")
MISSING = "wrk is not installed (Debian: apt-get install wrk)."
PATIENCE = 60  # seconds for one answer


class MissingError(RuntimeError):
    """There is nothing to ask with; the message says what to install."""


@dataclass(frozen=True)
class Answered:
    """What came of a load: milliseconds, requests; ``refused``: 400 or more; ``broken``: no answer at all."""

    requests: int
    seconds: float
    p50: float
    p95: float
    most: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds if self.seconds else 0.0


def program() -> str:
    """Return where wrk is. Raises MissingError."""
    if found := shutil.which("wrk"):
        return found
    raise MissingError(MISSING)


def load(port: int, requests: Iterable[bytes], *, connections: int, seconds: int, once: bool = False) -> Answered:
    """Ask for these in turn, over and over; or ``once``, each a single time, within so many seconds."""
    with tempfile.NamedTemporaryFile(prefix="wrk-") as file:
        how_many = sum(1 for raw in requests if file.write(b"%d\n%b" % (len(raw), raw)))
        file.flush()
        command = [
            program(), "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s",
            "--timeout", f"{PATIENCE}s", "--script", str(SCRIPT), f"http://127.0.0.1:{port}/",
            "--", file.name, *(["once"] if once else []),
        ]  # fmt: skip
        said = _run(command, seconds + 2 * PATIENCE)
    answered = Answered(**json.loads(said[said.rindex("{") :]))
    # Whoever was answered waits for the others, and the server ends what waits for half a minute: no error of its.
    return dataclasses.replace(answered, broken=how_many - answered.requests) if once else answered


def _run(command: list[str], longest: int) -> str:
    """Return what wrk says. It is interrupted once each was answered, where it says so, or after so many seconds."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    late = threading.Timer(longest, process.kill)
    late.start()
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if line == "answered\n":
                process.send_signal(signal.SIGINT)
    finally:
        late.cancel()
        process.kill()
        process.wait()
        process.stdout.close()
    if not any(line.startswith("{") for line in said):
        raise RuntimeError(f"wrk: {''.join(said)[-500:]}")
    return "".join(said)
