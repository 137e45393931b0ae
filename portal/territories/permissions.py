"""Who may change the territories: given to a tenant's groups when it is provisioned."""

from django.dispatch import receiver

from portal.tenancy.models import Role
from portal.tenancy.provisioning import allow
from portal.tenancy.signals import tenant_provisioned
from portal.territories.models import CoverageException, CoverageRule, OtherBody, Platform

EDITORS = {Role.ADMINISTRATION, Role.COORDINATION, Role.COMMUNICATION}


@receiver(tenant_provisioned)
def open_the_territories(sender, tenant, **kwargs):
    """Staff but rédaction keep contacts and coverage; only administration makes or ends a platform."""
    for model in (CoverageRule, CoverageException, OtherBody):
        allow(tenant, EDITORS, model, "add", "change", "delete", "view")
    allow(tenant, EDITORS, Platform, "change", "view")
    allow(tenant, {Role.ADMINISTRATION}, Platform, "add", "delete")
