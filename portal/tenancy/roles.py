"""A tenant's groups are made by code, and hold exactly what the capabilities say: nothing less, nothing by hand.

Run when a tenant is made and after every ``migrate``, so that a capability added, moved or withdrawn reaches
every tenant with the release that says so.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from portal.database import context
from portal.tenancy.capabilities import Capability, capabilities
from portal.tenancy.models import Membership, Role, Tenant, TenantGroup

Rows = set[tuple[int, ...]]
ON_MODELS = Group.permissions.through
MEMBERS = get_user_model().groups.through

FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    ON_MODELS: ("group_id", "permission_id"),
    GroupPagePermission: ("group_id", "permission_id", "page_id"),
    GroupCollectionPermission: ("group_id", "permission_id", "collection_id"),
    GroupSitePermission: ("group_id", "permission_id", "site_id"),
    MEMBERS: ("group_id", "user_id"),
}
"""Everything that hangs on a group, and what says which: the group first."""


@transaction.atomic
def keep_in_step(tenants: Iterable[Tenant] | None = None) -> None:
    """Give the groups of these tenants (None: of all) their exact permissions and members.

    When run for all, a group that is no tenant's goes too. Safe to run again: ten queries, however many
    tenants, when nothing has to change.
    """
    with context.use(context.PLATFORM):
        if tenants is None:
            # Wagtail makes two of its own, with rights on the whole tree; whoever else made one by hand must not.
            Group.objects.filter(tenant_group=None).delete()
            tenants = Tenant.objects.all()
        tenants = {tenant.pk: tenant for tenant in tenants}
        groups = _groups_of(tenants)
        wanted = _rights(tenants, groups)
        wanted[MEMBERS] = _members(tenants, groups)
        for model, fields in FIELDS.items():
            _align(model, fields, wanted[model], {group: tenants[pk] for (pk, _), group in groups.items()})


def _groups_of(tenants: dict[int, Tenant]) -> dict[tuple[int, Role], int]:
    """Return the group of each role of each tenant, made when it is missing."""
    there = TenantGroup.objects.filter(tenant__in=tenants).values_list("tenant_id", "role", "group_id")
    groups = {(tenant_id, Role(role)): group_id for tenant_id, role, group_id in there}
    for tenant in tenants.values():
        for role in Role:
            if (tenant.pk, role) not in groups:
                group = Group.objects.create(name=f"{tenant.slug} – {role.label}")
                TenantGroup.objects.create(tenant=tenant, role=role, group=group)
                groups[tenant.pk, role] = group.pk
    return groups


def _rights(tenants: dict[int, Tenant], groups: dict[tuple[int, Role], int]) -> dict[type[models.Model], Rows]:
    ids = {
        f"{app}.{codename}": pk
        for app, codename, pk in Permission.objects.values_list("content_type__app_label", "codename", "pk")
    }
    rights = defaultdict(set)
    for capability in capabilities():
        for (tenant_id, role), group in groups.items():
            if role in capability.roles:
                for model, row in _rows(capability, tenants[tenant_id], ids):
                    rights[model].add((group, *row))
    return rights


def _rows(capability: Capability, tenant: Tenant, ids: dict[str, int]) -> Iterable[tuple[type[models.Model], tuple]]:
    for model, names, place in (
        (ON_MODELS, capability.permissions, ()),
        (GroupPagePermission, capability.on_pages, (tenant.home_page_id,)),
        (GroupCollectionPermission, capability.on_media, (tenant.root_collection_id,)),
    ):
        # A permission that is not in the database belongs to a later migration than the one that ran.
        yield from ((model, (ids[name], *place)) for name in names if name in ids)


def _members(tenants: dict[int, Tenant], groups: dict[tuple[int, Role], int]) -> Rows:
    current = Membership.objects.filter(tenant__in=tenants, ended_at=None).exclude(roles=[])
    return {
        (groups[tenant_id, Role(role)], user_id)
        for tenant_id, user_id, roles in current.values_list("tenant_id", "user_id", "roles")
        for role in roles
    }


def _align(model: type[models.Model], fields: tuple[str, ...], wanted: Rows, tenants: dict[int, Tenant]) -> None:
    """Leave in ``model`` exactly the rows ``wanted`` for the groups of ``tenants`` (by group)."""
    rows = model._base_manager.filter(group__in=tenants).values_list("pk", *fields)
    there = {tuple(row): pk for pk, *row in rows}
    if extra := [pk for row, pk in there.items() if row not in wanted]:
        model._base_manager.filter(pk__in=extra).delete()
    missing = defaultdict(list)
    for row in wanted - there.keys():
        missing[tenants[row[0]]].append(model(**dict(zip(fields, row, strict=True))))
    for tenant, new in missing.items():
        with context.use(tenant.context):  # what a tenant's rows are written by says whose they are
            model._base_manager.bulk_create(new)
