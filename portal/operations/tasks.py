"""Each task that a worker runs: where it comes from, how long it took, what became of it."""

import logging
import time

from django.dispatch import receiver
from django.tasks.signals import task_finished, task_started

from portal.jobs import origin
from portal.jobs.backends import REQUEST
from portal.jobs.origin import Origin
from portal.operations import measures

logger = logging.getLogger("portal.tasks")
_running: dict[str, tuple[object, float]] = {}
"""What ``task_finished`` needs of ``task_started``, by the task's number."""


@receiver(task_started)
def begins(sender, task_result, **kwargs):
    work = Origin(
        request_id=task_result.kwargs.get(REQUEST, ""), task=task_result.task.module_path, task_id=str(task_result.id)
    )
    _running[work.task_id] = origin.begin(work), time.monotonic()


@receiver(task_finished)
def ends(sender, task_result, **kwargs):
    """Tell what became of it. Django's own receiver came first, and told the error as this task's."""
    token, started = _running.pop(str(task_result.id), (None, 0.0))
    if token is None:
        return
    seconds, status = time.monotonic() - started, task_result.status.lower()
    logger.info("task", extra={"status": status, "duration_ms": round(1000 * seconds)})
    measures.note_task(task_result.task.module_path, status, seconds)
    origin.end(token)
