"""``/sante/`` tells those who watch what to worry about, and keeps a late job from taking a process away."""

import datetime

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.database import context
from portal.jobs import health, scheduler
from portal.jobs.models import PeriodicJob
from tests.conftest import PDC_HOST, GuardedClient
from tests.portal.jobs import tasks

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def _scheduled(platform_context):
    scheduler.synchronise()


@pytest.mark.usefixtures("_scheduled")
@pytest.mark.parametrize("host", [PDC_HOST, "localhost"])
def test_all_is_well_on_each_host(host):
    answer = GuardedClient(host).get("/sante/")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    said = answer.json()
    assert said["status"] == "ok"
    assert said["database"] is said["migrations"] is True
    assert said["queue"] == {"waiting": 0, "oldest_seconds": 0, "failed_last_day": 0}
    assert said["jobs"] == {"late": [], "failed": []}
    ready = GuardedClient(host).get("/sante/pret/")
    assert (ready.status_code, ready.json()) == (200, {"database": True, "migrations": True})


def test_a_scheduler_that_never_ran_is_seen_and_the_process_stays_in_service(pdc_client):
    said = pdc_client.get("/sante/")
    assert said.status_code == 200
    assert said.json()["status"] == "degraded"
    assert "home.expired-messages" in said.json()["jobs"]["late"]
    assert pdc_client.get("/sante/pret/").status_code == 200


@pytest.mark.usefixtures("_scheduled")
def test_late_and_failed_jobs_are_named_and_their_errors_kept_from_the_public(pdc_client):
    PeriodicJob.objects.filter(name="jobs.finished-tasks").update(next_run_at=timezone.now() - HOUR)
    PeriodicJob.objects.filter(name="jobs.expired-sessions").update(last_error="casa: x@y.example", failures=2)
    answer = pdc_client.get("/sante/")
    assert answer.json()["jobs"] == {"late": ["jobs.finished-tasks"], "failed": ["jobs.expired-sessions"]}
    assert answer.json()["status"] == "degraded"
    assert "x@y.example" not in answer.text


@pytest.mark.usefixtures("_scheduled")
def test_a_queue_that_nobody_empties_is_seen(pdc_client, queue):
    tasks.look.enqueue()
    tasks.look.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - HOUR)
    said = pdc_client.get("/sante/").json()
    assert said["queue"]["waiting"] == 2
    assert 3600 <= said["queue"]["oldest_seconds"] < 3700
    assert said["status"] == "degraded"


def test_a_process_without_its_database_lives_but_is_not_ready(monkeypatch):
    def refuse(*args):
        raise OperationalError("no server")

    client = GuardedClient("localhost")
    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/sante/").json() == {"status": "down", "database": False, "migrations": False}
    assert client.get("/sante/").status_code == 200
    assert client.get("/sante/pret/").status_code == 503


def test_a_process_newer_than_its_database_is_not_ready(monkeypatch):
    expected = health._expected_migrations() | {("home", "9999_to_come")}
    monkeypatch.setattr(health, "_expected_migrations", lambda: expected)
    answer = GuardedClient("localhost").get("/sante/pret/")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": False}


@pytest.mark.parametrize("tasks_waiting", [1, 30])
@pytest.mark.usefixtures("_scheduled")
def test_it_costs_the_same_whatever_waits(tasks_waiting, pdc_client, queue, django_assert_max_num_queries):
    for _ in range(tasks_waiting):
        tasks.look.enqueue()
    health._expected_migrations()
    with context.use(context.NOTHING), django_assert_max_num_queries(8):
        pdc_client.get("/sante/")
