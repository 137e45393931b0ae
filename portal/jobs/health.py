"""How the installation is: whether it can serve, how old its queue is, which jobs are late. Nothing personal."""

import datetime
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.database import context
from portal.jobs.models import PeriodicJob
from portal.jobs.registry import FIGURES, JOBS

OLD_QUEUE = datetime.timedelta(minutes=5)
"""A task that waits longer tells that no worker runs, or that there are too few."""
DAY = datetime.timedelta(days=1)


def readiness() -> dict[str, bool]:
    """Say whether the database answers, and whether it is the one this code was written for."""
    try:
        with context.use(context.PLATFORM):
            applied = MigrationRecorder(connection).applied_migrations()
    except Error:
        return {"database": False, "migrations": False}
    return {"database": True, "migrations": _expected_migrations() <= set(applied)}


@cache
def _expected_migrations() -> frozenset[tuple[str, str]]:
    """Return the last migration of each app of this code, read from the disk once."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def report() -> dict:
    """Return everything ``/sante/`` shows, counted over all tenants."""
    ready = readiness()
    if not all(ready.values()):
        return {"status": "down", **ready}
    now = timezone.now()
    with context.use(context.PLATFORM):
        queue, jobs = _queue(now), _jobs(now)
        figures = {name: added.count() for name, added in sorted(FIGURES.items())}
    alarms = [figures[name][figure] for name, added in FIGURES.items() for figure in added.alarming]
    is_old = queue["oldest_seconds"] > OLD_QUEUE.total_seconds()
    status = "degraded" if is_old or jobs["late"] or jobs["failed"] or any(alarms) else "ok"
    return {"status": status, **ready, "queue": queue, "jobs": jobs, **figures}


def _queue(now: datetime.datetime) -> dict[str, int]:
    waiting = DBTaskResult.objects.ready().aggregate(count=Count("pk"), oldest=Min("enqueued_at"))
    age = now - waiting["oldest"] if waiting["oldest"] else datetime.timedelta()
    return {
        "waiting": waiting["count"],
        "oldest_seconds": int(age.total_seconds()),
        "failed_last_day": DBTaskResult.objects.failed().filter(finished_at__gt=now - DAY).count(),
    }


def _jobs(now: datetime.datetime) -> dict[str, list[str]]:
    """Return the names of the jobs that are late, and of those that failed. Never scheduled is late."""
    rows = {row.name: row for row in PeriodicJob.objects.all()}
    late = [name for name in JOBS if name not in rows or rows[name].is_late(now)]
    failed = [name for name, row in rows.items() if row.failures]
    return {"late": sorted(late), "failed": sorted(failed)}
