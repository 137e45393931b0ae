"""How the backups are, for the console and ``/sante/``: two queries at most, none where none are made."""

import datetime
from dataclasses import dataclass

from django.db.models import Max, Min, Q
from django.utils import timezone

from portal.operations.backups.shelf import is_configured
from portal.operations.models import BackupRun

BACKUP_LATE = datetime.timedelta(hours=26)
"""One a night: two hours for a slow one, and for a clock that changes."""
TRIAL_LATE = datetime.timedelta(days=8)
LAST_SHOWN = 10


@dataclass(frozen=True)
class State:
    """``late`` and ``trial_late`` ask for somebody; ``runs`` are the last ones, the newest first."""

    is_configured: bool
    last: datetime.datetime | None = None
    late: bool = False
    last_trial: datetime.datetime | None = None
    trial_late: bool = False
    runs: tuple[BackupRun, ...] = ()

    @property
    def last_good(self) -> BackupRun | None:
        return self._newest(BackupRun.Kind.BACKUP)

    @property
    def last_good_trial(self) -> BackupRun | None:
        return self._newest(BackupRun.Kind.TRIAL)

    def _newest(self, kind: BackupRun.Kind) -> BackupRun | None:
        return next((run for run in self.runs if run.kind == kind and run.state == "done"), None)


def state(*, with_runs: bool = True) -> State:
    """Return how the backups are. Runs as the platform."""
    if not is_configured():
        return State(is_configured=False)
    backups, trials = Q(kind=BackupRun.Kind.BACKUP), Q(kind=BackupRun.Kind.TRIAL)
    seen = BackupRun.objects.good().aggregate(
        first=Min("started_at", filter=backups),
        last=Max("started_at", filter=backups),
        last_trial=Max("started_at", filter=trials),
    )
    now = timezone.now()
    return State(
        is_configured=True,
        last=seen["last"],
        late=seen["last"] is None or seen["last"] < now - BACKUP_LATE,
        last_trial=seen["last_trial"],
        trial_late=(seen["last_trial"] or seen["first"] or now) < now - TRIAL_LATE,
        runs=tuple(BackupRun.objects.order_by("-started_at", "-pk")[:LAST_SHOWN]) if with_runs else (),
    )
