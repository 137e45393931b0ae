"""Writes in a row what is done, before it is begun: what was interrupted is seen too."""

import contextlib
from collections.abc import Iterator

from django.utils import timezone

from portal.jobs.scheduler import alone
from portal.operations.backups.errors import BackupError, said_of
from portal.operations.models import BackupRun

LOCK = "operations.backups"


@contextlib.contextmanager
def recorded(kind: BackupRun.Kind) -> Iterator[BackupRun]:
    """Yield the row of what begins here; nothing else of the kind runs meanwhile. Raises BackupError."""
    with alone(LOCK) as is_alone:
        if not is_alone:
            raise BackupError("A backup, a trial or a clearance is under way already.")
        # Nobody else is at work: what did not end was interrupted.
        BackupRun.objects.unfinished().update(ended_at=timezone.now(), error="Interrupted.")
        run = BackupRun.objects.create(kind=kind)
        try:
            yield run
        except BaseException as error:
            run.error = said_of(error)
            raise
        finally:
            run.ended_at = timezone.now()
            run.save()
            BackupRun.objects.expired(timezone.now()).delete()
