"""The periodic jobs of the queue and of sessions, and the worker's sign of life."""

import datetime

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection, transaction
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.accounts.addresses import forget_old_changes
from portal.accounts.devices import forget_ended_sessions
from portal.jobs.registry import periodic
from portal.jobs.workers import HOLDS_A_LOCK, MOST_RUNS, give_back, is_dead
from portal.tenancy.shared_shelf import SharedShelf

FINISHED_KEPT_FOR = datetime.timedelta(days=7)
"""How long a finished task stays, for whoever looks into a failure."""
LONGEST_TASK = datetime.timedelta(hours=1)
"""A task that has run for longer, under a worker of a release without locks, was left by one that died."""
SETTLED = datetime.timedelta(seconds=30)
"""Who lost the database for a moment has its lock again by then."""
SERVER_SINCE = "SELECT pg_postmaster_start_time()"
SIGN_EVERY = datetime.timedelta(minutes=5)


class WorkerDiedError(RuntimeError):
    """Each worker that ran this task died."""


@periodic("jobs.finished-tasks", label="Effacer les tâches finies", at=datetime.time(3, 40), for_each_tenant=False)
def purge_finished_tasks() -> None:
    """Delete the tasks that ended some time ago, well or badly."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - FINISHED_KEPT_FOR).delete()


@periodic(
    "jobs.interrupted-tasks",
    label="Reprendre les tâches interrompues",
    every=datetime.timedelta(minutes=1),
    for_each_tenant=False,
)
@transaction.atomic
def put_back_interrupted_tasks() -> None:
    """Give the tasks of a worker that died to another; one that goes on killing its worker fails.

    So a task may run twice: each is written to be safe then.
    """
    left = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - SETTLED)
    for row in left.select_for_update(skip_locked=True):
        if not _is_left(row):
            continue
        if len(row.worker_ids) >= MOST_RUNS:
            row.set_failed(WorkerDiedError(f"{MOST_RUNS} workers died with it."))
        else:
            give_back(row)


def _is_left(row: DBTaskResult) -> bool:
    """Whether nobody works on a running task."""
    worker = row.worker_ids[-1] if row.worker_ids else ""
    if worker.startswith(HOLDS_A_LOCK):
        return is_dead(worker) and _server_since() < timezone.now() - SETTLED
    return row.started_at < timezone.now() - LONGEST_TASK


def _server_since() -> datetime.datetime:
    with connection.cursor() as cursor:
        cursor.execute(SERVER_SINCE)
        return cursor.fetchone()[0]


@periodic(
    "jobs.kept-pages",
    label="Effacer les pages gardées dont le délai est passé",
    every=datetime.timedelta(minutes=15),
    for_each_tenant=False,
)
def purge_kept_pages() -> None:
    """Delete the pages kept for visitors that are over. Redis sees to its own, not to what was kept in its place."""
    for name in settings.CACHES:
        if isinstance(caches[name], SharedShelf):
            caches[name].erase_expired()


@periodic(
    "jobs.expired-sessions", label="Effacer les sessions expirées", at=datetime.time(3, 50), for_each_tenant=False
)
def purge_expired_sessions() -> None:
    """Delete what lets nobody in any more: sessions and what is kept of them, changes of address nobody confirmed."""
    SessionStore.clear_expired()
    forget_ended_sessions()
    forget_old_changes()


@task
def give_a_sign() -> None:
    """Nothing but a task that ends: a worker lives."""


@periodic(
    "jobs.sign-of-life", label="Demander un signe de vie au traitement des tâches", every=SIGN_EVERY,
    for_each_tenant=False,
)  # fmt: skip
def ask_for_a_sign() -> None:
    """Enqueue a task whose end tells that a worker lives, unless one waits; forget the signs before the last."""
    signs = DBTaskResult.objects.filter(task_path=give_a_sign.module_path)
    last = signs.successful().order_by("-finished_at").values("pk")[:1]
    signs.successful().exclude(pk__in=last).delete()
    if not signs.ready().exists():
        give_a_sign.enqueue()
