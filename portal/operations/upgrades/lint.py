"""``python -m portal.operations.upgrades``: the migrations that came since the last release, held to the rules.

Needs neither server nor database. Part of ``make lint``; says nothing and returns 0 when there is nothing to say.
"""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from portal.operations.releases import last_out
from portal.operations.upgrades.rules import SQUAWK, Finding, of_two_releases, short
from portal.operations.upgrades.statements import PG_VERSION, Columns, Written, since

SHORTEST_REASON = 15  # characters


class SquawkError(RuntimeError):
    """Squawk is missing, or did not answer as it should."""


def findings(migrations: list[Written], stood: Columns) -> list[Finding]:
    """Return what each migration may not do, less what it says why it does."""
    found = []
    locks = of_locks(migrations, stood)
    for written in migrations:
        mine = [*of_two_releases(written, stood), *locks.get(str(written), ())]
        found += [one for one in mine if one.rule not in written.accepted]
        broken = {one.rule for one in mine}
        for rule, why in written.accepted.items():
            if rule not in broken:
                found.append(Finding(str(written), "accepted-for-nothing", rule, "it breaks no such rule: drop it."))
            elif len(why.strip()) < SHORTEST_REASON:
                found.append(Finding(str(written), "accepted-without-reason", rule, "say why it is safe here."))
    return found


def of_locks(migrations: list[Written], stood: Columns) -> dict[str, list[Finding]]:
    """Return what squawk says of statements on tables that stood, by migration. Raises SquawkError."""
    found: dict[str, list[Finding]] = {}
    with tempfile.TemporaryDirectory(prefix="migrations-") as folder:
        for in_transaction in (True, False):
            files = {}
            for written in migrations:
                if written.atomic == in_transaction and written.statements:
                    path = Path(folder) / f"{written}.sql"
                    files[str(path)] = (written, _write(written, path))
            for rule, path, line in _said_by_squawk(list(files), in_transaction=in_transaction):
                written, starts = files[path]
                statement = written.statements[_at(line, starts)]
                if statement.table in stood or rule == "ban-concurrent-index-creation-in-transaction":
                    name, advice = SQUAWK[rule]
                    one = Finding(str(written), name, short(statement.sql), advice)
                    if one not in found.setdefault(str(written), []):
                        found[str(written)].append(one)
    return found


def _write(written: Written, path: Path) -> list[int]:
    """Write the statements to a file; return the line, from 0, on which each starts."""
    starts, lines = [], []
    for statement in written.statements:
        starts.append(len(lines))
        lines += f"{statement.sql.rstrip().removesuffix(';')};".splitlines()
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return starts


def _at(line: int, starts: list[int]) -> int:
    return max(index for index, start in enumerate(starts) if start <= line)


def _said_by_squawk(paths: list[str], *, in_transaction: bool) -> Iterator[tuple[str, str, int]]:
    if not paths:
        return
    program = shutil.which("squawk", path=os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")]))
    if program is None:
        raise SquawkError("squawk is not installed: it is among the tools (make lint).")
    how = "--assume-in-transaction" if in_transaction else "--no-assume-in-transaction"
    command = [program, "--reporter", "json", f"--pg-version={PG_VERSION}.0", how, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(paths[0]).parent)
    try:
        said = json.loads(done.stdout or "[]")
    except ValueError as error:
        raise SquawkError(f"squawk did not answer in JSON: {done.stdout[:500]} {done.stderr[:500]}") from error
    if done.returncode and not said:
        raise SquawkError(f"squawk failed: {done.stderr[:500]}")
    for one in said:
        if one["rule_name"] in SQUAWK:
            yield one["rule_name"], one["file"], one["line"]


def main() -> int:
    """Say what is to be mended; return the exit code."""
    release = last_out()
    found = findings(*since(release))
    for one in found:
        sys.stderr.write(f"{one}\n")
    if found:
        sys.stderr.write(f"{len(found)} to mend in the migrations that came since {release.version}.\n")
    return 1 if found else 0
