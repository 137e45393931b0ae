"""Each job runs when its time has come, once; a failure is kept, and stops nobody else."""

import datetime
import threading

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.database import context
from portal.jobs import housekeeping, registry, scheduler
from portal.jobs.models import PeriodicJob
from portal.jobs.registry import periodic
from portal.tenancy.models import Tenant
from tests.portal.jobs import tasks

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _as_the_operator(platform_context):
    """The rows of the jobs are the platform's."""


@pytest.fixture
def jobs(monkeypatch):
    """No job but those the test declares."""
    monkeypatch.setattr(registry, "JOBS", {})
    monkeypatch.setattr(scheduler, "JOBS", registry.JOBS)
    return registry.JOBS


@pytest.fixture
def declare(jobs):
    """``declare(name, run)`` declares an hourly job whose time has come."""

    def one(name, run, **options):
        periodic(name, label="Essai", **{"every": HOUR} | options)(run)
        PeriodicJob.objects.create(name=name, next_run_at=timezone.now() - HOUR)

    return one


def row(name) -> PeriodicJob:
    return PeriodicJob.objects.get(name=name)


@pytest.mark.django_db
def test_a_job_runs_once_for_each_tenant_as_this_tenant(declare):
    seen = []
    declare("look", lambda: seen.append(context.current().slug))
    assert scheduler.run_due() == ["look"]
    assert seen == ["casa", "pas-de-calais"]


@pytest.mark.django_db
def test_a_job_of_the_platform_runs_once_as_the_platform(declare):
    seen = []
    declare("look", lambda: seen.append(context.current()), for_each_tenant=False)
    scheduler.run_due()
    assert seen == [context.PLATFORM]


@pytest.mark.django_db
def test_after_a_long_stop_a_job_runs_once_and_then_waits_its_turn(declare):
    seen = []
    declare("look", lambda: seen.append(1), for_each_tenant=False)
    PeriodicJob.objects.update(next_run_at=timezone.now() - 100 * HOUR)
    assert scheduler.run_due() == ["look"]
    assert scheduler.run_due() == []
    assert seen == [1]
    job = row("look")
    assert job.last_started_at <= job.last_finished_at
    assert job.next_run_at == job.last_finished_at + HOUR


@pytest.mark.django_db
def test_a_new_job_waits_its_first_time(jobs):
    periodic("later", label="Essai", at=datetime.time(3))(lambda: pytest.fail("too early"))
    assert scheduler.run_due() == []
    assert row("later").next_run_at > timezone.now()


@pytest.mark.django_db
def test_a_failure_for_one_tenant_is_kept_and_stops_neither_the_other_nor_the_next_job(declare, caplog):
    seen = []

    def run():
        seen.append(context.current().slug)
        if seen[-1] == "casa":
            raise ValueError("sa panne")

    declare("broken", run)
    declare("sound", lambda: seen.append("sound"), for_each_tenant=False)
    assert scheduler.run_due() == ["broken", "sound"]
    assert seen == ["casa", "pas-de-calais", "sound"]
    assert row("broken").last_error == "casa: ValueError: sa panne"
    assert row("broken").failures == 1
    assert row("sound").last_error == ""
    assert "The job « broken » failed for casa." in caplog.text


@pytest.mark.django_db
def test_a_job_that_works_again_forgets_its_error(declare):
    declare("mended", lambda: None)
    PeriodicJob.objects.update(last_error="une panne", failures=3)
    scheduler.run_due()
    assert (row("mended").last_error, row("mended").failures) == ("", 0)


@pytest.mark.django_db
def test_a_job_gone_from_the_code_goes_from_the_table(jobs):
    PeriodicJob.objects.create(name="old", next_run_at=timezone.now())
    assert scheduler.run_due() == []
    assert not PeriodicJob.objects.exists()


@pytest.mark.django_db
def test_a_job_declared_more_often_than_before_does_not_wait_its_old_turn(declare, jobs):
    declare("often", lambda: None)
    PeriodicJob.objects.update(next_run_at=timezone.now() + 24 * HOUR)
    scheduler.synchronise()
    assert row("often").next_run_at <= timezone.now() + HOUR


