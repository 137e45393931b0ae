"""When a member last came: written as they open their dashboard, at most once an hour."""

import datetime

from django.utils import timezone

from extranet.dashboard.models import Visit
from portal.tenancy.models import Membership

WRITTEN_EVERY = datetime.timedelta(hours=1)
SAME_VISIT = datetime.timedelta(hours=4)
"""Opened again within this time, the dashboard belongs to the same visit: what was new this morning still is."""


def note_visit(membership: Membership, now: datetime.datetime | None = None) -> datetime.datetime | None:
    """Note that the member is here, and return when their previous visit was; None on the first one."""
    now = now or timezone.now()
    visit = Visit.objects.filter(membership=membership).first()
    if visit is None:
        Visit.objects.bulk_create(
            [Visit(tenant_id=membership.tenant_id, membership=membership, seen_at=now)], ignore_conflicts=True
        )
        return None
    away = now - visit.seen_at
    if away < WRITTEN_EVERY:
        return visit.previous_at
    if away >= SAME_VISIT:
        visit.previous_at = visit.seen_at
    visit.seen_at = now
    visit.save(update_fields=["previous_at", "seen_at"])
    return visit.previous_at


def forget_visits(membership: Membership) -> None:
    """Erase when a former member came."""
    Visit.objects.filter(membership=membership).delete()
