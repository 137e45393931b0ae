"""The operator's periodic jobs."""

import datetime

from portal.console.archive import deletion, erased_since, left_files, shelf
from portal.jobs.registry import periodic


@periodic(
    "console.erase-due",
    label="Effacer les collectivités dont la suppression est venue à terme",
    every=datetime.timedelta(hours=1),
    for_each_tenant=False,
)
def erase_due() -> None:
    try:
        deletion.erase_due()
    finally:
        erased_since.note_erasures()  # those of an earlier hour too, had the place of the backups not answered


@periodic(
    left_files.JOB,
    label="Effacer les fichiers restés après une suppression ou un import interrompu",
    every=datetime.timedelta(minutes=10),
    for_each_tenant=False,
)
def erase_left_files() -> None:
    left_files.erase_left_files()


@periodic(
    "console.archives",
    label="Effacer les exports de plus de sept jours et les archives reçues depuis un jour",
    every=datetime.timedelta(hours=1),
    for_each_tenant=False,
)
def tidy_archives() -> None:
    shelf.tidy()
