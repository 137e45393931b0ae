from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from portal.tenancy.models import Role
from portal.tenancy.provisioning import allow, allow_collection
from portal.tenancy.signals import tenant_provisioned


@receiver(tenant_provisioned)
def open_the_media(sender, tenant, **kwargs):
    # Wagtail reads the rights on its own models, whatever models replace them.
    for model in (Image, Document):
        allow_collection(tenant, Role.staff(), model, "add", "change", "choose")
    album_makers = {Role.ADMINISTRATION, Role.COMMUNICATION}
    allow_collection(tenant, album_makers, Collection, "add", "change", "delete")
    allow(tenant, album_makers, Redirect, "add", "change", "delete", "view")
