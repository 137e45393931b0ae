"""A tenant is made whole in one transaction: site, home page, collection, groups; then each app answers."""

from django.db import connection, models, transaction
from wagtail.models import Collection, Page, Site

from portal.database import context
from portal.database.context import Platform
from portal.tenancy.models import Tenant, TenantDomain
from portal.tenancy.roles import keep_in_step
from portal.tenancy.signals import tenant_provisioned


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
        keep_in_step([tenant])
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
