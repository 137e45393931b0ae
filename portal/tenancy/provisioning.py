"""A tenant is made whole in one transaction: site, home page, collection, groups; then each app answers."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from portal.database import context
from portal.database.context import Platform
from portal.tenancy.models import Membership, Role, Tenant, TenantDomain, TenantGroup
from portal.tenancy.signals import tenant_provisioned

PAGE_PERMISSIONS = {
    Role.REDACTION: ["add_page", "change_page"],
    Role.COMMUNICATION: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    Role.COORDINATION: ["add_page", "change_page"],
    Role.ADMINISTRATION: [
        "add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page",
    ],
}  # fmt: skip


@transaction.atomic
def provision_tenant(
    *,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    hosts: list[str],
    home_page: Page,
    port: int = 443,
    **fields,
) -> Tenant:
    """Make a tenant that answers at ``hosts`` (the first is canonical), with an unsaved ``home_page``.

    Runs as the platform. Raises IntegrityError when the slug or a host is taken; then nothing was made.
    """
    key = _next_key()
    with context.use(Platform(for_tenant=key)):  # what is written here is already the new tenant's
        Page.objects.get(depth=1).add_child(instance=home_page)
        site = Site.objects.create(hostname=hosts[0], port=port, site_name=name, root_page=home_page)
        collection = _append_collection(name)
        tenant = Tenant.objects.create(
            pk=key, slug=slug, name=name, short_name=short_name, kind=kind, site=site,
            home_page=home_page, home_path=home_page.path,
            root_collection=collection, collection_path=collection.path, **fields,
        )  # fmt: skip
        for host in hosts:
            TenantDomain.objects.create(tenant=tenant, host=host, is_canonical=host == hosts[0])
        for role in Role:
            group = Group.objects.create(name=f"{slug} – {role.label}")
            TenantGroup.objects.create(tenant=tenant, role=role, group=group)
            if role in Role.staff():
                _open_back_office(tenant, role, group)
    with context.use(tenant.context):
        tenant_provisioned.send(Tenant, tenant=tenant)
    return tenant


def _next_key() -> int:
    """Return the key of the tenant about to be made: its first rows are written before its own."""
    with context.use(context.PLATFORM), connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('tenancy_tenant', 'id'))")
        return cursor.fetchone()[0]


def _append_collection(name: str) -> Collection:
    """Make a tenant's root collection after the others.

    Wagtail would put it in alphabetical order and move the other tenants' to make room; they never move.
    """
    root = Collection.objects.select_for_update().get(depth=1)
    last = root.get_last_child()
    path = last._inc_path() if last else Collection._get_path(root.path, 2, 1)
    collection = Collection.objects.create(name=name, path=path, depth=2)
    Collection.objects.filter(pk=root.pk).update(numchild=models.F("numchild") + 1)
    return collection


def _open_back_office(tenant: Tenant, role: Role, group: Group) -> None:
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for codename in PAGE_PERMISSIONS[role]:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.create(group=group, page=tenant.home_page, permission=permission)


def allow(tenant: Tenant, roles: set[Role], model: type[models.Model], *actions: str) -> None:
    """Let these roles do ``actions`` (add, change, delete, view) on the tenant's rows of ``model``."""
    content_type = ContentType.objects.get_for_model(model)
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    permissions = Permission.objects.filter(content_type=content_type, codename__in=codenames)
    for tenant_group in tenant.groups.filter(role__in=roles).select_related("group"):
        tenant_group.group.permissions.add(*permissions)


def allow_collection(tenant: Tenant, roles: set[Role], model: type[models.Model], *actions: str) -> None:
    """Let these roles do ``actions`` (add, change, choose) on the tenant's images or documents."""
    content_type = ContentType.objects.get_for_model(model)
    codenames = [f"{action}_{model._meta.model_name}" for action in actions]
    permissions = list(Permission.objects.filter(content_type=content_type, codename__in=codenames))
    for tenant_group in tenant.groups.filter(role__in=roles).select_related("group"):
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=tenant_group.group, collection=tenant.root_collection, permission=permission
            )


@transaction.atomic
def set_membership(user, tenant: Tenant, roles: set[Role]) -> Membership:
    """Make ``user`` an active member of ``tenant`` with exactly these roles, and put them in its groups."""
    membership, _ = Membership.objects.update_or_create(
        user=user, tenant=tenant, defaults={"roles": sorted(roles), "ended_at": None}
    )
    groups = Group.objects.filter(tenant_group__tenant=tenant)
    user.groups.remove(*groups)
    user.groups.add(*groups.filter(tenant_group__role__in=roles))
    return membership
