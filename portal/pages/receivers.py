from django.dispatch import receiver

from portal.pages.models import PortalDocument, PortalImage
from portal.tenancy.models import Role
from portal.tenancy.provisioning import allow_collection
from portal.tenancy.signals import tenant_provisioned


@receiver(tenant_provisioned)
def open_the_media(sender, tenant, **kwargs):
    for model in (PortalImage, PortalDocument):
        allow_collection(tenant, Role.staff(), model, "add", "change", "choose")