def test_two_jobs_cannot_have_one_name(jobs):
    periodic("twice", label="Essai", every=HOUR)(lambda: None)
    with pytest.raises(ValueError, match="twice"):
        periodic("twice", label="Essai", every=HOUR)(lambda: None)


def test_two_schedulers_never_run_a_job_twice(django_db_setup, django_db_blocker, jobs):
    """Two threads, two connections, committed rows: the second comes while the first is at work, and after it."""
    runs, first_is_at_work, second_has_looked = [], threading.Event(), threading.Event()

    def work():
        runs.append(threading.current_thread().name)
        first_is_at_work.set()
        assert second_has_looked.wait(20)

    periodic("slow", label="Essai", every=HOUR, for_each_tenant=False)(work)
    answers = {}

    def schedule():
        try:
            answers[threading.current_thread().name] = scheduler.run_due()
        finally:
            connection.close()

    def second():
        first_is_at_work.wait(20)
        schedule()
        second_has_looked.set()

    with django_db_blocker.unblock(), context.use(context.PLATFORM):
        try:
            PeriodicJob.objects.create(name="slow", next_run_at=timezone.now() - HOUR)
            threads = [threading.Thread(target=schedule, name="first"), threading.Thread(target=second, name="second")]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
            third = scheduler.run_due()
        finally:
            PeriodicJob.objects.all().delete()
            connection.close()
    assert answers == {"first": ["slow"], "second": []}
    assert third == []
    assert runs == ["first"]


@pytest.mark.django_db
def test_a_job_that_must_run_now_does_and_its_failure_is_the_command_s(declare):
    seen = []
    declare("now", lambda: seen.append(1), for_each_tenant=False)
    PeriodicJob.objects.update(next_run_at=timezone.now() + HOUR)
    scheduler.run_due()
    assert seen == []
    assert scheduler.run(registry.JOBS["now"], even_if_early=True)
    assert seen == [1]


@pytest.mark.django_db
def test_the_command_lists_the_jobs_and_runs_one_at_will(capsys, monkeypatch):
    call_command("scheduler", list=True)
    assert "Effacer les tâches finies" in capsys.readouterr().out
    call_command("scheduler", now="jobs.finished-tasks")
    assert row("jobs.finished-tasks").last_finished_at
    failing = registry.Job("jobs.finished-tasks", "Essai", registry.Every(HOUR), False, lambda: 1 / 0)
    monkeypatch.setitem(registry.JOBS, "jobs.finished-tasks", failing)
    with pytest.raises(CommandError, match="ZeroDivisionError"):
        call_command("scheduler", now="jobs.finished-tasks")


@pytest.mark.django_db
def test_every_declared_job_runs_for_both_tenants(platform_context):
    scheduler.synchronise()
    PeriodicJob.objects.update(next_run_at=timezone.now() - HOUR)
    ran = scheduler.run_due()
    assert set(ran) == set(registry.JOBS)
    assert not PeriodicJob.objects.exclude(last_error="").exists()
    assert Tenant.objects.count() == 2


@pytest.mark.django_db
def test_the_task_of_a_worker_that_died_is_given_to_another_until_it_has_killed_three(queue, seen, pdc):
    tasks.look.enqueue()
    long_ago = timezone.now() - 2 * HOUR
    with context.use(context.PLATFORM):
        DBTaskResult.objects.update(status="RUNNING", started_at=long_ago, worker_ids=["dead"])
        housekeeping.put_back_interrupted_tasks()
        queue()
        assert [who for who, _, _ in seen] == [pdc.context]
        DBTaskResult.objects.update(status="RUNNING", started_at=long_ago, worker_ids=["one", "two", "three"])
        housekeeping.put_back_interrupted_tasks()
        assert DBTaskResult.objects.get().exception_class_path.endswith("WorkerDiedError")


@pytest.mark.django_db
def test_a_task_at_work_is_left_alone_and_old_ones_are_purged(queue, pdc):
    tasks.look.enqueue()
    with context.use(context.PLATFORM):
        DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now(), worker_ids=["alive"])
        housekeeping.put_back_interrupted_tasks()
        assert DBTaskResult.objects.get().status == "RUNNING"
        DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - 8 * 24 * HOUR)
        housekeeping.purge_finished_tasks()
        assert not DBTaskResult.objects.exists()
