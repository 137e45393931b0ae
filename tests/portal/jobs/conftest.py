import pytest
from django_tasks_db.management.commands import db_worker

from portal.database import context
from tests.portal.jobs import tasks


@pytest.fixture
def seen():
    """What the tasks of ``tests.portal.jobs.tasks`` saw as they ran."""
    tasks.SEEN.clear()
    return tasks.SEEN


@pytest.fixture
def queue(settings, monkeypatch):
    """Tasks wait in the database, as in production; ``queue()`` is a worker that runs them all."""
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)  # the test's transaction lives in one
    settings.TASKS = {"default": {"BACKEND": "portal.jobs.backends.DatabaseBackend"}}

    def work(worker_id="worker"):
        with context.use(context.PLATFORM):
            db_worker.Worker(
                queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False,
                max_tasks=None, worker_id=worker_id, excluded_queue_names=[],
            ).run()  # fmt: skip

    return work
