"""The host names of a tenant, and what follows when they change: Wagtail's site, and what it keeps in the cache."""

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Site

from portal.database import context
from portal.design.typography import french
from portal.tenancy.cache import refresh
from portal.tenancy.models import Tenant, TenantDomain


@transaction.atomic
def make_canonical(domain: TenantDomain) -> None:
    """Serve the tenant at this host from now on; its other hosts redirect here."""
    tenant = domain.tenant
    Tenant.objects.select_for_update().get(pk=tenant.pk)
    tenant.domains.exclude(pk=domain.pk).update(is_canonical=False)
    tenant.domains.filter(pk=domain.pk).update(is_canonical=True)
    Site.objects.filter(pk=tenant.site_id).update(hostname=domain.host)
    _forget(tenant)


@transaction.atomic
def remove_domain(domain: TenantDomain) -> None:
    """Stop answering at this host. Raises ValidationError for the canonical one: a tenant has an address."""
    if domain.is_canonical:
        raise ValidationError(french("C’est l’adresse principale : choisissez-en d’abord une autre."))
    domain.delete()


def _forget(tenant: Tenant) -> None:
    refresh(tenant.pk)

    def forget_roots():
        with context.use(tenant.context):
            Site.clear_site_root_paths_cache()

    transaction.on_commit(forget_roots)
