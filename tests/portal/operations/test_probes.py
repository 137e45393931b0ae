"""What load balancers and Prometheus ask, as they ask it: by address, over plain HTTP, without a session."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured

from portal.operations import measures
from tests.conftest import CASA_HOST, PDC_HOST, GuardedClient
from tests.portal.test_production import production  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-these-tests-0123456789abcdef"
HOSTS = [PDC_HOST, "localhost", "10.1.2.3:8000", "nulle-part.example"]


@pytest.fixture
def measured(settings):
    settings.METRICS_TOKEN = TOKEN
    measures.counts.cache_clear()
    yield lambda host="localhost": GuardedClient(host, HTTP_AUTHORIZATION=f"Bearer {TOKEN}").get("/sante/mesures/")
    measures.counts.cache_clear()


def value(answer, sample: str) -> float:
    [line] = [line for line in answer.text.splitlines() if line.startswith(sample + " ")]
    return float(line.rpartition(" ")[2])


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/sante/", "/sante/pret/"])
def test_a_probe_is_answered_on_any_host_over_plain_http_without_a_session(production, host, path):  # noqa: F811
    for answer in (GuardedClient(host).get(path), GuardedClient(host).head(path)):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
    assert GuardedClient(host).head(path).content == b""
    assert GuardedClient(host).post(path).status_code == 405


def test_nothing_else_is_answered_on_an_unknown_host(production):  # noqa: F811
    for path in ("/sante/x/", "/sante", "/sante/pret", "/"):
        assert GuardedClient("10.1.2.3", HTTP_X_FORWARDED_PROTO="https").get(path).status_code == 404


def test_a_tenant_s_page_below_that_address_stays_its_own():
    missing = GuardedClient(CASA_HOST).get("/sante/mentale/")
    assert missing.status_code == 404
    assert missing.wsgi_request.tenant.slug == "casa"


@pytest.mark.parametrize("host", HOSTS)
def test_measures_are_for_whoever_says_the_token(settings, production, host):  # noqa: F811
    settings.METRICS_TOKEN = ""
    for said in ("", "Bearer ", f"Bearer {TOKEN}"):
        assert GuardedClient(host, HTTP_AUTHORIZATION=said).get("/sante/mesures/").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    for said in ("", "Bearer ", TOKEN, f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"):
        answer = GuardedClient(host, HTTP_AUTHORIZATION=said).get("/sante/mesures/")
        assert (answer.status_code, answer.content) == (401, b"")
    answer = GuardedClient(host, HTTP_AUTHORIZATION=f"Bearer {TOKEN}").get("/sante/mesures/")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    assert answer["Cache-Control"] == "no-store"


def test_requests_are_counted_by_route_never_by_address(measured, kept_pages):
    client = GuardedClient(PDC_HOST)
    for n in range(3):
        client.get(f"/plateformes/inconnue-{n}/")
    client.generic("JOUER", "/contact/")
    client.get("/glossaire/")
    client.get("/glossaire/")
    answer = measured()
    assert value(answer, 'portal_requests_total{method="GET",route="wagtail_serve",status="404"}') == 3
    assert 'method="OTHER",route="contact"' in answer.text
    assert value(answer, 'portal_requests_total{method="GET",route="(kept)",status="200"}') == 1
    assert value(answer, 'portal_request_seconds_count{route="wagtail_serve"}') == 3
    assert value(answer, 'portal_database_queries_total{route="wagtail_serve"}') > 0
    assert value(answer, "portal_requests_in_progress") == 1  # the one that asks
    assert "inconnue" not in answer.text
    assert PDC_HOST not in answer.text
    assert "pas-de-calais" not in answer.text


def test_measures_tell_what_the_health_of_the_installation_is(measured):
    answer = measured()
    assert value(answer, 'portal_health{status="degraded"}') == 1
    assert value(answer, 'portal_health{status="ok"}') == 0
    assert value(answer, "portal_database_ready") == value(answer, "portal_migrations_ready") == 1
    assert value(answer, "portal_queue_waiting") == value(answer, "portal_mails_abandoned") == 0
    assert value(answer, "portal_jobs_late") > 10
    assert value(answer, 'portal_job_late{job="jobs.finished-tasks"}') == 1
    assert value(answer, f'process_resident_memory_bytes{{pid="{os.getpid()}"}}') > 10_000_000


def test_nothing_is_counted_until_a_token_is_given():
    assert not configured.METRICS_TOKEN
    measures.counts.cache_clear()
    GuardedClient(PDC_HOST).get("/glossaire/")
    assert measures.counts.cache_info().currsize == 0


def test_what_former_processes_counted_goes_when_none_of_them_runs_any_more(tmp_path):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    for name in (f"counter_{gone.pid}.db", f"gauge_livesum_{gone.pid}.db"):
        (tmp_path / name).touch()
    running = tmp_path / f"counter_{os.getppid()}.db"
    running.touch()
    measures._begin_anew(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3  # one of them runs: the sums go on
    running.unlink()
    measures._begin_anew(tmp_path)
    assert list(tmp_path.iterdir()) == []
