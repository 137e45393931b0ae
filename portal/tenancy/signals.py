"""What other apps answer to: a tenant that was made, a migration that ended; and what refreshes a tenant's cache."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal, receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.database import context
from portal.tenancy.cache import refresh
from portal.tenancy.scoping import TenantModel

tenant_provisioned = Signal()
"""Sent once inside the provisioning transaction, in the new tenant's context, with ``tenant``."""

tenants_migrated = Signal()
"""Sent as the platform after every ``migrate``, once walls and groups stand: what tenants made before lack is made."""


@receiver([post_save, post_delete])
def refresh_after_row(sender, instance, **kwargs):
    if isinstance(instance, TenantModel) and instance.is_shown_to_the_public:
        refresh(instance.tenant_id)


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def refresh_after_page(sender, **kwargs):
    if tenant_id := context.current_tenant_id():
        refresh(tenant_id)
