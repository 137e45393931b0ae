"""The audit of what the portal is made of: a known flaw fails it, without the network; an empty list does too."""

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.operations.dependencies import advisories, audit

ROOT = Path(__file__).parents[3]
KEPT = advisories.load()
HASHED = " \\\n    --hash=sha256:" + "0" * 64 + "\n"


def audited(*arguments) -> subprocess.CompletedProcess:
    """Run the audit where nothing outside this machine can be reached."""
    closed = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-m", "portal.operations.dependencies.audit", *map(str, arguments)],
        cwd=ROOT, env=os.environ | closed, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_what_is_locked_has_no_known_flaw():
    done = audited()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No known vulnerabilities found" in done.stderr


def test_a_version_with_a_known_flaw_fails_the_audit_and_is_named(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==5.0.7" + HASHED + "sqlparse==0.5.1" + HASHED)
    done = audited("--lock", lock)
    assert done.returncode == 1
    assert "CVE-2024-42005" in done.stdout
    assert "5.0.8" in done.stdout  # where to go
    assert "sqlparse" not in done.stdout


def test_a_list_that_is_empty_or_gone_fails_the_audit(tmp_path):
    empty = tmp_path / "advisories.json"
    assert audited("--advisories", empty).returncode == 2
    empty.write_text(json.dumps(KEPT | {"advisories": []}))
    done = audited("--advisories", empty)
    assert done.returncode == 2
    assert "AUDIT FAILED" in done.stderr


def test_a_package_without_its_digest_fails_the_audit(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("django==6.1.3" + HASHED + "sqlparse==0.5.5\n")
    done = audited("--lock", lock)
    assert done.returncode == 1
    assert "sqlparse==0.5.5 does not contain a hash" in done.stderr


def test_a_lock_that_names_nothing_fails_the_audit(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text("# nothing\n")
    assert audited("--lock", lock).returncode == 2


def test_an_old_list_and_one_that_does_not_know_a_package_are_said_aloud():
    day = datetime.date.fromisoformat(KEPT["as_of"])
    assert audit.warnings_of(KEPT, {"django"}, day + audit.OLD) == []
    (old,) = audit.warnings_of(KEPT, {"django"}, day + audit.OLD + datetime.timedelta(days=1))
    assert "93 days ago" in old
    (unknown,) = audit.warnings_of(KEPT, {"django", "a-newcomer"}, day)
    assert "a-newcomer" in unknown


def test_the_list_says_something_of_what_faces_visitors():
    assert {"django", "wagtail", "pillow", "pypdf", "cryptography", "sqlparse"} <= set(KEPT["packages"])
    assert set(KEPT["packages"]) <= advisories.locked_names(ROOT)


@pytest.mark.parametrize(
    ("version", "is_hit"),
    [("5.0.7", True), ("5.0.8", False), ("4.2", True), ("4.2.15", False), ("4.1.13", False), ("6.1.3", False)],
)
def test_a_version_is_hit_between_what_brought_a_flaw_and_what_mended_it(version, is_hit):
    found = {advisory["id"] for advisory in advisories.concerning(KEPT, "Django", version)}
    assert ("CVE-2024-42005" in found) is is_hit


def test_the_list_is_made_anew_from_the_database(tmp_path):
    (tmp_path / "vulns/django").mkdir(parents=True)
    record = (
        'id: PYSEC-1\ndetails: "Two\\n lines"\naliases: [CVE-1]\n'
        "affected:\n- package: {ecosystem: PyPI, name: Django}\n"
        '  ranges:\n  - {type: GIT, events: [{introduced: "0"}]}\n'
        '  - {type: ECOSYSTEM, events: [{introduced: "0"}, {fixed: "1.2"}]}\n  versions: ["1.1"]\n'
    )
    (tmp_path / "vulns/django/PYSEC-1.yaml").write_text(record)
    (tmp_path / "vulns/django/PYSEC-2.yaml").write_text(record.replace("PYSEC-1", "PYSEC-2") + "withdrawn: x\n")
    kept = advisories.gather(tmp_path, {"django", "pip"}, datetime.date(2026, 11, 23))
    assert kept["packages"] == ["django", "pip"]
    (only,) = kept["advisories"]
    assert (only["id"], only["summary"]) == ("PYSEC-1", "Two lines")
    assert advisories.concerning(kept, "django", "1.1")
    assert not advisories.concerning(kept, "django", "1.2")


@pytest.mark.full
def test_the_bill_of_materials_names_every_package_of_the_lock_and_is_always_the_same(tmp_path):
    made = []
    for name in ("one", "two"):
        subprocess.run(
            ["make", "sbom", f"VENV={sys.prefix}", f"PORTAL_DATA_DIR={tmp_path / name}", "-o", f"{sys.prefix}/.tools"],
            cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
        made.append((tmp_path / name / "sbom.cdx.json").read_text())
    assert made[0] == made[1]
    bill = json.loads(made[0])
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "logement-dabord-portal")
    runtime = {
        advisories.canonicalize_name(name)
        for name in advisories.PINNED.findall((ROOT / "requirements.lock").read_text())
    }
    assert {component["name"] for component in bill["components"]} == runtime
    assert not {"serialNumber", "timestamp"} & (bill.keys() | bill["metadata"].keys())
