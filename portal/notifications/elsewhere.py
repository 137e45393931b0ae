"""What waits for a person in their other tenants: yes or no.

The only place where a page of one tenant says anything of another, and it says it to one person, about a tenant
they belong to: its short name, its address, and that something waits there. It asks as the platform for that, in
one query whose person is the member of the request; everywhere else a tenant reads its own rows alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.tasks import task
from django.urls import reverse

from portal.database import context
from portal.notifications.attention import waiting_for
from portal.notifications.models import SomethingWaits
from portal.tenancy.models import Membership, Tenant

AT_ONCE = 100


@dataclass(frozen=True)
class Elsewhere:
    """Another tenant of the person: all that is ever said of it."""

    name: str
    url: str
    is_waiting: bool


def seen_from(membership: Membership, *, is_waiting: bool) -> list[Elsewhere]:
    """Return this member's other tenants where something waits, and keep for these whether something waits here."""
    beside = tenants_beside(membership)
    if beside:
        note(membership, is_waiting=is_waiting)
    return [tenant for tenant in beside if tenant.is_waiting]


def tenants_beside(membership: Membership) -> list[Elsewhere]:
    """Return the other tenants of this member, by name, and whether something waits there."""
    with context.use(context.PLATFORM):
        waiting = SomethingWaits.objects.filter(user=OuterRef("user"), tenant=OuterRef("tenant"), is_waiting=True)
        others = _others(membership).select_related("tenant").prefetch_related("tenant__domains")
        rows = list(others.annotate(is_waiting=Exists(waiting)).order_by("tenant__name"))
    path = reverse("dashboard", settings.ROOT_URLCONF)
    return [Elsewhere(row.tenant.short_name, row.tenant.base_url + path, row.is_waiting) for row in rows]


def _others(membership: Membership):
    here = Membership.objects.active().filter(user=membership.user_id).exclude(tenant=membership.tenant_id)
    return here.exclude(tenant__state=Tenant.State.MAINTENANCE)


def note(membership: Membership, *, is_waiting: bool) -> None:
    """Keep whether something waits here for a member who has other tenants. Writes when it has changed."""
    rows = SomethingWaits.objects.filter(user=membership.user_id, tenant=membership.tenant_id)
    if rows.values_list("is_waiting", flat=True).first() == is_waiting:
        return
    SomethingWaits.objects.bulk_create(
        [SomethingWaits(user_id=membership.user_id, tenant_id=membership.tenant_id, is_waiting=is_waiting)],
        update_conflicts=True,
        unique_fields=["user", "tenant"],
        update_fields=["is_waiting"],
    )


def forget(membership: Membership) -> None:
    """Erase what was kept of somebody who is no longer a member."""
    SomethingWaits.objects.filter(user=membership.user_id, tenant=membership.tenant_id).delete()


def count_again(memberships: Iterable[Membership]) -> None:
    """Have a task look again for those of these members who have other tenants: what waits for them has changed."""
    if keys := _with_others({membership.pk for membership in memberships}):
        look_again.enqueue(sorted(keys))


@task
def look_again(keys: list[int]) -> None:
    """Look what waits for these members of the tenant that asks. Safe to run twice."""
    here = Membership.objects.of(context.current_tenant_id()).active().select_related("user", "tenant")
    for membership in here.filter(pk__in=keys).order_by("pk"):
        note(membership, is_waiting=bool(waiting_for(membership)))


def look_at_everyone() -> None:
    """Have tasks look what waits for each member of the tenant that asks who has other tenants; forget the others.

    Tasks, AT_ONCE people each: at 50 ms a person, thousands in two tenants would keep the scheduler from all else.
    """
    tenant = context.current_tenant_id()
    here = Membership.objects.of(tenant).active()
    keys = _with_others(set(here.values_list("pk", flat=True)))
    SomethingWaits.objects.filter(tenant=tenant).exclude(user__in=here.filter(pk__in=keys).values("user")).delete()
    for some in batched(sorted(keys), AT_ONCE):
        look_again.enqueue(list(some))


def _with_others(keys: set[int]) -> set[int]:
    """Return those of these memberships whose person is active in another tenant too."""
    with context.use(context.PLATFORM):
        beside = Membership.objects.active().filter(user=OuterRef("user")).exclude(tenant=OuterRef("tenant"))
        return set(Membership.objects.filter(Exists(beside), pk__in=keys).values_list("pk", flat=True))
