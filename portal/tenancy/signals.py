"""What other apps answer to: a tenant that was made, a migration that ended; and what refreshes a tenant's cache."""

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import Signal, receiver
from wagtail.models import CollectionViewRestriction, PageViewRestriction
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


@receiver(m2m_changed)
def refresh_after_links(sender, instance, action, **kwargs):
    """A row was linked to others, or they to it; either end may be what the public is shown."""
    if action.startswith("post_") and isinstance(instance, TenantModel) and instance.is_shown_to_the_public:
        refresh(instance.tenant_id)


@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=CollectionViewRestriction)
@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def refresh_after_page(sender, **kwargs):
    if tenant_id := context.current_tenant_id():
        refresh(tenant_id)
