"""A new tenant is read once, and one that was made before there was a search."""

from django.dispatch import receiver
from django.tasks import task

from portal.database import context
from portal.search.indexing import read_all
from portal.search.models import Finding
from portal.tenancy.models import Tenant
from portal.tenancy.signals import tenant_provisioned, tenants_migrated


@receiver(tenant_provisioned)
def read_what_came_with_the_tenant(sender, **kwargs):
    read_everything.enqueue()


@receiver(tenants_migrated)
def read_those_of_which_nothing_is_read(sender, **kwargs):
    for tenant in Tenant.objects.exclude(pk__in=Finding.objects.values("tenant")):
        with context.use(tenant.context):
            read_everything.enqueue()


@task
def read_everything() -> None:
    read_all()
