"""Workers that say that they live, and what becomes of a task whose worker does not.

Each worker holds a lock of PostgreSQL for as long as it lives: it goes with the session, however the process ends. Who
finds the lock of a running task's worker free knows that nobody works on it (housekeeping).
"""

import datetime
import threading

from django.db import Error, connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from portal.database import context

HOLDS_A_LOCK = "lives-"
"""How the name of such a worker begins: one of an older release holds none, and is not judged by it."""
LOOK_EVERY, TRY_EVERY = 5, 0.5  # seconds
MOST_RUNS = 3
AGAIN_AFTER = datetime.timedelta(seconds=10)
LOST = {"django.db.utils.OperationalError", "django.db.utils.InterfaceError", "builtins.SystemExit"}
"""What a task ends with when it is not at fault: the database went, or was waited for in vain; it was told to stop."""
HOLD = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
IS_FREE = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


def new_name() -> str:
    """Return the name of a worker that is about to begin."""
    return HOLDS_A_LOCK + get_random_string(32)


def is_dead(worker: str) -> bool:
    """Whether nobody holds this worker's lock. In a transaction, whose end gives the lock back."""
    with connection.cursor() as cursor:
        cursor.execute(IS_FREE, [worker])
        return cursor.fetchone()[0]


def give_back(row: DBTaskResult, *, after: datetime.timedelta = datetime.timedelta()) -> None:
    """Let another worker take a task. Safe only where its own is known not to work on it."""
    row.status, row.run_after = TaskResultStatus.READY, timezone.now() + after
    row.finished_at, row.exception_class_path, row.traceback = None, "", ""
    row.save(update_fields=["status", "run_after", "finished_at", "exception_class_path", "traceback"])


class Life(threading.Thread):
    """Holds a worker's lock while the block lasts, on a session beside that of its tasks; takes it again once lost."""

    def __init__(self, worker: str):
        super().__init__(name=worker, daemon=True)
        self.worker = worker
        self.taken = threading.Semaphore(0)
        """Released each time that the lock was taken."""
        self._is_held, self._is_over = False, threading.Event()

    def __enter__(self) -> "Life":
        self.start()
        self.taken.acquire()
        return self

    def __exit__(self, *_) -> None:
        self._is_over.set()
        self.join()

    def run(self) -> None:
        with context.use(context.PLATFORM):
            while not self._is_over.wait(LOOK_EVERY if self._look() else TRY_EVERY):
                pass
            connection.close()

    def _look(self) -> bool:
        """Take the lock if the session does not hold it; say whether it does."""
        question, values = ("SELECT true", None) if self._is_held else (HOLD, [self.worker])
        was_held, self._is_held = self._is_held, False
        try:
            with connection.cursor() as cursor:
                cursor.execute(question, values)
                (self._is_held,) = cursor.fetchone()
        except Error:
            connection.close()
        if self._is_held and not was_held:
            self.taken.release()
        return self._is_held


class Worker(db_worker.Worker):
    """One that gives back a task which failed through no fault of its own."""

    def run_task(self, row: DBTaskResult) -> None:
        super().run_task(row)
        is_lost = row.status == TaskResultStatus.FAILED and row.exception_class_path in LOST
        if is_lost and len(row.worker_ids) < MOST_RUNS:
            give_back(row, after=AGAIN_AFTER)
