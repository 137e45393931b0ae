"""``make audit``: pip-audit reads the locks, and asks the kept list of advisories what is known against each package.

pip-audit asks an OSV server; here one answers on this machine, from ``advisories.json``, so that the network may be
closed. ``--online`` asks OSV's own, which knows more. What is found fails the audit; so does a list that is empty, and
a lock about which nothing was asked. An old list, and one that says nothing of some packages, are said aloud.
"""

import argparse
import datetime
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from portal.operations.dependencies import advisories

OLD = datetime.timedelta(days=92)
MOST_NAMED = 5
LOCK = "requirements-dev.lock"  # it holds all that requirements.lock does, at the same versions


class Answers(BaseHTTPRequestHandler):
    """POST of OSV's ``/v1/query``."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = asked["package"]["name"]
        self.server.asked.add(name)
        found = advisories.concerning(self.server.kept, name, asked["version"])
        said = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args) -> None:
        pass


def audit(lock: Path, kept: dict) -> tuple[int, set[str]]:
    """Run pip-audit by the kept list; return its exit status, and the names that it asked about."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.kept, server.asked = kept, set()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        status = run(lock, "--osv-url", f"http://127.0.0.1:{server.server_address[1]}/v1/query")
    finally:
        server.shutdown()
        server.server_close()
    return status, server.asked


def run(lock: Path, *where: str) -> int:
    program = Path(sys.executable).with_name("pip-audit")
    options = ["--disable-pip", "--strict", "--progress-spinner", "off", "--desc", "on"]
    environment = os.environ | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    command = [str(program), "-r", str(lock), "-s", "osv", *options, *where]
    return subprocess.run(command, env=environment, check=False).returncode


def warnings_of(kept: dict, locked: set[str], today: datetime.date) -> list[str]:
    """Return what whoever reads the audit should know of the list it went by."""
    age, said = advisories.age_of(kept, today), []
    if age > OLD:
        said.append(f"the list of advisories is of {kept['as_of']}, {age.days} days ago: make it anew (SECURITY.md).")
    if unknown := sorted(locked - set(kept["packages"])):
        named = ", ".join(unknown[:MOST_NAMED]) + ("…" if len(unknown) > MOST_NAMED else "")
        said.append(f"the list says nothing of {len(unknown)} of {len(locked)} packages: {named}")
    return said


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="audit", description="Look for known flaws of the locked packages.")
    parser.add_argument("--lock", type=Path, default=Path(LOCK))
    parser.add_argument("--advisories", type=Path, default=advisories.KEPT)
    parser.add_argument("--online", action="store_true", help="ask OSV itself")
    asked = parser.parse_args(arguments)
    if asked.online:
        return run(asked.lock)
    try:
        kept = advisories.load(asked.advisories)
    except (OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"AUDIT FAILED: no list of advisories to go by: {error}\n")
        return 2
    locked = {advisories.canonicalize_name(name) for name in advisories.PINNED.findall(asked.lock.read_text())}
    if not locked:
        sys.stderr.write(f"AUDIT FAILED: {asked.lock} names nothing.\n")
        return 2
    status, names = audit(asked.lock, kept)
    for warning in warnings_of(kept, locked, datetime.datetime.now(datetime.UTC).date()):
        sys.stderr.write(f"WARNING: {warning}\n")
    if status or names:
        return status
    sys.stderr.write("AUDIT FAILED: nothing was asked about.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
