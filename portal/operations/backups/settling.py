"""What has to be seen to once the rows are back: what they hold is of the past, and the world went on."""

from django.core.cache import cache
from django.db import connection
from django.dispatch import Signal
from django.utils import timezone

from portal.notifications.models import Mail
from portal.operations.models import BackupRun
from portal.tenancy.row_security import secure

restored = Signal()
"""Sent as the platform, inside the database that came back, with ``head``, ``shelf`` and ``report``: who knows of
something that happened since does it again, and adds to the report what they did."""


def settle(report, head, shelf) -> None:
    """Put up the walls, hold the mails, and do again what must not be undone. Sessions stayed behind.

    A mail that waited then may have left since: it is held, as after the import of a tenant, and ``revive_mails``
    sends it after all. Nobody is signed in: sessions are in no backup.
    """
    secure(connection)
    report.held = Mail.objects.waiting().update(next_attempt_at=None)
    BackupRun.objects.unfinished().update(ended_at=timezone.now(), error="In the backup, it was not finished.")
    cache.clear()
    restored.send(sender=None, head=head, shelf=shelf, report=report)
    BackupRun.objects.create(
        kind=BackupRun.Kind.RESTORE, name=head.name, ended_at=timezone.now(), rows=report.rows,
        files=report.files + report.there, lost=report.lost, size=head.size,
    )  # fmt: skip
