"""The legal identity that comes with a tenant; what becomes of complaints when their writer is forgotten."""

from django.dispatch import receiver

from home.legal.models import AccessibilityComplaint, LegalIdentity
from portal.accounts.services import account_anonymised
from portal.tenancy.models import Tenant
from portal.tenancy.signals import tenant_provisioned, tenants_migrated


@receiver(tenant_provisioned)
def give_it_an_identity(sender, tenant, **kwargs):
    LegalIdentity.objects.get_or_create(tenant=tenant, defaults={"publisher": tenant.name})


@receiver(tenants_migrated)
def give_one_to_older_tenants(sender, **kwargs):
    for tenant in Tenant.objects.exclude(pk__in=LegalIdentity.objects.values("tenant")).order_by("pk"):
        LegalIdentity.objects.create(tenant=tenant, publisher=tenant.name)


@receiver(account_anonymised)
def forget_complaints(sender, user, email, **kwargs):
    """The person is forgotten: so is what they complained of, in every tenant."""
    AccessibilityComplaint.objects.filter(email__iexact=email).delete()
