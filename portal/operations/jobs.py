"""The installation's own periodic jobs: its backups. Each is a task, for it may last, and the scheduler has others."""

import datetime

from django.tasks import task

from portal.jobs.registry import health_figures, periodic
from portal.operations.backups import keeping, taking, trial
from portal.operations.backups.shelf import Shelf, is_configured
from portal.operations.backups.state import state


@task
def take_backup() -> None:
    """Take a backup, then clear away those whose time is over. Run twice at once, the second is refused."""
    taking.take()
    keeping.prune()


@task
def try_restore() -> None:
    trial.try_restore()


@periodic(
    "operations.backup",
    label="Sauvegarder les lignes et les fichiers",
    at=datetime.time(1, 30),
    for_each_tenant=False,
)
def back_up() -> None:
    if is_configured():
        take_backup.enqueue()


@periodic(
    "operations.trial-restore",
    label="Essayer de restaurer la dernière sauvegarde",
    every=datetime.timedelta(days=7),
    for_each_tenant=False,
)
def try_the_last() -> None:
    if is_configured() and Shelf().names():
        try_restore.enqueue()


@health_figures(
    "backups",
    alarming={"late", "trial_late"},
    label="sauvegardes",
    labels={
        "late": "manquantes depuis plus de 26 heures",
        "trial_late": "essais manquants depuis plus de 8 jours",
    },
)
def count() -> dict[str, int]:
    seen = state(with_runs=False)
    return {"late": int(seen.late), "trial_late": int(seen.trial_late)}
