"""A tenant is made whole in one transaction: site, home page, collection, groups; then each app answers."""

from django.db import transaction
from wagtail.models import Collection, Page, Site

from portal.database import context
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
    with context.use(context.PLATFORM):
        root = Page.objects.get(depth=1)
        root.add_child(instance=home_page)
        site = Site.objects.create(hostname=hosts[0], port=port, site_name=name, root_page=home_page)
        collection = Collection.get_first_root_node().add_child(instance=Collection(name=name))
        tenant = Tenant.objects.create(
            slug=slug, name=name, short_name=short_name, kind=kind,
            site=site, home_page=home_page, root_collection=collection, **fields,
        )  # fmt: skip
        for host in hosts:
            TenantDomain.objects.create(tenant=tenant, host=host, is_canonical=host == hosts[0])
        keep_in_step([tenant])
    with context.use(tenant.context):
        tenant_provisioned.send(Tenant, tenant=tenant)
    return tenant
