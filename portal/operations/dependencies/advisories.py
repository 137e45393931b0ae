"""The kept list of advisories: which of them concern a version, and how the list is made anew.

Records are OSV's (https://ossf.github.io/osv-schema/), without what an audit does not read.

    python -m portal.operations.dependencies.advisories FOLDER --as-of 2026-11-23

FOLDER is a clone of the advisory database; the day is that of its last commit.
"""

import argparse
import datetime
import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

KEPT = Path(__file__).with_name("advisories.json")
LOCKS = ("requirements.lock", "requirements-dev.lock")
LONGEST_SUMMARY = 300  # characters
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)


def load(path: Path = KEPT) -> dict:
    """Return the list. Raises ValueError when it holds nothing: an audit by it would find nothing wrong, ever."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    if not kept["advisories"] or not kept["packages"]:
        raise ValueError(f"{path.name} is empty.")
    return kept


def age_of(kept: dict, today: datetime.date) -> datetime.timedelta:
    return today - datetime.date.fromisoformat(kept["as_of"])


def concerning(kept: dict, name: str, version: str) -> list[dict]:
    """Return the advisories that concern this version of a package."""
    name = canonicalize_name(name)
    return [advisory for advisory in kept["advisories"] if any(_is_hit(a, name, version) for a in advisory["affected"])]


def _is_hit(affected: dict, name: str, version: str) -> bool:
    if affected["package"]["name"] != name:
        return False
    listed = version in affected.get("versions", [])
    return listed or any(_is_within(events["events"], version) for events in affected.get("ranges", []))


def _is_within(events: list[dict], version: str) -> bool:
    """Follow the events of a range in order, as OSV says: « introduced » opens, « fixed » closes."""
    asked, is_open = Version(version), False
    for kind, at in sorted(((kind, at) for event in events for kind, at in event.items()), key=_place):
        if kind == "introduced" and (at == "0" or asked >= Version(at)):
            is_open = True
        elif (kind == "fixed" and asked >= Version(at)) or (kind == "last_affected" and asked > Version(at)):
            is_open = False
    return is_open


def _place(event: tuple[str, str]) -> tuple[Version, bool]:
    kind, at = event
    return Version(at), kind == "introduced"


def locked_names(folder: Path) -> set[str]:
    """Return the names of all packages that the locks pin."""
    return {canonicalize_name(name) for lock in LOCKS for name in PINNED.findall((folder / lock).read_text())}


def trimmed(record: dict) -> dict | None:
    """Return what an audit reads of a record; None of one that was withdrawn, or names no version."""
    affected = [part for part in map(_trimmed_part, record.get("affected", [])) if part]
    if record.get("withdrawn") or not affected:
        return None
    words = " ".join((record.get("summary") or record.get("details") or "").split())
    summary = words if len(words) <= LONGEST_SUMMARY else words[: LONGEST_SUMMARY - 1] + "…"
    return {
        "id": record["id"], "aliases": sorted(record.get("aliases", [])), "summary": summary, "affected": affected,
    }  # fmt: skip


def _trimmed_part(affected: dict) -> dict | None:
    if affected["package"]["ecosystem"] != "PyPI":
        return None
    package = {"name": canonicalize_name(affected["package"]["name"]), "ecosystem": "PyPI"}
    ranges = [
        {"type": "ECOSYSTEM", "events": [{kind: str(at) for kind, at in event.items()} for event in each["events"]]}
        for each in affected.get("ranges", [])
        if each["type"] == "ECOSYSTEM" and all(_is_version(at) for event in each["events"] for at in event.values())
    ]
    if ranges:
        return {"package": package, "ranges": ranges}
    versions = sorted(map(str, affected.get("versions", [])))
    return {"package": package, "versions": versions} if versions else None


def _is_version(text) -> bool:
    try:
        Version(str(text))
    except InvalidVersion:
        return False
    return True


def gather(database: Path, names: Iterable[str], as_of: datetime.date) -> dict:
    """Return the list for these packages, from a clone of the database."""
    import yaml  # noqa: PLC0415 (of the tools, and for this alone)

    names, found = sorted(names), []
    for name in names:
        for path in sorted((database / "vulns" / name).glob("*.yaml")):
            found.append(trimmed(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)))
    return {
        "source": "https://github.com/pypa/advisory-database, CC BY 4.0", "as_of": as_of.isoformat(),
        "packages": names, "advisories": [record for record in found if record],
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="advisories", description="Make the kept list of advisories anew.")
    parser.add_argument("folder", type=Path, help="a clone of https://github.com/pypa/advisory-database")
    parser.add_argument("--as-of", type=datetime.date.fromisoformat, required=True, help="the day of its last commit")
    asked = parser.parse_args(arguments)
    kept = gather(asked.folder, locked_names(Path.cwd()), asked.as_of)
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in kept.pop("advisories"))
    head = json.dumps(kept, ensure_ascii=False)[:-1]
    KEPT.write_text(f'{head}, "advisories": [\n{lines}\n]}}\n', encoding="utf-8")
    sys.stdout.write(f"{lines.count(chr(10)) + 1} advisories kept.\n")


if __name__ == "__main__":
    main(sys.argv[1:])
