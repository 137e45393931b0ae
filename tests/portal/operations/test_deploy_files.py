"""What the portal ships for those who install it: read by the tools of its kind, and in step with the settings."""

import os
import re
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from django.conf import settings

from tests.counterparts import program

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "portal/operations/deploy"
BIN = Path(sys.executable).parent
GRANIAN_OWN, BASE_OWN = re.compile(r"GRANIAN_\w+"), {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def said(*command, **options) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    return f"{done.returncode} {done.stdout}{done.stderr}".strip()


def test_hadolint_has_nothing_to_say_of_the_dockerfile():
    assert said(BIN / "hadolint", "--failure-threshold", "info", ROOT / "Dockerfile") == "0"


def test_shellcheck_has_nothing_to_say_of_our_scripts():
    scripts = [*DEPLOY.rglob("*.sh"), ROOT / ".ci/run", ROOT / ".ci/install"]
    assert said(BIN / "shellcheck", *scripts) == "0"


def test_compose_yaml_is_what_compose_reads():
    answer = said(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", ROOT / "compose.yaml")
    assert answer.startswith("0 ")


def kubernetes() -> list[dict]:
    return yaml.safe_load((DEPLOY / "kubernetes/portal.yaml").read_text())["items"]


@pytest.mark.parametrize("each", kubernetes(), ids=lambda each: f"{each['kind']}-{each['metadata']['name']}")
def test_kubernetes_takes_each_object(each):
    kubernetes_validate.validate(each, kubernetes_validate.latest_version(), strict=True)


def test_every_container_of_kubernetes_is_closed():
    """The « restricted » policy of the namespace would refuse it otherwise, and a root that nothing writes."""
    kinds = [each for each in kubernetes() if each["kind"] in {"Deployment", "Job"}]
    assert len(kinds) == 4
    for each in kinds:
        pod = each["spec"]["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"]
        for container in pod["containers"]:
            assert container["image"].endswith(f":{settings.RELEASE}")
            closed = container["securityContext"]
            assert closed["readOnlyRootFilesystem"]
            assert not closed["allowPrivilegeEscalation"]
            assert closed["capabilities"] == {"drop": ["ALL"]}


def units() -> list[Path]:
    return sorted(path for path in (DEPLOY / "systemd").iterdir() if path.suffix in {".service", ".target"})


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The units, with this machine's Python where theirs would be: systemd looks for the programs."""
    folder = tmp_path_factory.mktemp("units")
    for path in units():
        text = path.read_text().replace("/opt/portal/venv/bin", str(BIN))
        (folder / path.name).write_text(text)
    return folder


@pytest.mark.parametrize("unit", units(), ids=lambda path: path.name)
def test_systemd_reads_each_unit_without_a_word(unit, installed):
    name = unit.name.replace("@.", "@1.")
    if "@" in name:
        (installed / name).unlink(missing_ok=True)
        (installed / name).symlink_to(installed / unit.name)
    environment = os.environ | {"SYSTEMD_UNIT_PATH": f"{installed}:"}
    command = [program("systemd-analyze", package="systemd"), "--man=no", "--recursive-errors=no", "verify"]
    assert said(*command, installed / name, env=environment) == "0"


@pytest.mark.parametrize("unit", [path for path in units() if path.suffix == ".service"], ids=lambda path: path.name)
def test_a_service_is_hardened(unit, installed):
    """systemd's own measure of exposure, from 0 to 10: « OK » ends at 4.0; ours stays below 2.5."""
    command = [
        program("systemd-analyze", package="systemd"),
        "--man=no",
        "--offline=true",
        "--threshold=25",
        "security",
    ]
    assert said(*command, installed / unit.name).startswith("0 ")


def test_every_variable_that_we_hand_out_is_one_that_the_portal_reads():
    """A name that was misspelt in a file would be a setting that nobody obeys."""
    environment = yaml.safe_load((ROOT / "compose.yaml").read_text())["x-portal"]["environment"]
    config = next(each for each in kubernetes() if each["kind"] == "ConfigMap")["data"]
    units_say = re.findall(r"^([A-Z][A-Z0-9_]+)=", (DEPLOY / "systemd/portal.env").read_text(), re.M)
    for path in units():
        for line in re.findall(r"^Environment=(.+)$", path.read_text(), re.M):
            units_say += re.findall(r"([A-Z][A-Z0-9_]+)=", line)
    docker_says = re.findall(r"(?:ENV|^)\s*([A-Z][A-Z0-9_]+)=", (ROOT / "Dockerfile").read_text(), re.M)
    known = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))
    known |= BASE_OWN | {"DJANGO_SETTINGS_MODULE", "PIP_DISABLE_PIP_VERSION_CHECK"}
    handed = {name.removesuffix("_FILE") for name in {*environment, *config, *units_say, *docker_says}}
    assert {name for name in handed - known if not GRANIAN_OWN.fullmatch(name)} == set()
