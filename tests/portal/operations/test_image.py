"""The image, built and started as the Dockerfile and compose.yaml say: as nobody, on a root that nothing writes."""

import http.client
import json
import os
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.counterparts import Running, folder, free_port, image, postgres

pytestmark = pytest.mark.full
ROOT = Path(__file__).parents[3]
HOST, OPERATOR = "logement.finistere.example", "portail.example.org"


@pytest.fixture(scope="module")
def place():
    with folder() as path:
        yield path


@pytest.fixture(scope="module")
def built(place):
    """The last stage, with what an operator gives: a database, a secret, hosts, a mail server."""
    with postgres.running() as database:
        stage = image.build(ROOT, place)
        os.chown(stage.folder / "data", *map(int, stage.user.split(":")))  # an engine does so of a new volume
        stage.env |= {
            "SECRET_KEY": "image-of-these-tests-Zk3x9Qv7Lw2Rb8Tn5Yc1Hj6Md4Fs0GpXe",
            "DATABASE_URL": database.url(), "PLATFORM_HOSTS": OPERATOR, "EMAIL_HOST": "127.0.0.1",
            "DEFAULT_FROM_EMAIL": "ne-pas-repondre@example.org", "ALLAUTH_TRUSTED_PROXY_COUNT": "1",
            "GRANIAN_PORT": str(free_port()),
        }  # fmt: skip
        yield stage


def run(stage: image.Stage, *command: str, ok: bool = True) -> str:
    done = subprocess.run(
        stage.inside(list(command), finished=True), capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode == 0) is ok, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def web(built, place):
    """The image’s own command, on a database that its own « migrate » made."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    run(built, *services["migrate"]["command"])
    run(built, "python", "manage.py", "import_communes", "portal/territories/data", "--apply")
    run(
        built, "python", "manage.py", "create_tenant", "--name", "Département du Finistère", "--short-name",
        "Finistère", "--kind", "departement", "--departement", "29", "--host", HOST, "--administrator",
        "prenom.nom@example.org",
    )  # fmt: skip
    running = Running(built.inside(built.command, finished=True), place / "web.log")
    healthcheck = built.inside(built.healthcheck, finished=True)
    running.start(lambda: subprocess.run(healthcheck, capture_output=True, check=False).returncode == 0)
    yield running
    running.stop()


def ask(stage: image.Stage, host: str, path: str) -> http.client.HTTPResponse:
    """GET as a front passes it on, which has taken it over TLS."""
    address = f"http://127.0.0.1:{stage.env['GRANIAN_PORT']}{path}"
    return urllib.request.urlopen(
        urllib.request.Request(
            address, headers={"Host": host, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.4"}
        ),
        timeout=30,
    )


def test_a_tenant_opened_in_the_container_is_served_with_its_static_files(built, web):
    with ask(built, HOST, "/") as home:
        text = home.read().decode()
    assert "Finistère" in text
    sheet = text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    with ask(built, HOST, sheet) as styles:
        assert "immutable" in styles.headers["Cache-Control"]


def test_its_processes_are_nobodys_root_and_write_to_their_data_alone(built, web):
    user = built.user.split(":")[0]
    status = Path(f"/proc/{built.first_process(web.process)}/status").read_text()
    assert f"Uid:\t{user}\t{user}" in status
    assert "CapEff:\t0000000000000000" in status
    assert "Read-only file system" in run(built, "sh", "-c", "touch /app/x; touch /etc/x; touch /data/x && echo kept")
    assert (built.folder / "data/x").exists()


def test_the_other_processes_of_compose_start_from_the_same_image(built, web):
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert "jobs.expired-sessions" in run(built, *services["scheduler"]["command"], "--list")
    run(built, *services["worker"]["command"], "--batch")
    assert "no issues" in run(built, "python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")


def test_what_it_writes_is_json_line_by_line(web):
    lines = [json.loads(line) for line in web.log.read_text().splitlines()]
    assert any(line.get("logger") == "portal.access" and line.get("tenant") == "finistere" for line in lines)


def test_the_health_check_fails_once_the_process_is_gone_and_it_goes_when_it_is_told(built, web):
    os.kill(built.first_process(web.process), signal.SIGTERM)
    assert web.process.wait(30) == 0
    assert "cannot serve" in run(built, *built.healthcheck, ok=False)
