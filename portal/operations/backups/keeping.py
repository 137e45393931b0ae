"""Which backups stay: the last of each of so many days, weeks and months. The last good one always does."""

import datetime
from collections.abc import Callable

from django.conf import settings

from portal.database import context
from portal.jobs.scheduler import alone
from portal.operations.backups.errors import BackupError
from portal.operations.backups.folder import PARTIAL
from portal.operations.backups.runs import LOCK
from portal.operations.backups.shelf import SUFFIX, Head, Shelf
from portal.operations.models import BackupRun

PERIOD: dict[str, Callable[[datetime.datetime], tuple]] = {
    "days": lambda moment: (moment.year, moment.month, moment.day),
    "weeks": lambda moment: tuple(moment.isocalendar())[:2],
    "months": lambda moment: (moment.year, moment.month),
}


def to_keep(made: dict[str, datetime.datetime], policy: dict[str, int]) -> set[str]:
    """Return the names of the backups that the policy keeps: with none, all.

    Days, weeks and months without a backup do not count: after a long silence what there is stays.
    """
    if not policy:
        return set(made)
    kept = set()
    newest_first = sorted(made, key=made.get, reverse=True)
    for period, number in policy.items():
        last_of: dict[tuple, str] = {}
        for name in newest_first:
            last_of.setdefault(PERIOD[period](made[name]), name)
        kept.update(list(last_of.values())[:number])
    return kept | set(newest_first[:1])


def plan(shelf: Shelf) -> tuple[list[Head], list[Head]]:
    """Return the backups that stay, and those that go. Raises BackupError when one cannot be read: then none goes."""
    heads = shelf.heads()
    kept = to_keep({head.name: head.moment for head in heads}, settings.BACKUP_KEEP)
    tried = BackupRun.objects.good().filter(
        kind=BackupRun.Kind.TRIAL, depth=BackupRun.Depth.WHOLE, name__in=[head.name for head in heads]
    )
    # The last that was seen to come back whole: those after it may not.
    kept |= set(tried.order_by("-name").values_list("name", flat=True)[:1])
    return [head for head in heads if head.name in kept], [head for head in heads if head.name not in kept]


def prune() -> tuple[list[Head], int]:
    """Erase the backups whose time is over, and every piece that none of the others needs; return both.

    Nobody may take a backup meanwhile: its pieces are nobody's until it is whole. Without a policy nothing is erased,
    what interrupted runs left neither: the keys to the place may then be such as erase nothing. Raises BackupError.
    """
    if not settings.BACKUP_KEEP:
        return [], 0
    with context.use(context.PLATFORM), alone(LOCK) as is_alone:
        if not is_alone:
            raise BackupError("A backup, a trial or a clearance is under way already.")
        shelf = Shelf()
        kept, gone = plan(shelf)
        if not kept:
            return [], 0
        for head in gone:  # first: what lacks a piece must not look whole
            shelf.storage.delete(f"{head.name}{SUFFIX}")
        needed = {piece.path for head in kept for piece in head.pieces}
        unneeded = [path for folder in ("rows", "blobs") for path in shelf.below(folder) if path not in needed]
        unneeded += [path for path in shelf.below("") if path.endswith(PARTIAL)]
        for path in unneeded:
            shelf.storage.delete(path)
        return gone, len(unneeded)
