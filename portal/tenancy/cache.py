"""Cached fragments of a tenant. Their key holds the tenant's version, which any change raises.

So one read of the tenant's row a request is enough, on every machine, to drop what is stale.
"""

from collections.abc import Callable

from django.core.cache import cache
from django.db.models import F

from portal.tenancy.models import Tenant

LONGEST = 60 * 60  # seconds; a bound on memory, not on freshness


def remember[T](tenant: Tenant, name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` returned for this tenant since its last change."""
    return cache.get_or_set(f"tenant:{tenant.pk}:{tenant.version}:{name}", make, LONGEST)


def refresh(tenant_id: int) -> None:
    """Forget every cached fragment of a tenant: something it shows has changed."""
    Tenant.objects.filter(pk=tenant_id).update(version=F("version") + 1)
