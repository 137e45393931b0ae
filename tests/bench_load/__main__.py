"""``make bench-load``: 2, 46 and 200 tenants, or those of TENANTS (« 46 », « 2,46 »); LOAD_SECONDS a row (6).

The tables go to standard output, and with the JSON into ``.data/bench-load/``. The exit is 1 where an answer failed or
the seats of the rush are not right; figures alone never fail.
"""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from tests.bench_load import report, wrk
from tests.bench_load.installation import HERE, ROOT, Installation

SIZES = "2,46,200"
LONGEST = 600  # seconds that one step may take


def main() -> int:
    try:
        wrk.program()
    except wrk.MissingError as missing:
        print(missing, file=sys.stderr)  # noqa: T201
        return 2
    sizes = sorted(int(each) for each in (os.environ.get("TENANTS") or SIZES).split(","))
    if sizes[0] < 2:
        print("TENANTS: at least 2, for one tenant is larger than the others.", file=sys.stderr)  # noqa: T201
        return 2
    HERE.mkdir(parents=True, exist_ok=True)
    installation = Installation()
    with installation.server.running():
        found = {tenants: _one(installation, tenants) for tenants in sizes}
    tables, faults = report.markdown(found), report.faults(found)
    (HERE / "load.md").write_text(tables + "\n")
    (HERE / "load.json").write_text(json.dumps(found, ensure_ascii=False, indent=1))
    print(tables, *faults, sep="\n")  # noqa: T201
    return 1 if faults else 0


def _one(installation: Installation, tenants: int) -> dict:
    installation.prepared(0, lambda database, _: _with_communes(installation, database))
    kept = installation.prepared(tenants, lambda database, size: _fill(installation, database, size))
    with installation.copy(kept) as database, _said(f"measuring {tenants} tenants"):
        installation.manage(database, "collectstatic", "--no-input", "-v", "0")
        told = HERE / f"{tenants}.json"
        _python(installation, database, "tests.bench_load.measure", str(told), str(installation.postmaster))
    return json.loads(told.read_text())


def _with_communes(installation: Installation, database: str) -> None:
    with _said("migrating, and reading the nation’s communes"):
        installation.manage(database, "migrate", "--no-input", "-v", "0")
        installation.manage(database, "import_communes", "portal/territories/data", "--apply")


def _fill(installation: Installation, database: str, tenants: int) -> None:
    with _said(f"filling {tenants} tenants"):
        _python(installation, database, "tests.bench_load.fill", str(tenants))


def _python(installation: Installation, database: str, module: str, *words: str) -> None:
    environment = installation.environment(database)
    subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, env=environment, check=True, timeout=LONGEST)


@contextlib.contextmanager
def _said(words: str) -> Iterator[None]:
    """Say what was done, and how long it took."""
    begun = time.monotonic()
    yield
    print(f"{words}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
