"""The releases as a page shows them: whom each change is for, and what came since somebody's last visit."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from extranet.dashboard.models import Visit
from portal.operations.releases import Change, Release, releases
from portal.tenancy.models import Membership


@dataclass(frozen=True)
class Shown:
    release: Release
    is_new: bool
    yours: list[Change]
    others: list[Change]


def shown_to(membership: Membership | None) -> list[Shown]:
    """Return every release, the newest first; an operator without a membership here has seen them all."""
    roles = set(membership.roles) if membership else set()
    since = _last_visit_before(membership)
    arrived = _arrivals() if since else {}
    return [
        Shown(
            release,
            is_new=bool(since) and arrived[release.version] >= timezone.localdate(since),
            yours=[change for change in release.changes if change.concerns(roles)],
            others=[change for change in release.changes if not change.concerns(roles)],
        )
        for release in releases()
    ]


def _last_visit_before(membership: Membership | None) -> datetime.datetime | None:
    """Return when the dashboard was opened before this visit: nothing else is kept of who looked at what."""
    if membership is None:
        return None
    return Visit.objects.filter(membership=membership).values_list("previous_at", flat=True).first()


def _arrivals() -> dict[str, datetime.date]:
    """Return when each release came here: the first day, from its own on, that migrations were passed."""
    applied = MigrationRecorder(connection).applied_migrations().values()
    days = sorted({timezone.localdate(one.applied) for one in applied})
    return {one.version: next((day for day in days if day >= one.date), one.date) for one in releases()}
