"""How the installation is, for the people who look after it: what ``/sante/`` sums up, each part by its name.

Read as the platform; nothing personal but what the errors of jobs may say.
"""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.jobs import health
from portal.jobs.housekeeping import LONGEST_TASK, SIGN_EVERY
from portal.jobs.models import LATE_AFTER, PeriodicJob
from portal.jobs.registry import FIGURES, JOBS, Job

QUIET_AFTER = 3 * SIGN_EVERY
"""A worker is asked for a sign of life every SIGN_EVERY: nothing heard of it for this long is not a good sign."""


class Life(StrEnum):
    """Of a process that runs beside the web server."""

    WELL = "well"
    BUSY = "busy"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class JobState:
    """A declared job, its row if the scheduler made one, and whether it is late."""

    job: Job
    row: PeriodicJob | None
    is_late: bool


@dataclass(frozen=True)
class Count:
    label: str
    count: int
    is_alarming: bool


@dataclass
class Overview:
    """``report`` is that of ``/sante/``. The rest is empty when the database cannot be read (« down »)."""

    report: dict
    worker: Life = Life.UNKNOWN
    worker_seen_at: datetime.datetime | None = None
    scheduler: Life = Life.UNKNOWN
    scheduler_seen_at: datetime.datetime | None = None
    oldest_since: datetime.datetime | None = None
    queue_is_old: bool = False
    jobs: list[JobState] = field(default_factory=list)
    figures: list[tuple[str, list[Count]]] = field(default_factory=list)
    server_version: str = ""
    database_bytes: int = 0


def overview() -> Overview:
    """Return how everything is now. Runs as the platform."""
    report, now = health.report(), timezone.now()
    seen = Overview(report)
    if report["status"] == "down":
        return seen
    oldest = report["queue"]["oldest_seconds"]
    seen.oldest_since = now - datetime.timedelta(seconds=oldest) if report["queue"]["waiting"] else None
    seen.queue_is_old = oldest > health.OLD_QUEUE.total_seconds()
    seen.worker, seen.worker_seen_at = _worker(now, queue_is_old=seen.queue_is_old)
    seen.jobs = _jobs(now)
    seen.scheduler, seen.scheduler_seen_at = _scheduler(now, seen.jobs)
    seen.figures = _figures(report)
    seen.server_version, seen.database_bytes = _database()
    return seen


def _worker(now: datetime.datetime, *, queue_is_old: bool) -> tuple[Life, datetime.datetime | None]:
    """Tell by what workers leave in the queue: a task that runs, the last that ended, one that nobody takes."""
    running = DBTaskResult.objects.running().filter(started_at__gt=now - LONGEST_TASK).exists()
    last = DBTaskResult.objects.aggregate(last=Max("finished_at"))["last"]
    if running:
        return Life.BUSY, last
    if queue_is_old:
        return Life.SILENT, last
    return (Life.WELL if last and last > now - QUIET_AFTER else Life.UNKNOWN), last


def _scheduler(now: datetime.datetime, jobs: list[JobState]) -> tuple[Life, datetime.datetime | None]:
    started = [state.row.last_started_at for state in jobs if state.row and state.row.last_started_at]
    last = max(started, default=None)
    if last and last > now - LATE_AFTER:
        return Life.WELL, last
    return (Life.SILENT if any(state.is_late for state in jobs) else Life.UNKNOWN), last


def _jobs(now: datetime.datetime) -> list[JobState]:
    """Return each declared job: those that failed or are late first. Never scheduled is late."""
    rows = {row.name: row for row in PeriodicJob.objects.all()}
    found = [JobState(job, row := rows.get(name), row is None or row.is_late(now)) for name, job in JOBS.items()]
    return sorted(found, key=lambda state: (not (state.row and state.row.failures), not state.is_late, state.job.label))


def _figures(report: dict) -> list[tuple[str, list[Count]]]:
    return [
        (
            figures.label,
            [
                Count(figures.labels.get(counted, counted), count, bool(count) and counted in figures.alarming)
                for counted, count in report[name].items()
            ],
        )
        for name, figures in sorted(FIGURES.items())
    ]


def _database() -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        return cursor.fetchone()
