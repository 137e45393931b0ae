from django import template

from portal.database import context
from portal.tenancy.models import Tenant

register = template.Library()


@register.simple_tag
def tenant_url() -> str:
    """Return the address of the portal of the tenant that asks: Wagtail has one setting for all of them."""
    asking = context.current_tenant_id()
    with context.use(context.PLATFORM):
        return Tenant.objects.get(pk=asking).base_url
