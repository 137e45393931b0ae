"""What each tenant uses of the installation: counted in SQL, one query a figure for all tenants, nothing personal."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from portal.database.replica import on_replica, reading_connection
from portal.pages.models import PortalDocument, PortalImage
from portal.tenancy.models import Membership, Role, Tenant
from portal.tenancy.scoping import LAST_CHILD


@dataclass
class Usage:
    """Counts of one tenant. ``media_bytes`` are those of its images and documents."""

    members: int = 0
    administrators: int = 0
    live_pages: int = 0
    media: int = 0
    media_bytes: int = 0
    last_published_at: datetime.datetime | None = None


@on_replica
def usage_of(tenants: list[Tenant]) -> dict[int, Usage]:
    """Return the usage of each tenant by its key. Runs as the platform."""
    usage = {tenant.pk: Usage() for tenant in tenants}
    is_administrator = Q(roles__contains=[Role.ADMINISTRATION])
    members = Membership.objects.active().filter(tenant__in=usage).order_by().values("tenant")
    for row in members.annotate(members=Count("pk"), administrators=Count("pk", filter=is_administrator)):
        usage[row["tenant"]].members = row["members"]
        usage[row["tenant"]].administrators = row["administrators"]
    for tenant_id, live, last in _pages(list(usage)):
        usage[tenant_id].live_pages, usage[tenant_id].last_published_at = live, last
    for model in (PortalImage, PortalDocument):
        media = model.objects.filter(tenant__in=usage).order_by().values("tenant")
        sizes = media.annotate(count=Count("pk"), size=Coalesce(Sum("file_size"), 0))
        for row in sizes:
            usage[row["tenant"]].media += row["count"]
            usage[row["tenant"]].media_bytes += row["size"]
    return usage


def _pages(tenant_ids: list[int]) -> list[tuple]:
    with reading_connection().cursor() as cursor:
        cursor.execute(
            "SELECT t.id, count(p.id), max(p.last_published_at) FROM tenancy_tenant t LEFT JOIN wagtailcore_page p"
            " ON p.live AND p.path >= t.home_path AND p.path <= t.home_path || %s WHERE t.id = ANY(%s) GROUP BY t.id",
            [LAST_CHILD, tenant_ids],
        )
        return cursor.fetchall()
