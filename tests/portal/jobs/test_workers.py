"""A worker that dies, and one that loses the database: what they had begun is done by another, and nothing twice."""

import datetime

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.database import context
from portal.jobs import housekeeping, workers
from portal.jobs.workers import MOST_RUNS, Life, Worker, new_name
from tests.portal.jobs import tasks

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def begun(queue, pdc, monkeypatch):
    """``begun(worker)`` is a task that this worker began a minute ago; the server has run for long."""
    monkeypatch.setattr(housekeeping, "_server_since", lambda: timezone.now() - 60 * MINUTE)

    def begin(*names: str) -> DBTaskResult:
        with context.use(pdc.context):
            tasks.look.enqueue()
        with context.use(context.PLATFORM):
            DBTaskResult.objects.update(
                status=TaskResultStatus.RUNNING, started_at=timezone.now() - MINUTE, worker_ids=list(names)
            )
            return DBTaskResult.objects.get()

    return begin


def state(row: DBTaskResult) -> str:
    with context.use(context.PLATFORM):
        housekeeping.put_back_interrupted_tasks()
        row.refresh_from_db()
    return row.status


def test_a_task_stays_with_a_worker_that_lives_however_long_it_takes(begun):
    row = begun(name := new_name())
    with context.use(context.PLATFORM):
        DBTaskResult.objects.update(started_at=timezone.now() - 300 * MINUTE)
    with Life(name):
        assert state(row) == TaskResultStatus.RUNNING


def test_it_is_put_back_within_a_minute_once_its_worker_is_gone(begun, queue, seen, pdc):
    row = begun(name := new_name())
    with Life(name):
        pass
    assert state(row) == TaskResultStatus.READY
    queue()
    assert [who for who, _, _ in seen] == [pdc.context]


def test_a_worker_whose_session_was_cut_holds_its_lock_again(begun, monkeypatch):
    monkeypatch.setattr(workers, "LOOK_EVERY", 0.05)
    row = begun(name := new_name())
    with Life(name) as life:
        cut(name)
        assert life.taken.acquire(timeout=30)
        assert state(row) == TaskResultStatus.RUNNING


def cut(worker: str) -> None:
    """End the session that holds a worker's lock, as a network that breaks would."""
    server = (settings.DATABASE_URL or settings.EMBEDDED_POSTGRES.url()).rpartition("/")[0]
    with psycopg.connect(f"{server}/{connection.settings_dict['NAME']}", autocommit=True) as session:
        gone = session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            " AND (classid::bigint << 32) | objid::bigint = hashtextextended(%s, 0)",
            [worker],
        )
        assert gone.fetchall() == [(True,)]


def test_one_that_just_lost_the_database_is_not_judged_yet(begun, monkeypatch):
    row = begun(new_name())
    monkeypatch.setattr(housekeeping, "_server_since", timezone.now)
    assert state(row) == TaskResultStatus.RUNNING


def test_a_worker_of_the_release_before_holds_no_lock_and_is_judged_by_the_hour(begun):
    row = begun("of-the-release-before")
    assert state(row) == TaskResultStatus.RUNNING
    with context.use(context.PLATFORM):
        DBTaskResult.objects.update(started_at=timezone.now() - 61 * MINUTE)
    assert state(row) == TaskResultStatus.READY


@pytest.fixture
def failing(queue, pdc, monkeypatch):
    """A task that ends with this error, given to one of our workers."""

    def fail(error: BaseException, runs: int = 1) -> DBTaskResult:
        def breaks():
            raise error

        monkeypatch.setattr(tasks, "_write_down", breaks)
        with context.use(pdc.context):
            tasks.look.enqueue()
        with context.use(context.PLATFORM):
            row = DBTaskResult.objects.get()
            row.claim("before")
            row.worker_ids = ["before"] * runs
            Worker(
                queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
                max_tasks=None, worker_id=new_name(), excluded_queue_names=[],
            ).run_task(row)  # fmt: skip
            row.refresh_from_db()
        return row

    return fail


@pytest.mark.parametrize("error", [OperationalError("the connection is closed"), SystemExit(1)])
def test_a_task_that_lost_the_database_or_was_told_to_stop_is_done_again_a_little_later(failing, error):
    row = failing(error)
    assert (row.status, row.traceback, row.finished_at) == (TaskResultStatus.READY, "", None)
    assert row.run_after > timezone.now()
    with context.use(context.PLATFORM):
        assert not DBTaskResult.objects.ready().exists()


def test_one_that_always_does_is_given_up(failing):
    assert failing(OperationalError("again"), runs=MOST_RUNS).status == TaskResultStatus.FAILED


def test_one_that_is_at_fault_itself_is_given_up_at_once(failing):
    assert failing(ValueError("its own fault")).status == TaskResultStatus.FAILED
