"""Runs each periodic job when its time has come, once, however many schedulers there are.

A lock of PostgreSQL, held by the session that runs the job, keeps the other schedulers off; it goes with the
session if the process dies. The row is read again under the lock: who comes second finds a job already done.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

from portal.database import context
from portal.database.direct import session_of_its_own
from portal.jobs import origin
from portal.jobs.models import PeriodicJob
from portal.jobs.origin import Origin
from portal.jobs.registry import JOBS, Job
from portal.tenancy.models import Tenant

logger = logging.getLogger(__name__)
LONGEST_ERROR = 2000  # characters


def run_due() -> list[str]:
    """Run every job whose time has come, and return their names. Runs as the platform."""
    with context.use(context.PLATFORM):
        synchronise()
        waiting = PeriodicJob.objects.due(timezone.now()).order_by("next_run_at", "name")
        return [name for name in waiting.values_list("name", flat=True) if run(JOBS[name])]


def synchronise() -> None:
    """Give each declared job its row, and take away the rows of those that are no longer declared."""
    now = timezone.now()
    PeriodicJob.objects.exclude(name__in=JOBS).delete()
    known = {row.name: row for row in PeriodicJob.objects.all()}
    for job in JOBS.values():
        next_run = job.schedule.after(now)
        if job.name not in known:
            PeriodicJob.objects.get_or_create(name=job.name, defaults={"next_run_at": next_run})
        elif next_run < known[job.name].next_run_at:  # declared more often than before
            PeriodicJob.objects.filter(name=job.name).update(next_run_at=next_run)


def run(job: Job, *, even_if_early: bool = False) -> bool:
    """Run the job if its time has come and nobody else runs it; say whether it was run.

    An error of the job is kept in its row: it stops neither the other tenants nor the other jobs.
    """
    with alone(job.name) as is_alone:
        if not is_alone:
            return False
        row = PeriodicJob.objects.get(name=job.name)
        if not even_if_early and row.next_run_at > timezone.now():
            return False
        row.last_started_at = timezone.now()
        row.save(update_fields=["last_started_at"])
        errors = _run_for_each(job)
        row.last_finished_at = timezone.now()
        row.last_error = "\n".join(errors)[:LONGEST_ERROR]
        row.failures = row.failures + 1 if errors else 0
        row.next_run_at = job.schedule.after(row.last_finished_at)
        row.save()
        return True


def _run_for_each(job: Job) -> list[str]:
    """Run the job for whom it is for; return the errors. All of it has one number in the logs."""
    started = time.monotonic()
    with origin.use(Origin(request_id=origin.new_id(), job=job.name)):
        errors = [error for asking, name in _askers(job) if (error := _run_as(job, asking, name))]
        origin.note_tenant("")
        took = round(1000 * (time.monotonic() - started))
        logger.info("job", extra={"status": "failed" if errors else "done", "duration_ms": took})
    return errors


def _askers(job: Job) -> list[tuple[context.Context, str]]:
    if not job.for_each_tenant:
        return [(context.PLATFORM, "platform")]
    return [(tenant.context, tenant.slug) for tenant in Tenant.objects.order_by("slug")]


def _run_as(job: Job, asking: context.Context, name: str) -> str:
    """Run the job for one tenant, or the platform; return the error, or nothing."""
    origin.note_tenant(name)
    try:
        with context.use(asking):
            job.run()
    except Exception as error:
        logger.exception("The job « %s » failed for %s.", job.name, name)
        return f"{name}: {type(error).__name__}: {error}"
    return ""


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Hold the job's lock; False when another session holds it. What must not run beside a job takes it too."""
    key, session = f"periodic job {name}", session_of_its_own()
    with session.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [key])
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with session.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
