"""The real web server, with production's settings and two processes: its logs, its measures, its probes."""

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.conftest import PDC_HOST
from tests.counterparts import Running, folder, free_port
from tests.portal.operations.test_probes import TOKEN
from tests.portal.settings.test_production_settings import bare
from tests.portal.test_production import ENVIRONMENT
from tests.test_architecture import ROOT

pytestmark = [pytest.mark.full, pytest.mark.django_db]
SECRET = {"Host": PDC_HOST, "X-Forwarded-Proto": "https", "Cookie": "a=quartier-secret"}
WAITS = "SELECT count(*) FROM pg_locks WHERE relation = 'django_migrations'::regclass AND NOT granted"
STARTED = "Started worker-"
MEASURES = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """``ask(path, headers)`` is an answer over a connection of its own; ``log()`` is what was written."""
    url = (settings.DATABASE_URL or settings.EMBEDDED_POSTGRES.url()).rpartition("/")[0]
    database = f"{url}/{connection.settings_dict['NAME']}"
    with folder() as place:
        environment = bare(
            **ENVIRONMENT | {"DATABASE_URL": database},
            METRICS_TOKEN=TOKEN, METRICS_DIR=str(place / "measures"), PORTAL_DATA_DIR=str(place),
        )  # fmt: skip
        port = free_port()
        command = [
            Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", port,
            "--workers", "2", "--blocking-threads", "2", "--no-ws", "--workers-kill-timeout", "30",
            "--log-config", "portal/operations/deploy/granian-log.json", "portal.wsgi:application",
        ]  # fmt: skip
        server = Running(command, place / "log", cwd=ROOT, env=environment)

        def ask(path: str, headers: dict, method: str = "GET") -> SimpleNamespace:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request(method, path, headers=headers)
            answer = line.getresponse()
            told = SimpleNamespace(status=answer.status, headers=answer.headers, text=answer.read().decode())
            line.close()
            return told

        def start() -> None:
            before = server.log.read_text().count(STARTED) if server.log.exists() else 0
            server.start(lambda: server.log.read_text().count(STARTED) == before + 2)

        start()
        try:
            yield SimpleNamespace(
                ask=ask, log=server.log.read_text, server=server, start=start, database=database,
                environment=environment,
            )  # fmt: skip
        finally:
            server.stop()


def found(text: str, start: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line.startswith(start)]
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines}


def test_whichever_process_answers_the_sums_are_those_of_both(served):
    for _ in range(24):
        assert served.ask("/sante/pret/", {"Host": "10.0.0.1"}).status == 200
    for _ in range(6):
        text = served.ask("/sante/mesures/", MEASURES).text
        [ready] = found(text, 'portal_requests_total{method="GET",route="ready"').values()
        assert ready == 24
        assert len(found(text, "process_resident_memory_bytes")) == 2
        assert found(text, "portal_database_pool_size")["portal_database_pool_size"] >= 1
        assert found(text, "portal_requests_in_progress")["portal_requests_in_progress"] == 1
    assert served.ask("/sante/mesures/", {}).status == 401


def test_probes_are_answered_by_address_and_over_plain_http(served):
    for method in ("GET", "HEAD"):
        for path in ("/sante/", "/sante/pret/"):
            answer = served.ask(path, {"Host": "10.0.0.1:8000"}, method)
            assert answer.status == 200
            assert "Set-Cookie" not in answer.headers
    assert served.ask("/", {"Host": "10.0.0.1:8000", "X-Forwarded-Proto": "https"}).status == 404
    assert served.ask("/robots.txt", {"Host": PDC_HOST}).status == 301


def test_every_line_is_an_object_and_none_holds_what_was_asked(served):
    number = {"X-Request-ID": "of-the-proxy-1"}
    assert served.ask("/robots.txt?q=quartier-secret", SECRET | number).headers["X-Request-ID"] == "of-the-proxy-1"
    broken = served.ask("/compte/connexion/?q=quartier-secret", SECRET)  # static files were not collected here
    assert broken.status == 500
    written = served.log().splitlines()
    assert [line for line in written if not line.startswith("{")] == []
    lines = [json.loads(line) for line in written]
    [robots] = [line for line in lines if line.get("request_id") == "of-the-proxy-1"]
    assert robots.items() >= {"logger": "portal.access", "path": "/robots.txt", "status": 200}.items()
    told = [line for line in lines if line.get("request_id") == broken.headers["X-Request-ID"]]
    assert {line["logger"] for line in told} == {"django.request", "portal.access"}
    assert all(line["tenant"] == "pas-de-calais" for line in told)
    assert "quartier-secret" not in served.log()
    assert any(line["logger"] == "_granian" for line in lines)


def test_checks_before_a_deployment_have_nothing_to_say_with_this_database(served):
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING"],
        cwd=ROOT, env=served.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "System check identified no issues" in done.stdout + done.stderr


def test_a_request_in_the_middle_is_answered_when_the_server_is_told_to_stop(served):
    """Readiness reads a table that is locked meanwhile: the request is under way, for as long as this test wants."""
    with psycopg.connect(served.database) as line, ThreadPoolExecutor() as pool:
        line.execute("SET ROLE portal_platform")
        line.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
        asked = pool.submit(served.ask, "/sante/pret/", {"Host": "10.0.0.1"})
        while not line.execute(WAITS).fetchone()[0]:
            assert not asked.done(), asked.result()
        served.server.process.send_signal(signal.SIGTERM)
        while "Stopping worker-" not in served.log():
            assert not asked.done(), asked.result()
        line.rollback()
        assert asked.result(timeout=60).status == 200
    assert served.server.process.wait(60) == 0
    served.start()
